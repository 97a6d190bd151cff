"""What is wrong with a model for images, read from its code alone."""

from collections.abc import Sequence

from examgen.authoring import Layer

REASONS = (
    "It needs a vector, but `Flatten()` is missing before it.",
    "The window is larger than the input of the layer.",
    "The activation function can output 0, but the loss takes the logarithm of the output.",
    "The softmax of a single value is always 1.",
    "The loss does not fit the labels.",
    "The learning rate is so large that the weights diverge.",
)
"""What may be wrong with a line."""
_SHAPES = "Training stops with an error because the shapes of labels and outputs differ."
_NAN = "In the first epoch, the loss becomes `nan`."
SYMPTOMS: dict[str, str] = {
    "flatten": _SHAPES, "window": "Keras cannot build the model.", "activation": _NAN,
    "units": "The accuracy stays the same in every epoch.", "labels": _SHAPES, "rate": _NAN,
}  # fmt: skip
"""What is observed of each planted mistake."""


def diagnosed(lines: Sequence[Layer], side: int, sparse_labels: bool, sparse_loss: bool) -> tuple[int, int]:
    """The first line in which something cannot be, and the number of the reason; ``side`` is that of the images."""
    size: tuple[int, ...] = (side, side)
    for number, layer in enumerate(lines, start=1):
        kind = layer.type.name
        if kind in ("Conv2D", "MaxPooling2D"):
            window = layer["kernel_size" if kind == "Conv2D" else "pool_size"]
            assert isinstance(window, int)
            if window > size[0]:
                return number, 1
            size = (size[0] - window + 1 if kind == "Conv2D" else size[0] // window,) * 2
        elif kind == "Flatten":
            size = ()
        elif size:
            return number, 0
        elif number == len(lines) and layer["activation"] != "softmax":
            return number, 2
        elif layer["activation"] == "softmax" and layer["units"] == 1:
            return number, 3
    return len(lines) + 1, 4 if sparse_labels and not sparse_loss else 5
