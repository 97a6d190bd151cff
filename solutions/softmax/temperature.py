"""Softmax of the scores, and of the scores divided by the temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import largest
from examgen.solutions.steps import probabilities

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.temperature import Temperature


def solve(q: Temperature, show: Show) -> None:
    p = show.answer(
        "p", "At $T = 1$ the scores stay as they are: each exponential over the sum.", probabilities(show, q.z)
    )
    scaled = show("Now the scores are divided by the temperature.", tuple(z / q.T for z in q.z))
    tempered = show.answer("tempered", "Again each exponential over the sum.", probabilities(show, scaled))
    before, after = show("The largest probability before and after.", (largest(p), largest(tempered)))
    if after >= before:
        show.answer("effect", "The differences grew, and with them the largest probability: it became larger.", 0)
    else:
        show.answer("effect", "The differences shrank, and with them the largest probability: it became smaller.", 1)
