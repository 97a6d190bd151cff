"""The output shape, then the parameters layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import ceil_div, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.residual_projection import ResidualProjection


def solve(q: ResidualProjection, show: Show) -> None:
    height, width = (ceil_div(unnamed(side), unnamed(q.strides)) for side in (q.height, q.width))
    if q.width == q.height:
        height = width = show(r"Height and width with *same* padding: $\lceil n / s \rceil$.", height)
    show.answer(
        "y",
        "There is one channel per filter. The second convolution and the addition keep the shape.",
        (height, width, q.filters),
    )
    first = show("First convolution of the main path.", convolution(q, q.kernel_size, q.channels))
    second = show(
        "Second convolution of the main path: its input channels are the filters of the first.",
        convolution(q, q.kernel_size, q.filters),
    )
    if q.normalised:
        own = show("Batch normalisation: four parameters per channel.", 4 * q.filters)
        show.answer("main", "Main path: two convolutions and two batch normalisations.", first + second + 2 * own)
        shortcut = show("1 × 1 convolution of the shortcut.", convolution(q, 1, q.channels))
        show.answer("side", "Add its batch normalisation.", shortcut + own)
    else:
        show.answer("main", "Add the parameters of both convolutions.", first + second)
        show.answer("side", "1 × 1 convolution of the shortcut.", convolution(q, 1, q.channels))


def convolution(q: ResidualProjection, kernel: Any, depth: Any) -> Any:
    """The parameters of one convolution with the block's filters."""
    weights = kernel * kernel * depth
    return (weights + 1) * q.filters if q.use_bias else weights * q.filters
