"""The rate is dropped, the rest is kept and made larger; at test time all are at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.dropout_count import DropoutCount


def solve(q: DropoutCount, show: Show) -> None:
    keep = show("The rate is the share that is dropped; this share is kept.", 1 - q.rate)
    show.answer("active", "So many units are kept on average.", q.units * keep)
    show.answer("scale", "What survives is divided by the share that is kept.", 1 / keep)
    show.answer("test", "At test time nothing is dropped.", q.units)
    show.answer("count", "Dropout draws which units to drop; it has nothing to learn.", 0)
