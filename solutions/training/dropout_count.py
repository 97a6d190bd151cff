"""The fraction that is kept, its inverse as the scale; at test time all units are active."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.dropout_count import DropoutCount


def solve(q: DropoutCount, show: Show) -> None:
    keep = show("The fraction of units that are kept is 1 minus the rate.", 1 - q.rate)
    active = show.answer("active", "Multiply the number of units by this fraction.", q.units * keep)
    show.answer("scale", "Inverted dropout divides by the fraction that is kept.", 1 / keep)
    show.answer("tested", "At test time, all units are active.", q.units - active)
