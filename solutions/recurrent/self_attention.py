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
    keys = show.answer("K", "Compute $K = X W_K$, one row per token.", tuple(times(row, unnamed(q.Wk)) for row in rows))
    values = show.answer(
        "V", "Compute $V = X W_V$, one row per token.", tuple(times(row, unnamed(q.Wv)) for row in rows)
    )
    query = show.answer(
        "q", "Multiply the row of the token in $X$ by $W_Q$.", times(rows[int(q.token) - 1], unnamed(q.Wq))
    )
    dots = show("Compute the dot product of the query and each key.", tuple(dot(query, key) for key in keys))
    # not a step of its own: rounded, it would take the quotients to other digits than a calculator's root
    root = sqrt(len(q.Wk[0]))
    scores = show.answer("s", r"Divide each dot product by $\sqrt{d}$.", tuple(each / root for each in dots))
    weights = show.answer("a", "Divide each exponential by the sum.", probabilities(show, scores, "score"))
    show.answer("o", "Multiply each row of $V$ by its attention weight and add the results.", times(weights, values))
