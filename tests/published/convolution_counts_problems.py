"""Published problems on what convolutions cost and see, and on going through them the other way: what reproduces each."""

from __future__ import annotations

from examgen.arrays import reshape

VGG16 = [row for convolutions in (2, 2, 3, 3, 3) for row in (*[[3, 1]] * convolutions, [2, 2])]


def conv(
    channels: int, filters: int, kernel: int, *, use_bias: bool = True, dims: int = 2, groups: int = 1
) -> tuple[str, dict[str, object]]:
    """A convolution's parameters; the size of what it reads does not matter."""
    layer = {"filters": filters, "kernel_size": kernel, "groups": groups, "use_bias": use_bias}
    return "convolution.parameter_count", {"input_shape": [*dims * [32], channels], **layer}


def shape(code: str, batch: int, *each: int) -> tuple[str, dict[str, object], str]:
    """The shape that a layer gives for a batch of inputs."""
    return "architecture.keras_code", {"code": code, "batch": [batch], "input_shape": list(each)}, "shape"


def mobilenet(side: int, alpha: float = 1, **pins: object) -> tuple[str, dict[str, object], str]:
    """The multiply-accumulates of a whole MobileNet."""
    net = {"side": side, "alpha": alpha, "channels": 3, "classes": 1000, "macs": "millions", **pins}
    return "architecture.mobilenet", net, "macs"


def separable(channels: int, filters: int, ask: str, **pins: object) -> tuple[str, dict[str, object], str]:
    """A 3 × 3 convolution against the depthwise separable one."""
    size = {"height": 14, "width": 14, "kernel_size": 3, "strides": 1, "padding": "same"}
    return "convolution.depthwise_separable", {**size, "channels": channels, "filters": filters, **pins}, ask


MAPPINGS: dict[str, tuple[str, dict[str, object]] | tuple[str, dict[str, object], str] | str] = {
    # conv_params
    "cs231n-neuron-3x3x20": conv(20, 1, 3, use_bias=False),
    "cs231n-vgg-conv1_1": conv(3, 64, 3, use_bias=False),
    "cs231n-vgg-conv2_2": conv(128, 128, 3, use_bias=False),
    "cs231n-vgg-conv4_1": conv(256, 512, 3, use_bias=False),
    "yz-conv17": conv(13, 17, 3),
    "yz-conv1d-a": conv(103, 13, 5, dims=1),
    "alexnet-conv3": conv(256, 384, 3),
    "alexnet-conv2-grouped": conv(96, 256, 5, groups=2),
    "chollet51-c2": conv(32, 64, 3),
    "chollet64-conv1d": conv(128, 32, 7, dims=1),
    "chollet85-tconvp": (
        "convolution.transposed_size",
        {"sides": [8, 8], "channels": 256, "filters": 256, "kernel_size": 4, "strides": 2, "padding": "same"},
        "count",
    ),
    "sm-c-params": conv(3, 5, 3),
    "w230-conv16": conv(8, 16, 3),
    "mac-1792": conv(3, 64, 3),
    "ng-inc-params": conv(192, 32, 5, use_bias=False),
    "pb-text-c1": conv(100, 128, 5, dims=1),
    # depthwise
    "dlai-c4w2-mbv2": (
        "convolution.inverted_residual",
        {"height": 64, "width": 64, "channels": 16, "expansion": 2, "filters": 16, "kernel_size": 3, "strides": 1},
        "expanded, depthwise",
    ),
    "kerasdoc-dw2d": shape("DepthwiseConv2D(3)", 4, 10, 10, 12),
    "kerasdoc-sep1d": shape("SeparableConv1D(4, 3, strides=2, depth_multiplier=3)", 4, 10, 12),
    "fastai-dw-sep": separable(16, 32, "weights"),
    "sd-dw-std": separable(8, 16, "plain_weights"),
    "sd-dw-sep": separable(8, 16, "weights"),
    "mb-t3-std": separable(512, 512, "plain_macs, plain_weights", millions=True),
    "mb-t3-r": separable(384, 384, "macs, weights", millions=True, height=10, width=10),  # 0.75 × 512; 0.714 × 14
    # transpose
    "kerasdoc-conv3dT": shape("Conv3DTranspose(32, 2, strides=2)", 4, 10, 8, 12, 128),
    # one cell of padding under a 3 × 3 kernel with stride 1 is *same*
    "guide-t-1": (
        "convolution.transposed",
        {"image": [[1] * 5] * 5, "kernel": [[1] * 3] * 3, "strides": 1, "padding": "same"},
        "rows",
    ),
    "guide-t-3": (
        "convolution.transposed",
        {"image": [[1] * 2] * 2, "kernel": [[1] * 3] * 3, "strides": 2, "padding": "valid"},
        "rows",
    ),
    "d2l-tconv-s2": (
        "convolution.transposed",
        {"image": [[0, 1], [2, 3]], "kernel": [[0, 1], [2, 3]], "strides": 2, "padding": "valid"},
        "z",
    ),
    # macs
    "macs-mobilenet_v2": mobilenet(224, generation=2, macs="billions"),
    "mb-0.75-224": mobilenet(224, 0.75),
    "mb-1-192": mobilenet(192),
    "mb-1-160": mobilenet(160),
    "mb-1-128": mobilenet(128),
    # receptive_field
    "cs231n-rf-two3x3": ("convolution.receptive_field", {"stack": [[3, 1], [3, 1]]}),
    "rf-vgg16-fc": ("convolution.receptive_field", {"stack": [*VGG16, [7, 1]]}),
    "mac-rf5": ("convolution.receptive_field", {"stack": [[3, 1], [3, 1]]}),
    # backprop
    "tf-back-w-s12": (
        "convolution.kernel_gradient",
        {
            "image": reshape(tuple(range(1, 19)), (3, 6)),
            "kernel": [[1, 2], [3, 4]],
            "upstream": [[1, 2, 3], [4, 5, 6]],
            "strides": [1, 2],
        },
        "dk",
    ),
}
