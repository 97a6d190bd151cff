"""The size formula along three axes; a filter has a weight for every frame, row, column and channel of its window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import product, unnamed
from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.volumetric import Volumetric


def solve(q: Volumetric, show: Show) -> None:
    kernel, strides, padding = unnamed(q.kernel_size), unnamed(q.strides), str(q.padding)
    size = r"\lceil n / s \rceil" if padding == "same" else r"\lfloor (n - f) / s \rfloor + 1"
    frames = side_after(unnamed(q.frames), kernel[0], strides[0], padding)
    deep = show(f"Frames of the output: ${size}$ for the number of frames $n$.", frames)
    sides: list[Any] = [
        side_after(unnamed(q.side), f, s, padding) for f, s in zip(kernel[1:], strides[1:], strict=True)
    ]
    if kernel[1] == kernel[2] and strides[1] == strides[2]:
        sides = [show(f"Height and width: ${size}$.", sides[0])] * 2
    shape = show.answer("z", "One channel per filter.", (deep, *sides, unnamed(q.filters)))
    for ask, what, lengths in (
        ("count", "Weights of a filter: the volume of its window times the number of channels.", kernel),
        ("numbers", "", ()),
        ("frame", "Weights of a filter of the 2-D layer.", kernel[1:]),
    ):
        if not lengths:
            show.answer(ask, "Multiply the sizes of all axes.", product(shape))
            continue
        weights = show(what, product((*lengths, unnamed(q.channels))))
        if q.use_bias:
            show.answer(
                ask, "Add one bias, then multiply by the number of filters.", (weights + 1) * unnamed(q.filters)
            )
        else:
            show.answer(ask, "Multiply by the number of filters.", weights * unnamed(q.filters))
