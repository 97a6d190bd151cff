"""What the mask leaves, over the share that is kept; at test time nothing happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.dropout_mask import DropoutMask


def solve(q: DropoutMask, show: Show) -> None:
    keep = show("This share of the units is kept on average.", 1 - q.rate)
    left = tuple(a / keep if m else 0 for a, m in zip(q.a, q.mask, strict=True))
    show.answer("training", "What the mask leaves is divided by it, the rest is 0.", left)
    show.answer("test", "At test time nothing is dropped, and nothing is scaled.", q.a)
