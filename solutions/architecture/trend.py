"""The output shape of every stack, compared with its input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import letter, unnamed
from examgen.solutions.architecture._rows import in_words, output

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.trend import Trend


def solve(q: Trend, show: Show) -> None:
    usual: list[int] = []
    last: list[Any] = []
    for number, stack in enumerate(q.stacks):
        shape: tuple[Any, ...] = (q.side, q.side, q.channels)
        depths: list[Any] = []
        for place, row in enumerate(stack, start=1):
            _, shape = output((f"Stack {letter(number)}, layer {place}", *row[1:]), shape, show)
            depths.append(shape[-1])
        start = depths[next((place for place, row in enumerate(stack) if row[1] == "conv"), 0)]
        smaller, more = shape[0] < q.side, depths[-1] > start
        sides = (
            f"decrease from {q.side} to"
            if smaller
            else "remain"
            if shape[0] == q.side
            else f"increase from {q.side} to"
        )
        channels = "grows" if more else "remains" if depths[-1] == start else "decreases"
        ends = f"{int(start)}" if depths[-1] == start else f"from {int(start)} to {int(depths[-1])}"
        words = (
            f"Height and width {sides} {int(shape[0])}; from the first to the last convolutional layer, "
            f"the number of channels {channels} {ends}"
        )
        last.append(unnamed(shape))
        show.say(
            "Stack {stack}: output shape {size}. {words}.", stack=letter(number), size=in_words(shape), words=words
        )
        if smaller and more:
            usual.append(number)
    (place,) = usual
    place = show.answer("which", "Height and width decrease and the number of channels grows in only one stack:", place)
    show.answer("y", "The output shape of this stack.", last[int(place)])
