"""The masked activations over the fraction that is kept; at test time the activations themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import dot

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.dropout_mask import DropoutMask


def solve(q: DropoutMask, show: Show) -> None:
    keep = show("The fraction of activations that are kept is 1 minus the rate.", 1 - q.rate)
    left = tuple(a / keep if m else 0 for a, m in zip(q.a, q.mask, strict=True))
    show.answer("training", "Divide the kept activations by this fraction; the dropped ones become 0.", left)
    show.answer(
        "test", "At test time, no activation is dropped or scaled, so the output is $w \\cdot a$.", dot(q.w, q.a)
    )
