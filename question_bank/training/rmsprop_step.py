"""RMSProp with ρ = 0.9, v = 2 and the gradient 3: what are the moving average and the new weight?"""

from itertools import combinations
from math import sqrt
from typing import Literal

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Number, Real
from examgen.authoring import misconception, nonzero, observable, ops, optimizers, steps
from examgen.question_bank.training._step import AdaptiveStep, first_step


class RmspropStep(AdaptiveStep):
    """One step of RMSProp or of AdaGrad, which scale the learning rate of every weight (calculator)."""

    topic, level, title = "training", 3, "A step of RMSProp or AdaGrad"
    depends = {"w_new": ("v_new",)}
    symbols = AdaptiveStep.symbols | {"rho": r"\rho"}
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
        r"Written as $w_t = w_{t-1} - \alpha g_t$, the update has the effective learning rate $\alpha$. Compute $\alpha$.",
        Real(decimals=5),
        follows="v_new",
    )
    v: Number = Field(0, description="Average (RMSProp) or sum (AdaGrad) of the squared gradients before the step.")
    rho: float = Field(0.9, ge=0, lt=1, description="Decay rate of the moving average of RMSProp.")
    epsilon: float = Field(0.0, ge=0, description="Constant in the denominator; set it to 0 to omit it.")
    epsilon_inside: bool = Field(False, description="Whether the constant is added inside the root, as in Keras.")
    rule: Literal["rmsprop", "adagrad"] = Field("rmsprop", description="Optimizer: rmsprop or adagrad.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        rule = d.choice("rule", ("rmsprop",))
        return dict(
            w=d.number("w", nonzero(steps(-2, 2, 0.1))),
            gradient=d.number("gradient", (-4, -3, -2.5, -2, -1.5, -0.5, 0.5, 1.5, 2, 2.5, 3, 4)),
            v=d.number("v", steps(0.5, 4.5, 0.1) if rule == "rmsprop" else steps(10.25, 24.25, 0.25)),
            learning_rate=d.choice("learning_rate", (0.01, 0.02, 0.05, 0.1, 0.2)),
            rho=d.choice("rho", (0.9, 0.9, 0.95)),
            rule=rule,
        )

    def admissible(self) -> bool:
        told = all(abs(a - b) > 0.0003 for a, b in combinations(self._shifts, 2))
        return told and 24 <= self.derivation().effort <= 27

    @property
    def _shifts(self) -> list[float]:
        """What is subtracted from the weight: as it should be, and with each of the mistakes in it."""
        rho, g, v, (new,) = self.rho, float(self.gradient), float(self.v), map(float, self.worked["v_new"])
        averages = [new, new**2, v, (1 - rho) * v + rho * g**2, *([rho * v + (1 - rho) * g] if g > 0 else [])]
        return [self.learning_rate * g / sqrt(average) for average in averages if average]

    @property
    def denominator(self) -> str:
        """The denominator of the update as TeX."""
        if not self.epsilon:
            return r"\sqrt{v_t}"
        return r"\sqrt{v_t + \varepsilon}" if self.epsilon_inside else r"\sqrt{v_t} + \varepsilon"

    @property
    def step(self) -> dict[str, str]:
        """The formulas of the step."""
        divisor = "sqrt(v_new + epsilon)" if self.epsilon_inside else "(sqrt(v_new) + epsilon)"
        return {
            "v_new": "rho * v + (1 - rho) * square(g)" if self.rule == "rmsprop" else "v + square(g)",
            "rate": f"eta / {divisor}",
            "w_new": "w - rate * g",
        }

    @property
    def network(self) -> Network:
        net = Network(w=self.w, g=self.gradient, v=self.v, rho=self.rho, eta=self.learning_rate, epsilon=self.epsilon)
        return net.let(**self.step, **first_step(self.step, v="0"), L="w * g")

    @property
    def agreements(self) -> Agreements:
        # The optimizers of Keras add their epsilon under the root.
        if not self.gradient or (self.epsilon and not self.epsilon_inside):
            return ()
        rule = (
            optimizers.RMSprop(self.learning_rate, rho=self.rho, epsilon=self.epsilon)
            if self.rule == "rmsprop"
            else optimizers.Adagrad(self.learning_rate, initial_accumulator_value=0.0, epsilon=self.epsilon)
        )
        return (("w_new_first", observable.after_step("w", "L", rule)),)

    @misconception("You did not square the gradient. The formula for $v_t$ contains $g_t^2$.")
    def gradient_not_squared(self) -> Network | None:
        return self.network.let(v_new=self.step["v_new"].replace("square(g)", "g")) if self.gradient > 0 else None

    @misconception(r"You left out the square root. The gradient is divided by $\sqrt{v_t}$.")
    def root_left_out(self) -> Network:
        return self.network.let(rate="eta / v_new")

    @misconception("You divided by the square root of $v_{t-1}$. Update $v_t$ first and divide by its square root.")
    def old_average_used(self) -> Network | None:
        return self.network.let(rate=self.step["rate"].replace("v_new", "v")) if self.v else None

    @misconception(r"You swapped the factors. $\rho$ multiplies the old average, $1 - \rho$ the squared gradient.")
    def factors_exchanged(self) -> Network | None:
        return self.network.with_arrays(rho=1 - self.rho) if self.rule == "rmsprop" else None

    @misconception(
        "You added the step. Like gradient descent, {{ 'RMSProp' if rule == 'rmsprop' else 'AdaGrad' }} subtracts it."
    )
    def uphill(self) -> Network:
        return self.network.swap("w_new", ops.add)
