"""Three projections; scores of one token against all keys; softmax; a weighted sum of the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import dot, sqrt, times, unnamed
from examgen.solutions.steps import probabilities

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.self_attention import SelfAttention


def solve(q: SelfAttention, show: Show) -> None:
    rows = unnamed(q.X)
    keys = show.answer("K", "$K = X W_K$, a row per token.", tuple(times(row, unnamed(q.Wk)) for row in rows))
    values = show.answer("V", "$V = X W_V$, a row per token.", tuple(times(row, unnamed(q.Wv)) for row in rows))
    query = show.answer("q", "The row of the token times $W_Q$.", times(rows[int(q.token) - 1], unnamed(q.Wq)))
    dots = show("Dot product of the query with every key.", tuple(dot(query, key) for key in keys))
    root = show("Square root of the dimension of the keys.", sqrt(len(q.Wk[0])))
    scores = show.answer("s", "Divide by this root.", tuple(each / root for each in dots))
    weights = show.answer("a", "Divide each exponential by the sum.", probabilities(show, scores))
    show.answer("o", "Add up the values, each times its attention weight.", times(weights, values))
