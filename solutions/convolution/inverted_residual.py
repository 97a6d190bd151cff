"""Shape, weights and operations, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.inverted_residual import InvertedResidual


def solve(q: InvertedResidual, show: Show) -> None:
    f, size = q.kernel_size, (q.height, q.width)
    wide = show("Filters of the first layer.", q.expansion * q.channels)
    inside = show.answer(
        "expanded",
        "The first layer keeps height and width. Its output is the input of the depthwise layer.",
        (*size, wide),
    )
    sides = tuple(side_after(n, f, q.strides, "same") for n in inside[:2])
    filtered = show.answer(
        "depthwise",
        "Depthwise layer: *same* padding, so height and width are $\\lceil n / s \\rceil$; the number of channels stays the same.",
        (*sides, inside[2]),
    )
    output = show.answer(
        "projected", "The last layer keeps height and width and has one channel per filter.", (*filtered[:2], q.filters)
    )
    expand = show("First layer: one weight per input channel and filter.", q.channels * inside[2])
    kernels = show("Second layer: one kernel of $f \\cdot f$ weights per channel.", f * f * inside[2])
    project = show("Third layer: one weight per input channel and filter.", inside[2] * q.filters)
    show.answer("weights", "Weights of the three layers.", expand + kernels + project)
    first = show(
        "MACs of the first layer: its weights, at every position of its output.", expand * inside[0] * inside[1]
    )
    second = show("MACs of the second layer.", f * f * filtered[2] * filtered[0] * filtered[1])
    third = show("MACs of the third layer.", filtered[2] * output[2] * output[0] * output[1])
    show.answer("macs", "MACs of the three layers.", first + second + third)
