"""Subtract the moving mean, divide by the root of the moving variance, scale and shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import sqrt

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.batch_normalisation_inference import BatchNormalisationInference


def solve(q: BatchNormalisationInference, show: Show) -> None:
    spread = show(r"Compute $\sqrt{\sigma^2 + \varepsilon}$.", sqrt(q.variance + q.epsilon))
    why = r"The output is $\gamma \, (x - \mu) / \sqrt{\sigma^2 + \varepsilon} + \beta$."
    show.answer("y", why, tuple(q.gamma * ((x - q.mean) / spread) + q.beta for x in q.x))
