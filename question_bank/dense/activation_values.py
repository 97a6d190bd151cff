"""The pre-activations are z = [-2, 0.5, 3]: compute ReLU(z), the leaky ReLU of z, σ(z) and tanh(z)."""

import math

from examgen.authoring import Ask, Draw, Field, Network, Number, Question, Row, Vector
from examgen.authoring import field_validator, layers, misconception, nonzero, observable, ops, steps
from examgen.question_bank.dense._functions import DERIVED, FORMULAS, IN_PIECES, SIXTH


class ActivationValues(Question):
    """Activation functions applied to a vector, elementwise (calculator)."""

    topic, level, title = "dense", 1, "Activation functions"
    stem = r"""
The pre-activations of a layer are $z = {{ z | vector }}$. Activation functions are applied elementwise.
"""
    z: Row = Field(min_length=1, description="Pre-activations.")
    functions: tuple[str, ...] = Field(min_length=1, description="Activation functions that are asked for.")
    negative_slope: Number = Field(0.1, description="Slope of the leaky ReLU for negative pre-activations.")
    alpha: Number = Field(1, description="Constant α of ELU.")
    hard_slope: Number = Field(SIXTH, description="Slope of the hard sigmoid; Keras has 1/6.")
    derivatives: bool = Field(False, description="Whether the derivatives at these pre-activations are asked for, too.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            z=d.row("z", d.integer("count", 3, 3), nonzero(steps(-3, 3, 0.5))),
            functions=d.sample("functions", ("relu", "leaky_relu", "sigmoid", "tanh"), 3),
            negative_slope=d.number("negative_slope", (0.01, 0.1, 0.2)),
        )

    @field_validator("functions")
    @classmethod
    def _known(cls, functions: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in functions if name not in FORMULAS]:
            raise ValueError(f"there is no activation function {unknown[0]!r}; choose among {', '.join(FORMULAS)}")
        if len(set(functions)) < len(functions):
            raise ValueError(f"each function can be asked for once, got {', '.join(functions)}")
        return functions

    def check(self) -> None:
        if self.derivatives and (others := [name for name in self.functions if name not in DERIVED]):
            raise ValueError(f"derivatives are asked for of {', '.join(DERIVED)}; got {others[0]}")
        if self.derivatives and "leaky_relu" in self.functions and 0 in self.z:
            raise ValueError("the leaky ReLU has no derivative at 0; leave 0 out of z")

    def admissible(self) -> bool:
        return min(self.z) < 0 < max(self.z) and len(set(self.z)) == len(self.z)

    @property
    def asks(self) -> dict[str, Ask]:
        asks = {
            name: Ask(f"Compute {FORMULAS[name]}.", Vector(decimals=1 if name == "relu" else 3))
            for name in self.functions
        }
        for name in self.functions if self.derivatives else ():
            text = f"Compute the derivative of {DERIVED[name]} at every entry of $z$."
            slopes = observable.gradient(f"sum of {name}", "z")
            asks[f"{name}_derivative"] = Ask(text, Vector(decimals=3), of=slopes)
        return asks

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
        for name in self.functions if self.derivatives else ():
            net = net.add(f"sum of {name}", ops.sum(), name)
        return net

    @misconception(
        "You took absolute values. A negative pre-activation becomes "
        "{% if 'relu' in functions %}0 under ReLU{% if 'leaky_relu' in functions %} and {% endif %}{% endif %}"
        "{% if 'leaky_relu' in functions %}${{ negative_slope | number }} z$ under the leaky ReLU{% endif %}"
        "{% if derivatives %}, so the derivative there is {{ '0' if 'relu' in functions }}"
        "{% if 'leaky_relu' in functions %}{{ ' and ' if 'relu' in functions }}{{ negative_slope | number }}"
        "{{ ', respectively' if 'relu' in functions }}{% endif %}{% endif %}."
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
    def exponent_without_minus(self) -> Network | dict[str, tuple[float, ...]] | None:
        if "sigmoid" not in self.functions:
            return None
        if self.derivatives:  # which are the derivatives with respect to z, not to its negative
            return {"sigmoid": tuple(1 / (1 + math.exp(z)) for z in self.z)}
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
