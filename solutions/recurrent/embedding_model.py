"""The embedding matrix, then layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._stack import count

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.embedding_model import EmbeddingModel


def solve(q: EmbeddingModel, show: Show) -> None:
    show.answer(
        "shape", "Each word is replaced by its embedding vector, which gives one row per word.", (q.steps, q.dimension)
    )
    table = show.answer(
        "embedding", "The embedding has one vector per word of the vocabulary.", q.vocabulary * q.dimension
    )
    count(q, show, q.dimension, [table])
