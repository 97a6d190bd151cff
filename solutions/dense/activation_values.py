"""Every function by its formula, number by number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, each, exp, largest, ln, relu, sigmoid, smallest, tanh

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.activation_values import ActivationValues

LAMBDA, ALPHA = 1.0507009873554805, 1.6732632423543772
"""The constants of SELU."""


def softplus(z: Scalar) -> Scalar:
    return ln(1 + exp(z))


def sixth(z: Scalar) -> Scalar:
    """The hard sigmoid: a straight line from -3 to 3."""
    return smallest((largest((z + 3, 0)), 6)) / 6


FORMULAS: dict[str, tuple[str, Callable[[Scalar], Scalar]]] = {
    "relu": ("ReLU keeps what is positive and makes 0 of the rest.", relu),
    "sigmoid": (r"$\sigma(z) = 1 / (1 + e^{-z})$ lies between 0 and 1.", sigmoid),
    "tanh": (r"$\tanh(z) = (e^z - e^{-z}) / (e^z + e^{-z})$ lies between −1 and 1.", tanh),
    "silu": ("SiLU weighs every number with its own sigmoid.", lambda z: z * sigmoid(z)),
    "selu": (
        "SELU scales what is positive and bends the rest towards its lower limit.",
        lambda z: LAMBDA * z if z > 0 else LAMBDA * ALPHA * (exp(z) - 1),
    ),
    "softplus": (r"Softplus is a smooth ReLU, $\ln(1 + e^z)$.", softplus),
    "softsign": (r"Softsign is $z / (1 + |z|)$.", lambda z: z / (1 + abs(z))),
    "exponential": ("The exponential is always positive.", exp),
    "relu6": ("ReLU6 cuts off below 0 and above 6.", lambda z: smallest((relu(z), 6))),
    "hard_sigmoid": (r"The hard sigmoid is a straight line from −3 to 3, cut off there.", sixth),
    "hard_silu": ("The hard SiLU weighs every number with its own hard sigmoid.", lambda z: z * sixth(z)),
    "mish": (r"Mish weighs every number with $\tanh$ of its softplus.", lambda z: z * tanh(softplus(z))),
    "log_sigmoid": ("The logarithm of the sigmoid is always negative.", lambda z: -softplus(-z)),
}


def solve(q: ActivationValues, show: Show) -> None:
    formulas = {
        **FORMULAS,
        "leaky_relu": (
            "The leaky ReLU keeps what is positive and multiplies the rest by its slope.",
            lambda z: z if z >= 0 else q.negative_slope * z,
        ),
        "elu": (
            "ELU keeps what is positive and bends the rest towards its lower limit.",
            lambda z: z if z >= 0 else q.alpha * (exp(z) - 1),
        ),
    }
    for name in q.functions:
        why, formula = formulas[name]
        show.answer(name, why, each(formula, q.z))
