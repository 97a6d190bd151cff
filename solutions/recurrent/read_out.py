"""The states up to the last one, then the logits, then softmax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import times
from examgen.solutions.recurrent._unrolled import PRE_ACTIVATION, SQUASHED, added, added_up, in_order, squashed, step
from examgen.solutions.steps import answer, probabilities

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.read_out import ReadOut


def solve(q: ReadOut, show: Show) -> None:
    h = q.h0
    for t, x in enumerate(in_order(q), start=1):
        z = show(PRE_ACTIVATION, added_up(q, x, h), **step(q, t))
        if t < len(q.x):
            h = show(SQUASHED[q.activation], squashed(q, z), t=t)
        else:
            h = answer(show, f"h{t}", SQUASHED[q.activation], squashed(q, z), t=t)
    scores = show.answer("scores", "The logits are $h_{{last}} V + c$.", added(times(h, q.V), q.c), last=len(q.x))
    show.answer("p", "Divide each exponential by the sum.", probabilities(show, scores))
