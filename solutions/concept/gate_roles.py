"""Sentence by sentence: what is it true of, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import letter

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    theme = show.references.theme("sorted", q.theme)
    said = [theme.named(id_) for id_ in q.statements]
    for number, statement in enumerate(said, start=1):
        show.say(f"Number {number}: {theme.options[statement.option].text}. {statement.why}")
    options = list(theme.options)
    places = tuple(options.index(statement.option) for statement in said)
    pairs = " ".join(f"{number}{letter(place)}" for number, place in enumerate(places, start=1))
    show.answer("answer", "So it is {pairs}.", places, pairs=pairs)
