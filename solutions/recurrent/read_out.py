"""Unroll the layer, weigh its last state, and make probabilities of the scores."""

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
        z = show(f"Step {t}: the input, the memory and the bias add up.", added_up(q, x, h))
        if t < len(q.x):
            h = show(SQUASHED[q.activation], squashed(q, z))
        else:
            h = answer(show, f"h{t}", f"{SQUASHED[q.activation]} This is the last state.", squashed(q, z))
    scores = show.answer("scores", "Every class weighs the last state and adds its bias.", added(times(h, q.V), q.c))
    show.answer("p", "Each exponential over the sum.", probabilities(show, scores))
