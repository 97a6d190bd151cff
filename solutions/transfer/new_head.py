"""The parameters of the frozen base, then those of the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import total
from examgen.solutions.transfer._layers import summed, through

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.transfer.new_head import NewHead


def solve(q: NewHead, show: Show) -> None:
    features, base = through(q.base, q.input_shape, show)
    features = show.answer("features", "Output shape of the last frozen layer.", features)
    show.answer("frozen", "Base: sum over its layers.", total(base.values()))
    _, head = through(q.head, features, show)
    show.answer("trained", summed(head, "Head"), total(head.values()))
