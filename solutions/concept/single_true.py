"""Statement by statement: is it true, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import letter

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    one_of(q, show, wanted=True)


def one_of(q: Any, show: Show, *, wanted: bool) -> None:
    """The only statement that is true, or that is false."""
    verdicts = told(q, show)
    place = verdicts.index(wanted)
    show.answer("answer", "So it is {letter}.", place, letter=letter(place))


def told(q: Any, show: Show) -> list[bool]:
    """Which statements are true, each with its reason."""
    theme = show.references.theme("statements", q.theme)
    said = [theme.named(id_) for id_ in q.statements]
    for place, statement in enumerate(said):
        show.say(f"Statement {letter(place)} is {'true' if statement.truth else 'false'}. {statement.why}")
    return [statement.truth for statement in said]
