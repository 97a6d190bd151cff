"""The pre-activations are z = [-2, 0.5, 3]: compute ReLU(z), the leaky ReLU of z, σ(z) and tanh(z)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Network,
    Number,
    Question,
    Row,
    Vector,
    field_validator,
    layers,
    misconception,
    nonzero,
    ops,
    scalar,
    steps,
)

SIXTH = scalar("1/6")

_FORMULAS = {
    "relu": r"$\operatorname{ReLU}(z)$",
    "leaky_relu": r"the leaky ReLU of $z$, with slope ${{ negative_slope | number }}$ for $z < 0$",
    "sigmoid": r"$\sigma(z)$",
    "tanh": r"$\tanh(z)$",
    "elu": r"the ELU of $z$: $z$ for $z > 0$ and $\alpha (e^z - 1)$ otherwise, with $\alpha = {{ alpha | number }}$",
    "silu": r"the SiLU (swish) of $z$, $z \, \sigma(z)$",
    "gelu": r"the GELU of $z$, $z \, \Phi(z)$ with the standard normal distribution function $\Phi$",
    "gelu_tanh": r"the GELU of $z$ in its $\tanh$ form, "
    r"$\frac{1}{2} z \left(1 + \tanh\left(\sqrt{2/\pi} \, (z + 0.044715 z^3)\right)\right)$",
    "selu": r"the SELU of $z$: $1.0507 z$ for $z > 0$ and $1.7581 (e^z - 1)$ otherwise",
    "softplus": r"the softplus of $z$, $\ln(1 + e^z)$",
    "softsign": r"the softsign of $z$, $z / (1 + |z|)$",
    "exponential": r"$e^z$",
    "relu6": r"$\operatorname{ReLU6}(z) = \min(\max(0, z), 6)$",
    "hard_sigmoid": (
        r"the hard sigmoid of $z$, $\min\left(\max\left(0, {{ hard_slope | number }} z + 0.5\right), 1\right)$"
    ),
    "hard_silu": r"the hard SiLU (hard swish) of $z$, $z \min(\max(0, z + 3), 6) / 6$",
    "mish": r"the Mish of $z$, $z \tanh(\ln(1 + e^z))$",
    "log_sigmoid": r"$\ln \sigma(z)$",
}


IN_PIECES = {
    "gelu": f"half * z * (1 + erf(z / {math.sqrt(2)}))",
    "gelu_tanh": f"half * z * (1 + tanh((z + 0.044715 * (z * z * z)) * {math.sqrt(2 / math.pi)}))",
    "hard_sigmoid": "clip(z * hard_slope + half, x_min=0, x_max=1)",
}
"""Functions that Keras has with other constants, or rounds to float32."""


class ActivationValues(Question):
    """Activation functions applied to a vector, elementwise (calculator)."""

    topic, level, title = "dense", 1, "Activation functions"
    stem = r"""
The pre-activations of a layer are $z = {{ z | vector }}$. Activation functions are applied elementwise.
"""
    z: Row = Field(min_length=1)
    """Pre-activations."""
    functions: tuple[str, ...] = Field(min_length=1)
    """Activation functions that are asked for."""
    negative_slope: Number = 0.1
    """Slope of the leaky ReLU for negative pre-activations."""
    alpha: Number = 1
    """Constant α of ELU."""
    hard_slope: Number = SIXTH
    """Slope of the hard sigmoid; Keras has 1/6."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            z=d.row("z", d.integer("count", 3, 3), nonzero(steps(-3, 3, 0.5))),
            functions=d.sample("functions", ("relu", "leaky_relu", "sigmoid", "tanh"), 3),
            negative_slope=d.number("negative_slope", (0.01, 0.1, 0.2)),
            alpha=d.number("alpha", (1,)),
            hard_slope=d.number("hard_slope", (SIXTH,)),
        )

    @field_validator("functions")
    @classmethod
    def _known(cls, functions: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in functions if name not in _FORMULAS]:
            raise ValueError(f"there is no activation function {unknown[0]!r}; choose among {', '.join(_FORMULAS)}")
        if len(set(functions)) < len(functions):
            raise ValueError(f"each function can be asked for once, got {', '.join(functions)}")
        return functions

    def admissible(self) -> bool:
        return min(self.z) < 0 < max(self.z) and len(set(self.z)) == len(self.z)

    @property
    def asks(self) -> Mapping[str, Ask]:
        return {
            name: Ask(f"Compute {_FORMULAS[name]}.", Vector(decimals=1 if name == "relu" else 3))
            for name in self.functions
        }

    @property
    def network(self) -> Network:
        net = Network(z=self.z, slope=self.negative_slope)
        # LeakyReLU rounds its slope to float32 (0.1 becomes 0.100000001); the slope of PReLU is a weight.
        own = {"leaky_relu": layers.PReLU(shared_axes=(1,)), "elu": layers.ELU(alpha=float(self.alpha))}
        for name in self.functions:
            if name in IN_PIECES and (name != "hard_sigmoid" or self.hard_slope != SIXTH):
                net = net.with_arrays(half=0.5, hard_slope=self.hard_slope).let(**{name: IN_PIECES[name]})
            else:
                weights = ("slope",) if name == "leaky_relu" else ()
                net = net.add(name, own.get(name) or layers.Activation(name), "z", weights=weights)
        return net

    @misconception(
        "You took absolute values. A negative pre-activation becomes "
        "{% if 'relu' in functions %}0 under ReLU{% if 'leaky_relu' in functions %} and {% endif %}{% endif %}"
        "{% if 'leaky_relu' in functions %}${{ negative_slope | number }} z$ under the leaky ReLU{% endif %}."
    )
    def sign_lost(self) -> Network | None:
        net = self.network.with_arrays(slope=-self.negative_slope)
        if "relu" in self.functions:
            return net.swap("relu", ops.absolute)
        return net if "leaky_relu" in self.functions else None

    @misconception("You set the leaky ReLU to 0 for negative pre-activations. It multiplies them by the slope.")
    def leak_forgotten(self) -> Network | None:
        return self.network.with_arrays(slope=0) if "leaky_relu" in self.functions else None

    @misconception(r"You used the wrong sign in the exponent. The sigmoid is $\sigma(z) = 1 / (1 + e^{-z})$.")
    def exponent_without_minus(self) -> Network | None:
        if "sigmoid" not in self.functions:
            return None
        return self.network.with_arrays(minus=tuple(-z for z in self.z)).rewire("sigmoid", "minus")

    @misconception(
        "{% if 'sigmoid' in functions and 'tanh' in functions %}You swapped $\\sigma$ and $\\tanh$. The values of $\\sigma$ lie between 0 "
        "and 1, those of $\\tanh$ between −1 and 1."
        "{% elif 'tanh' in functions %}You computed the sigmoid. The values of $\\tanh$ lie between −1 and 1, with $\\tanh(0) = 0$."
        "{% else %}You computed tanh. The sigmoid is $\\sigma(z) = 1 / (1 + e^{-z})$; its values lie between 0 and 1.{% endif %}"
    )
    def squashings_exchanged(self) -> Network | None:
        net = self.network
        for name, other in (("sigmoid", "tanh"), ("tanh", "sigmoid")):
            if name in self.functions:
                net = net.but(name, activation=other)
        return net
