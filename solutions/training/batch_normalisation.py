"""Subtract the mean, divide by the standard deviation, scale and shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import mean, sqrt

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.batch_normalisation import BatchNormalisation


def solve(q: BatchNormalisation, show: Show) -> None:
    centre = show.answer("mean", "Divide the sum of the values by the batch size.", mean(q.x))
    deviations = show("Subtract the mean from each value.", tuple(x - centre for x in q.x))
    variance = show.answer("variance", "Compute the mean of the squared deviations.", mean([d**2 for d in deviations]))
    spread = show(r"Compute $\sqrt{\sigma^2 + \varepsilon}$.", sqrt(variance + q.epsilon))
    y = tuple(q.gamma * d / spread + q.beta for d in deviations)
    show.answer("y", r"The output is $\gamma \, (x - \mu) / \sqrt{\sigma^2 + \varepsilon} + \beta$.", y)
