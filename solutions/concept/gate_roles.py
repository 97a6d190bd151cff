"""Sentence by sentence: what is it true of, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.concept._sorted import Sorted


def solve(q: Sorted, show: Show) -> None:
    for reason in q.reasons:
        show.say(reason)
    places = tuple(q.options.index(option) for option in q.belongs)
    pairs = (f"{number}{'abcdefgh'[place]}" for number, place in enumerate(places, start=1))
    show.answer("answer", f"So it is {' '.join(pairs)}.", places)
