"""A step's input, times the memory weight for every step on the way; beyond the cut nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.truncated_bptt import TruncatedBptt


def solve(q: TruncatedBptt, show: Show) -> None:
    steps = len(q.x)
    show.say(
        "The weight meets the input of each step; from there the way to the last state leads through $w_h$ at every step."
    )
    everything = tuple(way(q.wh, steps - t, x) for t, x in enumerate(q.x, start=1))
    parts = tuple(part if t > steps - q.k else 0 for t, part in enumerate(everything, start=1))
    parts = show.answer("parts", "The steps before the cut contribute nothing.", parts)
    show.answer("truncated", "What is left adds up.", total(parts[steps - q.k :]))
    show.answer(
        "full", "Without truncation all steps add up.", total((*everything[: steps - q.k], *parts[steps - q.k :]))
    )


def way(wh: Scalar, steps: int, x: Scalar) -> Scalar:
    """An input, weighed by so many steps."""
    if steps == 0:
        return x
    return wh * x if steps == 1 else wh**steps * x
