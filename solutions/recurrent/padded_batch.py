"""Zeros are added or words cut off; then the zeros are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, unnamed

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
    batch = show.answer("batch", "Add zeros to the shorter texts and truncate the longer ones.", tuple(rows))
    zeros_in_all = show("Count the zeros.", unnamed(sum(entry == 0 for row in batch for entry in row)))
    entries = show("Multiply the number of texts by the length to get the number of entries.", len(q.texts) * q.maxlen)
    share = show("Divide the number of zeros by the number of entries.", zeros_in_all / entries)
    show.answer("share", "Multiply by 100 to get the percentage.", 100 * share)
    show.answer("updates", "The layer updates its state once for each entry that is not 0.", entries - zeros_in_all)
