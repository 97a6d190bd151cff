"""Softmax of the logits, and of the logits divided by the temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import largest
from examgen.solutions.steps import probabilities

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.temperature import Temperature


def solve(q: Temperature, show: Show) -> None:
    p = show.answer("p", "Divide each exponential by the sum.", probabilities(show, q.z))
    scaled = show("Divide the logits by the temperature.", tuple(z / q.T for z in q.z))
    tempered = show.answer("tempered", "Again divide each exponential by the sum.", probabilities(show, scaled))
    before, after = show(
        "The largest probability for $T = 1$ and with the temperature.", (largest(p), largest(tempered))
    )
    if after >= before:
        show.answer(
            "effect", "Dividing by $T$ makes the differences between the logits larger. For the largest probability:", 0
        )
    else:
        show.answer(
            "effect",
            "Dividing by $T$ makes the differences between the logits smaller. For the largest probability:",
            1,
        )
