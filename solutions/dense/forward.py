"""The input times each column of the weights, plus the bias of the unit; then the activation function, elementwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, relu, sigmoid, tanh, times

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.forward import Forward


def solve(q: Forward, show: Show) -> None:
    z = each(lambda weighed, bias: weighed + bias, times(q.x, q.W), q.b)
    z = show.answer("z", "Multiply $x$ by each column of $W$ and add the bias of the unit.", z)
    why, function = {
        "relu": ("Apply $\\operatorname{ReLU}(z) = \\max(0, z)$ to every entry.", relu),
        "sigmoid": ("Apply $\\sigma(z) = 1 / (1 + e^{-z})$ to every entry.", sigmoid),
        "tanh": ("Apply $\\tanh$ to every entry.", tanh),
    }[q.activation]
    show.answer("a", why, each(function, z))
