"""The cross-correlation of the image with the upstream gradient; then the step."""

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
        r"$\partial L / \partial K_{ab} = \sum_{i,j} G_{ij} \, X_{i+a,\,j+b}$, with indices from 0: this is the "
        r"cross-correlation of $X$ with $G$."
    )
    dk = show.answer("dk", why, dk, symbol=r"\frac{\partial L}{\partial K}")
    stepped = each(lambda weight, slope: weight - q.learning_rate * slope, q.kernel, dk)
    show.answer("updated", r"Subtract $\eta$ times the gradient from the kernel.", stepped)
