"""What do ReLU, leaky ReLU, the sigmoid and tanh make of -2, 0.5 and 3?"""

from __future__ import annotations

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
    steps,
)

_TEXTS = {
    "relu": "What does ReLU make of them?",
    "leaky_relu": r"What does the leaky ReLU with slope ${{ negative_slope | number }}$ below 0 make of them?",
    "sigmoid": r"What does the sigmoid $\sigma$ make of them?",
    "tanh": r"What does $\tanh$ make of them?",
    "elu": r"What does ELU, $\alpha (e^z - 1)$ below 0 with $\alpha = {{ alpha | number }}$, make of them?",
    "silu": r"What does SiLU (swish), $z \, \sigma(z)$, make of them?",
    "selu": r"What does SELU, $1.0507 z$ above 0 and $1.7581 (e^z - 1)$ below, make of them?",
    "softplus": r"What does softplus, $\ln(1 + e^z)$, make of them?",
    "softsign": r"What does softsign, $z / (1 + |z|)$, make of them?",
    "exponential": r"What does the exponential, $e^z$, make of them?",
    "relu6": r"What does ReLU6, $\min(\max(z, 0), 6)$, make of them?",
    "hard_sigmoid": r"What does the hard sigmoid, $\min(\max(z + 3, 0), 6) / 6$, make of them?",
    "hard_silu": r"What does the hard SiLU (hard swish), $z \min(\max(z + 3, 0), 6) / 6$, make of them?",
    "mish": r"What does Mish, $z \tanh(\ln(1 + e^z))$, make of them?",
    "log_sigmoid": r"What does the logarithm of the sigmoid, $\ln \sigma(z)$, make of them?",
}


class ActivationValues(Question):
    """Activation functions, number by number (calculator)."""

    topic, level, title = "dense", 2, "Activation functions"
    stem = r"""
The neurons of a layer have worked out the sums $z = {{ z | vector }}$. Different activation functions are tried on
them.
"""
    z: Row = Field(min_length=1)
    functions: tuple[str, ...] = Field(min_length=1)
    negative_slope: Number = 0.1
    alpha: Number = 1

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            z=d.row("z", d.integer("count", 3, 3), nonzero(steps(-3, 3, 0.25))),
            functions=d.sample("functions", ("relu", "leaky_relu", "sigmoid", "tanh"), 3),
            negative_slope=d.number("negative_slope", (0.01, 0.1, 0.2, 0.3)),
            alpha=d.number("alpha", (1,)),
        )

    @field_validator("functions")
    @classmethod
    def _known(cls, functions: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in functions if name not in _TEXTS]:
            raise ValueError(f"there is no activation function {unknown[0]!r}; choose among {', '.join(_TEXTS)}")
        if len(set(functions)) < len(functions):
            raise ValueError(f"every function is asked once, got {', '.join(functions)}")
        return functions

    def admissible(self) -> bool:
        return min(self.z) < 0 < max(self.z) and len(set(self.z)) == len(self.z)

    @property
    def asks(self) -> Mapping[str, Ask]:
        return {name: Ask(_TEXTS[name], Vector(decimals=2 if name == "relu" else 3)) for name in self.functions}

    @property
    def network(self) -> Network:
        net = Network(z=self.z, slope=self.negative_slope)
        # LeakyReLU keeps its slope in float32, 0.1 is then 0.100000001; the slope of PReLU is a weight.
        own = {"leaky_relu": layers.PReLU(shared_axes=(1,)), "elu": layers.ELU(alpha=float(self.alpha))}
        for name in self.functions:
            weights = ("slope",) if name == "leaky_relu" else ()
            net = net.add(name, own.get(name) or layers.Activation(name), "z", weights=weights)
        return net

    @misconception("Negative numbers became positive. ReLU makes 0 of them, the leaky ReLU a small negative number.")
    def sign_lost(self) -> Network | None:
        net = self.network.with_arrays(slope=-self.negative_slope)
        if "relu" in self.functions:
            return net.swap("relu", ops.absolute)
        return net if "leaky_relu" in self.functions else None

    @misconception("Below 0 the leaky ReLU is not 0: it gives the number times the slope.")
    def leak_forgotten(self) -> Network | None:
        return self.network.with_arrays(slope=0) if "leaky_relu" in self.functions else None

    @misconception(r"The exponent has the wrong sign: $\sigma(z) = 1 / (1 + e^{-z})$.")
    def exponent_without_minus(self) -> Network | None:
        if "sigmoid" not in self.functions:
            return None
        return self.network.with_arrays(minus=tuple(-z for z in self.z)).rewire("sigmoid", "minus")

    @misconception(r"The sigmoid and $\tanh$ were exchanged: $\sigma$ lies between 0 and 1, $\tanh$ between −1 and 1.")
    def squashings_exchanged(self) -> Network | None:
        net = self.network
        for name, other in (("sigmoid", "tanh"), ("tanh", "sigmoid")):
            if name in self.functions:
                net = net.but(name, activation=other)
        return net
