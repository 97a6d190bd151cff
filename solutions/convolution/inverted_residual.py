"""Shape, weights and operations, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed
from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.inverted_residual import InvertedResidual


def solve(q: InvertedResidual, show: Show) -> None:
    f, size = q.kernel_size, (q.height, q.width)
    wide = unnamed(q.expansion * q.channels)
    why = f"The first layer has {int(wide)} filters, so its output has {int(wide)} channels and the height and width of its input."
    inside = show.answer(
        "expanded",
        f"{why} It is the input of the depthwise layer.",
        (*size, wide),
    )
    sides = tuple(side_after(n, f, q.strides, "same") for n in inside[:2])
    filtered = show.answer(
        "depthwise",
        "Depthwise layer: *same* padding, so height and width are $\\lceil n / s \\rceil$; the number of channels stays the same.",
        (*sides, inside[2]),
    )
    output = show.answer(
        "projected",
        "The last layer keeps the height and width; its output has one channel per filter.",
        (*filtered[:2], q.filters),
    )
    expand = show("First layer: one weight for each pair of input and output channels.", q.channels * inside[2])
    kernels = show("Second layer: one kernel per channel.", f * f * inside[2])
    project = show("Third layer: one weight for each pair of input and output channels.", inside[2] * q.filters)
    show.answer("weights", "Weights of the three layers.", expand + kernels + project)
    first = show("MACs of the first layer: weights × output positions.", expand * inside[0] * inside[1])
    second = show(
        "MACs of the second layer: weights × output positions.", f * f * filtered[2] * filtered[0] * filtered[1]
    )
    third = show(
        "MACs of the third layer: weights × output positions.", filtered[2] * output[2] * output[0] * output[1]
    )
    show.answer("macs", "MACs of the three layers.", first + second + third)
