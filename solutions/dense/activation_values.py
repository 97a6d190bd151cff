"""Every function by its formula, number by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import each, exp, relu, sigmoid, tanh

if TYPE_CHECKING:
    from examgen.arrays import Scalar
    from examgen.derivation import Show
    from examgen.question_bank.dense.activation_values import ActivationValues


def solve(q: ActivationValues, show: Show) -> None:
    def leaky(z: Scalar) -> Scalar:
        return z if z >= 0 else q.negative_slope * z

    def elu(z: Scalar) -> Scalar:
        return z if z >= 0 else q.alpha * (exp(z) - 1)

    def silu(z: Scalar) -> Scalar:
        return z * sigmoid(z)

    for name in q.functions:
        if name == "relu":
            show.answer(name, "ReLU keeps what is positive and makes 0 of the rest.", each(relu, q.z))
        elif name == "leaky_relu":
            show.answer(
                name, "The leaky ReLU keeps what is positive and multiplies the rest by its slope.", each(leaky, q.z)
            )
        elif name == "sigmoid":
            show.answer(name, r"$\sigma(z) = 1 / (1 + e^{-z})$ lies between 0 and 1.", each(sigmoid, q.z))
        elif name == "tanh":
            show.answer(name, r"$\tanh(z) = (e^z - e^{-z}) / (e^z + e^{-z})$ lies between −1 and 1.", each(tanh, q.z))
        elif name == "elu":
            show.answer(name, "ELU keeps what is positive and bends the rest towards its lower limit.", each(elu, q.z))
        else:
            show.answer(name, "SiLU weighs every number with its own sigmoid.", each(silu, q.z))
