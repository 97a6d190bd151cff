"""Subtract the mean, divide by the standard deviation, scale and shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import mean, sqrt

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.batch_normalisation import BatchNormalisation


def solve(q: BatchNormalisation, show: Show) -> None:
    centre = show.answer("mean", "The values are added up and divided by how many they are.", mean(q.x))
    deviations = show("Every value less the mean.", tuple(x - centre for x in q.x))
    variance = show.answer("variance", "The mean of the squared deviations.", mean([d**2 for d in deviations]))
    spread = show("Its root is the standard deviation.", sqrt(variance + q.epsilon if q.epsilon else variance))
    y = tuple(q.gamma * d / spread + q.beta for d in deviations)
    show.answer("y", r"Every deviation over the standard deviation, times $\gamma$, plus $\beta$.", y)
