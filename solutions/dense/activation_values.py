"""Each function by its formula, elementwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, each, exp, largest, ln, normal, relu, sigmoid, smallest, tanh

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.activation_values import ActivationValues

LAMBDA, ALPHA = 1.0507009873554805, 1.6732632423543772
"""The constants of SELU."""
ROOT = 0.7978845608028654
"""√(2/π)."""


def sigmoid_by_formula(z: Scalar) -> Scalar:
    return 1 / (1 + exp(-z))


def softplus(z: Scalar) -> Scalar:
    return ln(1 + exp(z))


def hard_sigmoid(z: Scalar, slope: Scalar) -> Scalar:
    """A straight line, cut off below 0 and above 1."""
    return smallest((largest((0, slope * z + 0.5)), 1))


FORMULAS: dict[str, tuple[str, Callable[[Scalar], Scalar]]] = {
    "relu": (r"$\operatorname{ReLU}(z) = \max(0, z)$.", relu),
    "sigmoid": (r"$\sigma(z) = 1 / (1 + e^{-z})$.", sigmoid_by_formula),
    "tanh": (r"$\tanh(z) = (e^z - e^{-z}) / (e^z + e^{-z})$.", tanh),
    "silu": (r"$z \, \sigma(z)$.", lambda z: z * sigmoid(z)),
    "gelu": (r"$z \, \Phi(z)$.", lambda z: z * normal(z)),
    "gelu_tanh": (
        r"$\frac{1}{2} z \left(1 + \tanh\left(\sqrt{2/\pi} \, (z + 0.044715 z^3)\right)\right)$.",
        lambda z: z / 2 * (1 + tanh(ROOT * (z + 0.044715 * z**3))),
    ),
    "selu": (
        r"$\lambda z$ for $z > 0$ and $\lambda \alpha (e^z - 1)$ otherwise.",
        lambda z: LAMBDA * z if z > 0 else LAMBDA * ALPHA * (exp(z) - 1),
    ),
    "softplus": (r"$\ln(1 + e^z)$.", softplus),
    "softsign": (r"$z / (1 + |z|)$.", lambda z: z / (1 + abs(z))),
    "exponential": (r"$e^z$.", exp),
    "relu6": (r"$\min(\max(0, z), 6)$.", lambda z: smallest((relu(z), 6))),
    "mish": (r"$z \tanh(\ln(1 + e^z))$.", lambda z: z * tanh(softplus(z))),
    "log_sigmoid": (r"$\ln \sigma(z) = -\ln(1 + e^{-z})$.", lambda z: -softplus(-z)),
}


def solve(q: ActivationValues, show: Show) -> None:
    formulas = {
        **FORMULAS,
        "leaky_relu": (
            r"Positive entries stay unchanged; negative entries are multiplied by the slope.",
            lambda z: z if z >= 0 else q.negative_slope * z,
        ),
        "elu": (
            r"$z$ for $z > 0$ and $\alpha (e^z - 1)$ otherwise.",
            lambda z: z if z >= 0 else q.alpha * (exp(z) - 1),
        ),
        "hard_silu": (r"$z$ times the hard sigmoid of $z$.", lambda z: z * smallest((largest((0, z + 3)), 6)) / 6),
        "hard_sigmoid": (
            "Evaluate the linear function and clip the result to the range from 0 to 1.",
            lambda z: hard_sigmoid(z, q.hard_slope),
        ),
    }
    for name in q.functions:
        why, formula = formulas[name]
        show.answer(name, why, each(formula, q.z))
