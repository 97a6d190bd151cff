"""Published problems on whole networks, transfer learning and augmentation, and what reproduces each."""

from __future__ import annotations


def small(shape: list[int], layers: list[list[object]], *asked: str) -> tuple[str, dict[str, object]]:
    """The summary of a small network, all of it pinned."""
    return "architecture.summary_table", {"input_shape": shape, "layers": layers, "asked": list(asked)}


def conv(filters: int, kernel: int, pool: int) -> list[list[object]]:
    """A convolution and a pooling."""
    return [["conv", filters, kernel], ["max", pool]]


CHOLLET_51 = [*conv(32, 3, 2), *conv(64, 3, 2), ["conv", 64, 3], ["flatten"], ["dense", 64], ["dense", 10]]
CHOLLET_52 = [
    *conv(32, 3, 2),
    *conv(64, 3, 2),
    *conv(128, 3, 2),
    *conv(128, 3, 2),
    ["flatten"],
    ["dense", 512],
    ["dense", 1],
]
CHOLLET_52_NAMES = [*(f"{kind}{n}" for n in range(1, 5) for kind in ("conv", "pool")), "flatten", "dense1", "dense2"]
TEXT = [*conv(128, 5, 5), *conv(128, 5, 5), *conv(128, 5, 35)]
BITS = [*conv(32, 5, 2), *conv(64, 3, 2), ["flatten"], ["dense", 128], ["dense", 10]]
CHAIN = ["pool1", "conv1", "pool2", "conv2", "pool3", "conv3", "pool4"]
VGG = {
    "channels": 3,
    "filters": [64, 128, 256, 512, 512],
    "units": [4096, 4096],
    "classes": 1000,
    "asked": ["pool5 output"],
}
ALEXNET = {"channels": 3, "groups": 1, "units": [4096, 4096], "classes": 1000, "asked": ["convolutions parameters"]}
PAPER = {"side": 227, "padding": 0, "filters": [96, 256, 384, 384, 256]}
TORCHVISION = {"side": 224, "padding": 2, "filters": [64, 192, 384, 256, 256], "millions": True}
LENET = {
    "side": 32,
    "channels": 1,
    "kernel_size": 5,
    "padding": 0,
    "filters": [6, 16],
    "units": [120, 84],
    "classes": 10,
}

DENSENET121 = {"blocks": [6, 12, 24, 16], "growth": 32, "filters": 64, "classes": 1000}
RESNET50 = {
    "blocks": [3, 4, 6, 3],
    "widths": [64, 128, 256, 512],
    "bottleneck": True,
    "use_bias": True,
    "stride_inside": False,
    "classes": 1000,
}

MAPPINGS: dict[str, tuple[str, dict[str, object]] | tuple[str, dict[str, object], str] | str] = {
    # architecture
    "cs231n-fc2conv-384": (
        *small([384, 384, 3], [["max", 32], ["conv", 4096, 7], ["conv", 4096, 1], ["conv", 1000, 1]], "conv3 output"),
        "A",
    ),
    "alexnet-convtotal": ("architecture.alexnet", {**ALEXNET, **PAPER}, "A"),
    "lenet-total": ("architecture.lenet5", LENET, "total"),
    "deepml-resblock-2": (
        "architecture.residual_block",
        {"x": [-1, 2], "W1": [[1, 0], [0, 1]], "W2": [[0.5, 0], [0, 0.5]]},
        "y",
    ),
    "chollet51-total": (*small([28, 28, 1], CHOLLET_51, "dense1 parameters"), "total"),
    "chollet52-perlayer": (
        *small([150, 150, 3], CHOLLET_52, *(f"{name} parameters" for name in CHOLLET_52_NAMES)),
        "A,B,C,D,E,F,G,H,I,J,K",
    ),
    "chollet53-out": ("architecture.vgg", {**VGG, "depth": 16, "side": 150}, "A"),
    "chollet53-total": ("architecture.vgg", {**VGG, "depth": 16, "side": 150, "units": [256], "classes": 1}, "total"),
    "params-tv-alexnet": ("architecture.alexnet", {**ALEXNET, **TORCHVISION}, "total"),
    "params-tv-vgg16": ("architecture.vgg", {**VGG, "depth": 16, "side": 224, "millions": True}, "total"),
    "params-tv-densenet121": ("architecture.densenet", {**DENSENET121, "unit": "millions"}, "trainable"),
    "ka-vgg19": ("architecture.vgg", {**VGG, "depth": 19, "side": 224}, "total"),
    "ka-resnet50": ("architecture.resnet", RESNET50, "total"),
    "ka-densenet121": ("architecture.densenet", DENSENET121, "total"),
    "bits24-total": (*small([28, 28, 1], BITS, "flatten output"), "total"),
    "bits25-mlp": (
        *small([1000], [["dense", 512], ["dense", 256], ["dense", 128], ["dense", 5]], "dense1 parameters"),
        "total",
    ),
    "mac-vggbase": ("architecture.vgg", {**VGG, "depth": 16, "side": 224}, "A"),
    "mac-flat": (*small([64, 64, 3], [*conv(32, 5, 2), *conv(64, 3, 2), ["flatten"]], "flatten output"), "A"),
    "pb-text-lens": (
        *small([1000, 100], TEXT, *(f"{kind}{n} side" for n in (1, 2, 3) for kind in ("conv", "pool"))),
        "A,B,C,D,E,F",
    ),
    "pb-text-total": (
        *small(
            [1000], [["embedding", 174_106, 100], *TEXT, ["flatten"], ["dense", 128], ["dense", 20]], "flatten output"
        ),
        "total",
    ),
    "gist-chain": (
        *small([222, 222, 32], [["max", 2], *3 * [["conv", 32, 3], ["max", 2]]], *(f"{name} side" for name in CHAIN)),
        "A,B,C,D,E,F,G",
    ),
    # other
    "kerasdoc-emb": (*small([32, 10], [["embedding", 1000, 64]], "embedding1 output"), "A"),
    "kerasdoc-crop2d": (
        "architecture.keras_code",
        {"code": "Cropping2D(((2, 2), (4, 4)))", "batch": [2], "input_shape": [28, 28, 3]},
        "shape",
    ),
    # the head of a detector is a convolution of 1 × 1: 80 classes, 4 numbers of a box and a score at every place
    "sm-yolo-head": (*small([416, 416, 3], [["max", 32], ["conv", 85, 1]], "conv1 output"), "A"),
    "dlai-c4w3-iou": (
        "evaluation.intersection_over_union",
        {"box_a": [0, 0, 2, 2], "box_b": [1, 1, 3, 4]},
        "iou",
    ),
}
