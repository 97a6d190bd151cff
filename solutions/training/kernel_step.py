"""Every weight gathers what it met at every place, weighed by the gradient there; then the step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each
from examgen.solutions.steps import size_of, weighed, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.kernel_step import KernelStep


def solve(q: KernelStep, show: Show) -> None:
    dk = windows(q.image, size_of(q.upstream), (1, 1), weighed(q.upstream))
    why = (
        "The cells that a weight met, place by place, times the gradient there: $G$ is laid on the image like a kernel."
    )
    dk = show.answer("dk", why, dk)
    stepped = each(lambda weight, slope: weight - q.learning_rate * slope, q.kernel, dk)
    show.answer("updated", "The learning rate times the gradient is subtracted, weight by weight.", stepped)
