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
    head: Any = show.answer("head", "The layers of the head together.", total(counts.values()))
    strategies: list[Any] = [0, head]
    for name, count in reversed(base.items()):
        if strategies[-1] > allowed:
            break
        strategies.append(show(f"With {name} as well.", strategies[-1] + count))
    place = sum(trained <= allowed for trained in strategies[1:])
    place = show.answer("which", "The last of these that stays within what is allowed.", place)
    thawed = list(reversed(base.values()))
    while len(strategies) <= int(place):
        strategies.append(strategies[-1] + thawed[len(strategies) - 2])
    show.answer("trained", "What was found for it.", strategies[int(place)])
