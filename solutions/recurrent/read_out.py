"""The states up to the last one, then the logits, then softmax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import times
from examgen.solutions.recurrent._unrolled import SQUASHED, added, added_up, answer, in_order, squashed
from examgen.solutions.steps import probabilities

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.read_out import ReadOut


def solve(q: ReadOut, show: Show) -> None:
    h = q.h0
    for t, x in enumerate(in_order(q), start=1):
        z = show(r"Step {t}: pre-activation $z_t = x_t W_x + h_{{t-1}} W_h + b$.", added_up(q, x, h), t=t)
        if t < len(q.x):
            h = show(SQUASHED[q.activation], squashed(q, z))
        else:
            h = answer(show, f"h{t}", SQUASHED[q.activation] + " This is the last state.", squashed(q, z))
    scores = show.answer("scores", "Logits $h V + c$.", added(times(h, q.V), q.c))
    show.answer("p", "Divide each exponential by the sum.", probabilities(show, scores))
