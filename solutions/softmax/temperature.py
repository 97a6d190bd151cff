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
    scaled = show("Divide each logit by the temperature.", tuple(z / q.T for z in q.z))
    tempered = show.answer(
        "tempered", "Divide each exponential by the sum.", probabilities(show, scaled, "scaled logit")
    )
    before, after = show(
        "Find the largest probability for each of the two temperatures.", (largest(p), largest(tempered))
    )
    if after >= before:
        why = "A temperature below 1 moves the logits apart. Compare the two values of the largest probability."
        show.answer("effect", why, 0)
    else:
        why = (
            "A temperature above 1 brings the logits closer together. Compare the two values of the largest "
            "probability."
        )
        show.answer("effect", why, 1)
