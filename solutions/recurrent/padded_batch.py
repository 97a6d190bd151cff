"""Zeros are added or words cut off; then the zeros are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.padded_batch import PaddedBatch


def solve(q: PaddedBatch, show: Show) -> None:
    size = int(q.maxlen)
    rows: list[tuple[Scalar, ...]] = []
    for text in q.texts:
        kept = text[-size:] if q.truncating == "pre" else text[:size]
        zeros = (0,) * (size - len(kept))
        rows.append((*zeros, *kept) if q.padding == "pre" else (*kept, *zeros))
    batch = show.answer("batch", "Add zeros to the short texts, and cut off the long ones.", tuple(rows))
    zeros_in_all = show("Number of zeros.", sum(entry == 0 for row in batch for entry in row))
    entries = show("Number of entries.", len(q.texts) * q.maxlen)
    share = show("Zeros divided by entries.", zeros_in_all / entries)
    show.answer("share", "As a percentage.", 100 * share)
    show.answer("updates", "One update for every entry that is not 0.", entries - zeros_in_all)
