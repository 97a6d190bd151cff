"""The head, then the unfrozen convolutional layers as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import total
from examgen.solutions.transfer._layers import summed, through

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.transfer.unfreeze import Unfreeze


def solve(q: Unfreeze, show: Show) -> None:
    flattened = any(kind == "flatten" for _, kind, *_ in q.head)  # only then the sides of the maps matter
    features, counts = through(q.base, q.input_shape, show, show if flattened else lambda why, side: side)
    base = list(counts.values())
    _, head = through(q.head, features, show)
    first = show.answer("first", summed(head, "Head"), total(head.values()))
    cut = len(base) - int(q.unfrozen)
    show.answer("then", "Fine-tuning: the head and the unfrozen layers.", total([first, *base[cut:]]))
    show.answer("still", "Sum over the layers that stay frozen.", total(base[:cut]))
