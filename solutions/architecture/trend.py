"""Through every stack, and then compare its end with its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import letter
from examgen.solutions.architecture._rows import output

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.trend import Trend


def solve(q: Trend, show: Show) -> None:
    usual: list[int] = []
    last: list[Any] = []
    for number, stack in enumerate(q.stacks):
        shape: tuple[Any, ...] = (q.side, q.side, q.channels)
        depths: list[Any] = []
        for row in stack:
            _, shape = output(row, shape, show)
            depths.append(shape[-1])
        smaller, more = shape[0] < q.side, depths[-1] > depths[0]
        words = f"the sides {'fall' if smaller else 'do not fall'}, the number of maps {'grows' if more else 'does not grow'}"
        last.append(show(f"Stack {letter(number)}: {words}.", shape))
        if smaller and more:
            usual.append(number)
    (place,) = usual
    place = show.answer("which", "Only in one stack both hold.", place)
    show.answer("y", "The shape that was found for it.", last[int(place)])
