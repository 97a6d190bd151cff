"""RMSProp with ρ = 0.9, v = 2 and the gradient 3: what are the moving average and the new weight?"""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Field,
    Network,
    Number,
    Question,
    Real,
    misconception,
    model_validator,
    nonzero,
    observable,
    ops,
    optimizers,
    steps,
)


class RmspropStep(Question):
    """One step of RMSProp or of AdaGrad, which scale the learning rate of every weight (calculator)."""

    topic, level, title = "training", 3, "A step of RMSProp or AdaGrad"
    depends: ClassVar = {"w_new": ("v_new",)}
    symbols: ClassVar = {
        "learning_rate": r"\eta",
        "rho": r"\rho",
        "epsilon": r"\varepsilon",
        "gradient": "g_t",
        "v": "v_{t-1}",
        "w": "w_{t-1}",
    }
    stem = r"""
A weight is trained with {{ "RMSProp" if rule == "rmsprop" else "AdaGrad" }}. The learning rate is $\eta = {{ learning_rate | number }}$
{%- if rule == "rmsprop" %}, and the decay rate is $\rho = {{ rho | number }}${% endif %}:

$$v_t = {{ "\\rho \\, v_{t-1} + (1 - \\rho) \\, g_t^2" if rule == "rmsprop" else "v_{t-1} + g_t^2" }}, \qquad
w_t = w_{t-1} - \eta \, \frac{g_t}{ {{- denominator -}} }$$

{% if epsilon %}The constant in the denominator is $\varepsilon = {{ epsilon | number }}$.{% else %}The small constant $\varepsilon$ that is
usually added to the denominator is omitted.{% endif %} Before the step, the weight is $w_{t-1} = {{ w | number }}$ and
$v_{t-1} = {{ v | number }}$. The gradient is $g_t = {{ gradient | number }}$.
"""
    v_new = Ask("Compute $v_t$.", Real(decimals=4))
    w_new = Ask("Compute the new weight $w_t$.", Real(decimals=4), follows="v_new")
    rate = Ask(
        r"Compute the effective learning rate of this step: the factor that multiplies $g_t$ in the update.",
        Real(decimals=5),
        follows="v_new",
    )

    w: Number
    """Weight before the step."""
    gradient: Number
    """Derivative of the loss with respect to the weight."""
    v: Number = 0
    """Average (RMSProp) or sum (AdaGrad) of the squared gradients before the step."""
    learning_rate: float = Field(default=0.001, gt=0)
    """Learning rate."""
    rho: float = Field(default=0.9, ge=0, lt=1)
    """Decay rate of the moving average of RMSProp."""
    epsilon: float = Field(default=0.0, ge=0)
    """Constant in the denominator; set it to 0 to omit it."""
    epsilon_inside: bool = False
    """Whether the constant is added under the square root, as in Keras, and not to the root."""
    rule: Literal["rmsprop", "adagrad"] = "rmsprop"
    """Optimizer: rmsprop or adagrad."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        rule = d.choice("rule", ("rmsprop",))
        return dict(
            w=d.number("w", nonzero(steps(-2, 2, 0.1))),
            gradient=d.number("gradient", (-4, -3, -2.5, -2, -1.5, -0.5, 0.5, 1.5, 2, 2.5, 3, 4)),
            v=d.number("v", steps(0.5, 4.5, 0.1) if rule == "rmsprop" else steps(10.25, 24.25, 0.25)),
            learning_rate=d.choice("learning_rate", (0.01, 0.02, 0.05, 0.1, 0.2)),
            rho=d.choice("rho", (0.9, 0.9, 0.95)),
            rule=rule,
        )

    @model_validator(mode="after")
    def _denominator_is_positive(self) -> Self:
        if self.v < 0:
            raise ValueError(f"v is made of squares and must not be negative, got {self.v}")
        if self.v == 0 == self.gradient:
            raise ValueError("with v = 0 and the gradient 0 the denominator is 0")
        return self

    def admissible(self) -> bool:
        return 24 <= self.derivation().effort <= 27

    @property
    def denominator(self) -> str:
        """The denominator of the update as TeX."""
        if not self.epsilon:
            return r"\sqrt{v_t}"
        return r"\sqrt{v_t + \varepsilon}" if self.epsilon_inside else r"\sqrt{v_t} + \varepsilon"

    @property
    def network(self) -> Network:
        smooth = self.rule == "rmsprop"
        kept, added = (self.rho, 1 - self.rho) if smooth else (1, 1)
        net = Network(w=self.w, g=self.gradient, v=self.v, kept=kept, added=added, none=0)
        net = net.with_arrays(eta=self.learning_rate, epsilon=self.epsilon)
        net = self.stepped(net, "v", "").add("L", ops.multiply(), "w", "g")
        return self.stepped(net, "none", " first")

    def stepped(self, net: Network, v: str, suffix: str) -> Network:
        """The network with one step from this average or sum."""
        net = (
            net.add("squared" + suffix, ops.square(), "g")
            .add("old part" + suffix, ops.multiply(), "kept", v)
            .add("new part" + suffix, ops.multiply(), "added", "squared" + suffix)
            .add("v_new" + suffix, ops.add(), "old part" + suffix, "new part" + suffix)
        )
        if self.epsilon_inside:
            net = net.add("sum" + suffix, ops.add(), "v_new" + suffix, "epsilon").add("divisor" + suffix, ops.sqrt())
        else:
            net = net.add("root" + suffix, ops.sqrt(), "v_new" + suffix)
            net = net.add("divisor" + suffix, ops.add(), "root" + suffix, "epsilon")
        return (
            net.add("rate" + suffix, ops.divide(), "eta", "divisor" + suffix)
            .add("step" + suffix, ops.multiply(), "rate" + suffix, "g")
            .add("w_new" + suffix, ops.subtract(), "w", "step" + suffix)
        )

    @property
    def agreements(self) -> Agreements:
        # The optimizers of Keras start from 0 and add their epsilon under the root.
        if not self.gradient or (self.epsilon and not self.epsilon_inside):
            return ()
        rule = (
            optimizers.RMSprop(self.learning_rate, rho=self.rho, epsilon=self.epsilon)
            if self.rule == "rmsprop"
            else optimizers.Adagrad(self.learning_rate, initial_accumulator_value=0.0, epsilon=self.epsilon)
        )
        return (("w_new first", observable.after_step("w", "L", rule)),)

    @misconception("You did not square the gradient. The formula for $v_t$ contains $g_t^2$.")
    def gradient_not_squared(self) -> Network | None:
        return self.network.rewire("new part", "added", "g") if self.gradient > 0 else None

    @misconception("You left out the square root. The gradient is divided by $\\sqrt{v_t}$.")
    def root_left_out(self) -> Network:
        return self.network.rewire("rate", "eta", "v_new")

    @misconception("You divided by the square root of $v_{t-1}$. Update $v_t$ first and divide by its square root.")
    def old_average_used(self) -> Network | None:
        return None if self.v == 0 else self.network.rewire("sum" if self.epsilon_inside else "root", *self._read("v"))

    def _read(self, v: str) -> tuple[str, ...]:
        return (v, "epsilon") if self.epsilon_inside else (v,)

    @misconception(
        "You swapped the factors. The old average is multiplied by $\\rho$, the new squared gradient by $1 - \\rho$."
    )
    def factors_exchanged(self) -> Network | None:
        return self.network.with_arrays(kept=1 - self.rho, added=self.rho) if self.rule == "rmsprop" else None

    @misconception(
        "You added the step. Like gradient descent, {{ 'RMSProp' if rule == 'rmsprop' else 'AdaGrad' }} subtracts it."
    )
    def uphill(self) -> Network:
        return self.network.swap("w_new", ops.add)
