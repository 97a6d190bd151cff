"""From the last layer backwards, as long as the limit allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import total
from examgen.solutions.transfer._layers import summed, through

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.transfer.strategy import Strategy


def solve(q: Strategy, show: Show) -> None:
    flattened = any(kind == "flatten" for _, kind, *_ in q.head)  # only then the sides of the feature maps matter
    features, base = through(q.base, q.input_shape, show, show if flattened else lambda why, side: side)
    _, counts = through(q.head, features, show)
    head: Any = show.answer("head", summed(counts, "Head"), total(counts.values()))
    strategies: list[Any] = [0, head]
    for name, count in reversed(base.items()):
        if strategies[-1] > q.budget:
            break
        strategies.append(show("Trainable parameters with {name} unfrozen as well.", strategies[-1] + count, name=name))
    place = sum(trained <= q.budget for trained in strategies[1:])
    place = show.answer("which", "The last of these cases that does not exceed the limit.", place)
    unfrozen = list(reversed(base.values()))
    while len(strategies) <= int(place):
        strategies.append(strategies[-1] + unfrozen[len(strategies) - 2])
    show.answer("trained", "Trainable parameters in this case.", strategies[int(place)])
