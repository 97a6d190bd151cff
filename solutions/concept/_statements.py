"""Lines about statements: what each of them is, why, and where to look it up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def judged(statements: Iterable[Any], show: Show) -> None:
    """A line on each statement: true or false."""
    for statement in statements:
        why = (
            "{statement} is true. {reason} Source: {source}."
            if statement.truth
            else "{statement} is false. {reason} Source: {source}."
        )
        show.say(why, statement=statement.quoted, reason=statement.why, source=statement.source)


def assigned(q: Any, show: Show, article: str = "") -> None:
    """A line on each sentence: what it describes; then all of them in order."""
    theme = show.references.theme("sorted", q.theme)
    described = [theme.named(id_) for id_ in q.statements]
    for sentence in described:
        option = theme.options[sentence.option]
        why = "{sentence} describes {article}{option}. {reason} Source: {source}."
        show.say(
            why, sentence=sentence.quoted, article=article, option=option, reason=sentence.why, source=sentence.source
        )
    options = list(theme.options)
    places = tuple(options.index(sentence.option) for sentence in described)
    names = "; ".join(f"{n}: {theme.options[s.option]}" for n, s in enumerate(described, start=1))
    show.answer("answer", "In order: {names}.", places, names=names)
