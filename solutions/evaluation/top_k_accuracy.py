"""The rank of the true class of every image; the share of images with a rank of at most k."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.evaluation.top_k_accuracy import TopKAccuracy


def solve(q: TopKAccuracy, show: Show) -> None:
    scores, labels, k = unnamed(q.scores), unnamed(q.labels), int(q.k)
    ranks = tuple(1 + sum(other > row[int(true)] for other in row) for row, true in zip(scores, labels, strict=True))
    show("Rank of the true class of each image: 1 plus the number of higher scores in its row.", ranks)
    once = show("Number of images with rank 1.", sum(rank == 1 for rank in ranks))
    show.answer("top_1", "Top-1 accuracy: divide by the number of images.", once / unnamed(len(labels)))
    hits = show.answer("hits", "Number of images with a rank of at most ${k}$.", sum(rank <= k for rank in ranks), k=k)
    show.answer("top_k", "Top-{k} accuracy: divide by the number of images.", hits / unnamed(len(labels)), k=k)
