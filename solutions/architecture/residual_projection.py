"""The stride makes the map smaller, the filters make it deeper; and the parameters layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import ceil_div

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.residual_projection import ResidualProjection


def solve(q: ResidualProjection, show: Show) -> None:
    height, width = ceil_div(q.height, q.strides), ceil_div(q.width, q.strides)
    if q.width == q.height:
        height = width = show("With the padding same a stride divides the sides, rounded up.", height)
    show.answer(
        "y", "One map for each filter; the second convolution and the sum keep the shape.", (height, width, q.filters)
    )
    first = show("The first convolution of the main path.", convolution(q, q.kernel, q.channels))
    second = show("The second one reads what the first one gives.", convolution(q, q.kernel, q.filters))
    if q.normalised:
        own = show("A normalisation has four parameters for each channel.", 4 * q.filters)
        show.answer("main", "Two convolutions and two normalisations.", first + second + 2 * own)
        shortcut = show("The convolution of the shortcut has a kernel of 1 × 1.", convolution(q, 1, q.channels))
        show.answer("side", "And its normalisation.", shortcut + own)
    else:
        show.answer("main", "Both convolutions.", first + second)
        show.answer("side", "The convolution of the shortcut has a kernel of 1 × 1.", convolution(q, 1, q.channels))


def convolution(q: ResidualProjection, kernel: Any, depth: Any) -> Any:
    """The parameters of one convolution with the block's filters."""
    weights = kernel * kernel * depth
    return (weights + 1) * q.filters if q.use_bias else weights * q.filters
