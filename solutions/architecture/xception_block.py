"""The output shape; depthwise and 1 × 1 part of each separable convolution; the shortcut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import ceil_div, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.xception_block import XceptionBlock


def solve(q: XceptionBlock, show: Show) -> None:
    height, width = (ceil_div(unnamed(side), unnamed(q.strides)) for side in (q.height, q.width))
    why = r"Layers A and B keep the height and width. The pooling layer and layer S have stride ${s}$: $\lceil n / s \rceil$."
    if q.height == q.width:
        height = width = show(why, height, s=q.strides)
    else:
        show.say(why, s=q.strides)
    show.answer("y", "There is one channel per filter, and the sum keeps the shape.", (height, width, q.filters))
    area = q.kernel_size * q.kernel_size
    first = show.answer(
        "first", "Layer A: one kernel per channel, then a 1 × 1 convolution.", _separable(q, area, q.channels)
    )
    second = show("Layer B: its input is the output of layer A.", _separable(q, area, q.filters))
    shortcut = show("Layer S: the 1 × 1 convolution of the shortcut.", _convolution(q, q.channels))
    show.answer("total", "Add the parameters of the layers A, B and S. Pooling has none.", first + second + shortcut)
    show.answer(
        "plain",
        "Standard convolution: every filter has a kernel for every input channel.",
        _convolution(q, area * q.channels),
    )


def _separable(q: XceptionBlock, area: Any, depth: Any) -> Any:
    """The kernels of the channels and the 1 × 1 convolution; Keras gives the second one the biases."""
    return area * depth + _convolution(q, depth)


def _convolution(q: XceptionBlock, weights: Any) -> Any:
    return (weights + 1) * q.filters if q.use_bias else weights * q.filters
