"""From the last layer backwards, as long as the rule allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import total
from examgen.solutions.transfer._layers import through

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.transfer.strategy import Strategy


def solve(q: Strategy, show: Show) -> None:
    allowed = show("So many parameters may be trained.", q.pictures * q.per)
    features, base = through(q.base, q.input_shape, show)
    _, counts = through(q.head, features, show)
    trained: Any = show.answer("head", "The layers of the head together.", total(counts.values()))
    place = 1 if trained <= allowed else 0
    for name, count in reversed(base.items()):
        more = show(f"With {name} as well.", trained + count)
        if more > allowed:
            break
        trained, place = more, place + 1
    show.answer("which", "The last of these that stays within what is allowed.", place)
    show.answer("trained", "What was found for it.", trained)
