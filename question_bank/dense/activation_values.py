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


def _gelu(net: Network) -> Network:
    """The GELU from the error function; Keras's own rounds its constants to float32."""
    net = net.with_arrays(root=math.sqrt(2), one=1)
    net = net.add("z / √2", ops.divide(), "z", "root").add("erf", ops.erf()).add("1 + erf", ops.add(), "erf", "one")
    return net.add("half of z", ops.multiply(), "z", "half").add("gelu", ops.multiply(), "half of z", "1 + erf")


def _gelu_tanh(net: Network) -> Network:
    net = net.with_arrays(one_tanh=1, third=0.044715, scale=math.sqrt(2 / math.pi))
    net = net.add("z²", ops.square(), "z").add("z³", ops.multiply(), "z²", "z")
    net = net.add("cubic part", ops.multiply(), "z³", "third").add("cubic", ops.add(), "z", "cubic part")
    net = net.add("scaled cubic", ops.multiply(), "cubic", "scale").add("tanh of it", ops.tanh())
    net = net.add("1 + tanh", ops.add(), "tanh of it", "one_tanh").add("z / 2", ops.multiply(), "z", "half")
    return net.add("gelu_tanh", ops.multiply(), "z / 2", "1 + tanh")


def _hard_sigmoid(net: Network) -> Network:
    net = net.add("line", ops.multiply(), "z", "hard_slope").add("shifted", ops.add(), "line", "half")
    return net.add("hard_sigmoid", ops.clip(0, 1))


_IN_PIECES = {"gelu": _gelu, "gelu_tanh": _gelu_tanh, "hard_sigmoid": _hard_sigmoid}
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
    """The activation functions that are asked for."""
    negative_slope: Number = 0.1
    """Slope of the leaky ReLU for negative pre-activations."""
    alpha: Number = 1
    """The constant of ELU."""
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
            if name in _IN_PIECES and (name != "hard_sigmoid" or self.hard_slope != SIXTH):
                net = _IN_PIECES[name](net.with_arrays(half=0.5, hard_slope=self.hard_slope))
                continue
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
        r"You mixed up the sigmoid and $\tanh$. The values of $\sigma$ lie between 0 and 1, those of $\tanh$ "
        r"between −1 and 1."
    )
    def squashings_exchanged(self) -> Network | None:
        net = self.network
        for name, other in (("sigmoid", "tanh"), ("tanh", "sigmoid")):
            if name in self.functions:
                net = net.but(name, activation=other)
        return net
