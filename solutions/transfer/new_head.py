"""The base is counted but stays as it is; the head reads what the base gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import total
from examgen.solutions.transfer._layers import through

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.transfer.new_head import NewHead


def solve(q: NewHead, show: Show) -> None:
    features, base = through(q.base, q.input_shape, show)
    features = show.answer("features", "What the last frozen layer gives.", features)
    show.answer("frozen", "The layers of the base together.", total(base.values()))
    _, head = through(q.head, features, show)
    show.answer("trained", "The layers of the head together.", total(head.values()))
