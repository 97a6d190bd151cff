"""The row times each column, plus that unit's bias; then the activation function, number by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, relu, sigmoid, tanh, times

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.forward import Forward


def solve(q: Forward, show: Show) -> None:
    z = each(lambda weighed, bias: weighed + bias, times(q.x, q.W), q.b)
    z = show.answer("z", "The row meets every column of the weights, and each unit adds its bias.", z)
    why, function = {
        "relu": ("ReLU keeps what is positive and makes 0 of the rest.", relu),
        "sigmoid": ("The sigmoid squashes every sum between 0 and 1.", sigmoid),
        "tanh": ("tanh squashes every sum between −1 and 1.", tanh),
    }[q.activation]
    show.answer("a", why, each(function, z))
