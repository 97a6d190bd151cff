"""Each function by its formula, elementwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import Scalar, each, exp, largest, ln, normal, relu, sigmoid, smallest, sqrt, tanh

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
    "celu": (r"$z$ for $z > 0$ and $e^z - 1$ otherwise.", lambda z: z if z >= 0 else exp(z) - 1),
    "hard_tanh": (r"$\min(\max(-1, z), 1)$.", lambda z: smallest((largest((-1, z)), 1))),
    "tanh_shrink": (r"$z - \tanh(z)$.", lambda z: z - tanh(z)),
    "soft_shrink": (
        "Subtract 0.5 from entries above 0.5, add 0.5 to those below −0.5; the others become 0.",
        lambda z: z - 0.5 if z > 0.5 else z + 0.5 if z < -0.5 else 0 * z,
    ),
    "hard_shrink": ("Entries between −0.5 and 0.5 become 0.", lambda z: z if abs(z) > 0.5 else 0 * z),
    "squareplus": (r"$(z + \sqrt{z^2 + 4}) / 2$.", lambda z: (z + sqrt(z**2 + 4)) / 2),
    "sparse_plus": (
        r"0 for $z \le -1$, $(z + 1)^2 / 4$ for $-1 < z < 1$ and $z$ otherwise.",
        lambda z: 0 * z if z <= -1 else (z + 1) ** 2 / 4 if z < 1 else z,
    ),
    "sparse_sigmoid": (
        r"$(z + 1) / 2$, clipped to the range from 0 to 1.",
        lambda z: smallest((largest((0, (z + 1) / 2)), 1)),
    ),
    "log_sigmoid": (r"$\ln \sigma(z) = -\ln(1 + e^{-z})$.", lambda z: -softplus(-z)),
}


def slope_of_sigmoid(z: Scalar) -> Scalar:
    return sigmoid(z) * (1 - sigmoid(z))


SLOPES: dict[str, tuple[str, Callable[[Scalar, Any], Scalar]]] = {
    "relu": ("The derivative of ReLU is 1 for positive entries and 0 for negative ones.", lambda z, q: int(z > 0)),
    "leaky_relu": (
        "The derivative is 1 for positive entries and the slope for negative ones.",
        lambda z, q: 1 if z > 0 else q.negative_slope,
    ),
    "sigmoid": (r"$\sigma'(z) = \sigma(z) (1 - \sigma(z))$.", lambda z, q: slope_of_sigmoid(z)),
    "tanh": (r"$\tanh'(z) = 1 - \tanh^2(z)$.", lambda z, q: 1 - tanh(z) ** 2),
    "elu": (
        r"The derivative is 1 for positive entries and $\alpha e^z$ for negative ones.",
        lambda z, q: 1 if z > 0 else q.alpha * exp(z),
    ),
    "silu": (
        r"Product rule: $\sigma(z) + z \, \sigma(z) (1 - \sigma(z))$.",
        lambda z, q: sigmoid(z) + z * slope_of_sigmoid(z),
    ),
    "softplus": (r"The derivative of $\ln(1 + e^z)$ is $\sigma(z)$.", lambda z, q: sigmoid_by_formula(z)),
    "softsign": (r"The derivative is $1 / (1 + |z|)^2$.", lambda z, q: 1 / (1 + abs(z)) ** 2),
    "exponential": (r"The derivative of $e^z$ is $e^z$.", lambda z, q: exp(z)),
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
    for name in q.functions if q.derivatives else ():
        why, slope = SLOPES[name]
        show.answer(f"{name}_derivative", why, tuple(slope(z, q) for z in q.z))
