"""The head, and then the last convolutions as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import total
from examgen.solutions.transfer._layers import through

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.transfer.unfreeze import Unfreeze


def solve(q: Unfreeze, show: Show) -> None:
    flattened = any(kind == "flatten" for _, kind, *_ in q.head)  # only then the sides of the maps matter
    features, counts = through(q.base, q.input_shape, show, show if flattened else lambda why, side: side)
    base = list(counts.values())
    _, head = through(q.head, features, show)
    first = show.answer("first", "The head alone.", total(head.values()))
    cut = len(base) - int(q.thawed)
    show.answer("then", "The head, and the convolutions that thaw.", total([first, *base[cut:]]))
    show.answer("still", "The convolutions before them.", total(base[:cut]))
