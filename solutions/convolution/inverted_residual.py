"""Wide, filtered, narrow again: every layer's volume, its weights, and how often each of them multiplies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.inverted_residual import InvertedResidual


def solve(q: InvertedResidual, show: Show) -> None:
    f, size = q.kernel_size, (q.height, q.width)
    wide = show("The first layer has so many filters.", q.expansion * q.channels)
    inside = show.answer("expanded", "A 1 × 1 layer keeps the sides.", (*size, wide))
    sides = tuple(side_after(n, f, q.strides, "same") for n in inside[:2])
    filtered = show.answer("depthwise", "One kernel on every channel leaves as many channels.", (*sides, inside[2]))
    output = show.answer(
        "projected", "A 1 × 1 layer keeps the sides, and has a channel for every filter.", (*filtered[:2], q.filters)
    )
    expand = show("The first layer has a weight for each pair of channels.", q.channels * inside[2])
    kernels = show("The second has one kernel for every channel.", f * f * inside[2])
    project = show("The third has a weight for each pair of channels.", inside[2] * q.filters)
    show.answer("weights", "All three together.", expand + kernels + project)
    first = show(
        "MACs of the first layer: its weights, at every position of its output.", expand * inside[0] * inside[1]
    )
    second = show("MACs of the second layer.", f * f * filtered[2] * filtered[0] * filtered[1])
    third = show("MACs of the third layer.", filtered[2] * output[2] * output[0] * output[1])
    show.answer("macs", "All three together.", first + second + third)
