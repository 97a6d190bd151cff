"""The shapes line by line, as far as they go; then what is observed tells the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import unnamed
from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.debug_model import DebugModel

_WHY = {
    "flatten": (0, "A dense layer is applied along the last axis, so without `Flatten()` its output is not a vector."),
    "window": (1, "Without padding, a window must fit into its input."),
    "activation": (
        2,
        "ReLU can output 0 for every class, and then the cross-entropy is not defined. The outputs of softmax "
        "are positive and sum to 1.",
    ),
    "units": (
        3,
        "Since $e^z / e^z = 1$, every image gets the same prediction. The layer needs one sigmoid unit or two "
        "softmax units.",
    ),
    "labels": (4, "This loss needs one-hot vectors. Class numbers need `sparse_categorical_crossentropy`."),
    "rate": (
        5,
        "Layers, loss and labels fit together. A step of this size makes the weights grow until they overflow.",
    ),
}
_WHERE = {
    "flatten": "The first dense layer needs a vector as its input, so this line is wrong.",
    "window": "Keras cannot build the layer in this line.",
    "activation": (
        "Shapes, labels and loss fit together, but the activation function of the output layer does not fit them."
    ),
    "units": "Shapes and labels fit together, but the number of units of the output layer does not fit them.",
    "labels": "All layers fit together, but the loss does not fit the labels.",
    "rate": "Layers, loss and labels fit together, but the learning rate is too large.",
}


def solve(q: DebugModel, show: Show) -> None:
    side, filters, window, pool = unnamed(q.side), unnamed(q.filters), unnamed(q.kernel_size), unnamed(q.pool_size)
    fault, number, shape = str(q.fault), 0, (side, side, unnamed(q.channels))
    for count in filters:
        for size, depth, layer in ((window, count, "convolutional"), (pool, count, "pooling")):
            if size > shape[0]:
                show.say(
                    "Line {number}: the window has side {size}, but the input of the layer has only side {side}.",
                    number=number + 1,
                    size=size,
                    side=shape[0],
                )
                _told(show, fault, number + 1, shape)
                return
            number += 1
            side = side_after(shape[0], size, size if layer == "pooling" else 1, "valid")
            side = show(
                "Compute the output side of the {layer} layer in line {number}.", side, number=number, layer=layer
            )
            shape = (side, side, depth)
    dense = number + (1 if fault == "flatten" else 2)
    line = {"flatten": dense, "activation": dense + 1, "units": dense + 1}.get(fault, dense + 2)
    _told(show, fault, line, (*shape[:2], unnamed(q.classes)) if fault == "flatten" else shape)


def _told(show: Show, fault: str, line: int, shape: Any) -> None:
    place, why = _WHY[fault]
    show.answer("line", _WHERE[fault], line)
    show.answer("why", why, place)
    show.answer(
        "shape",
        {
            0: "The layer changes only the last axis, to one entry per class.",
            1: "The layer before it is the last one whose window fits.",
        }.get(place, "Pooling keeps the number of channels."),
        shape,
    )
