"""A dot product per time step, softmax over the time steps, and a weighted sum of the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import dot, each, exp, sqrt, times, total
from examgen.solutions.steps import answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.attention_step import AttentionStep


def solve(q: AttentionStep, show: Show) -> None:
    products = tuple(tuple(dot(query, key) for key in q.K) for query in q.Q)
    why = "The score of a time step is the dot product of the query and the key of that time step."
    if q.scaled:
        root = sqrt(len(q.K[0]))
        dots = show("Compute the dot product of the query and each key.", products)
        products = tuple(tuple(product / root for product in row) for row in dots)
        why = r"Divide each dot product by $\sqrt{d}$."
    s = answer(show, "s", why, products)
    powers = show("Compute the exponential of each score.", each(exp, s))
    sums = show("Add the exponentials.", tuple(total(row) for row in powers))
    shares = tuple(tuple(power / everything for power in row) for row, everything in zip(powers, sums, strict=True))
    a = answer(show, "a", "Divide each exponential by the sum.", shares)
    answer(
        show,
        "c",
        "Multiply each row of $V$ by its attention weight and add the results.",
        tuple(times(row, q.V) for row in a),
    )
