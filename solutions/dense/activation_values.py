"""Every function by its formula, number by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import each, exp, relu, sigmoid, tanh

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.dense.activation_values import ActivationValues


def solve(q: ActivationValues, show: Show) -> None:
    functions = {
        "relu": ("ReLU keeps what is positive and makes 0 of the rest.", relu),
        "leaky_relu": (
            "The leaky ReLU keeps what is positive and multiplies the rest by its slope.",
            lambda z: z if z >= 0 else q.negative_slope * z,
        ),
        "sigmoid": (r"$\sigma(z) = 1 / (1 + e^{-z})$ lies between 0 and 1.", sigmoid),
        "tanh": (r"$\tanh(z) = (e^z - e^{-z}) / (e^z + e^{-z})$ lies between −1 and 1.", tanh),
        "elu": (
            "ELU keeps what is positive and bends the rest towards its lower limit.",
            lambda z: z if z >= 0 else q.alpha * (exp(z) - 1),
        ),
        "silu": ("SiLU weighs every number with its own sigmoid.", lambda z: z * sigmoid(z)),
    }
    for name in q.functions:
        why, function = functions[name]
        show.answer(name, why, each(function, q.z))
