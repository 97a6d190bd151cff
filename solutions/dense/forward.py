"""The row times each column, plus that unit's bias; then the activation function, number by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import each, relu, sigmoid, tanh, times

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.dense.forward import Forward


def solve(q: Forward, show: Show) -> None:
    z = each(lambda weighed, bias: weighed + bias, times(q.x, q.W), q.b)
    z = show.answer("z", "The row meets every column of the weights, and each unit adds its bias.", z)
    if q.activation == "relu":
        show.answer("a", "ReLU keeps what is positive and makes 0 of the rest.", each(relu, z))
    elif q.activation == "sigmoid":
        show.answer("a", "The sigmoid squashes every sum between 0 and 1.", each(sigmoid, z))
    else:
        show.answer("a", "tanh squashes every sum between -1 and 1.", each(tanh, z))
