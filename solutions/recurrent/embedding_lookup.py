"""One row of the matrix per word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import mean

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.embedding_lookup import EmbeddingLookup


def solve(q: EmbeddingLookup, show: Show) -> None:
    rows = show.answer("e", "Look up the row of $E$ for each word index.", tuple(q.E[int(word)] for word in q.text))
    show.answer("mean", "Compute the mean of each column.", tuple(mean(column) for column in zip(*rows, strict=True)))
    why = "The parameters are the entries of $E$: {rows} rows times {columns} columns."
    show.answer("count", why, len(q.E) * len(q.E[0]), rows=len(q.E), columns=len(q.E[0]))
