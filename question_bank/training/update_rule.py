"""w = 0.8 and ∂L/∂w = -1.5: what is w after one step of gradient descent with learning rate 0.1?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Number, Real
from examgen.authoring import misconception, nonzero, observable, ops, optimizers, steps
from examgen.question_bank.training._step import DescentStep, rate_left_out, stepped, uphill


class UpdateRule(DescentStep):
    """One weight, one step of gradient descent."""

    topic, level, title = "training", 1, "The update rule"
    misconceptions = (uphill, rate_left_out)
    symbols = DescentStep.symbols | {"gradient": r"\frac{\partial L}{\partial w}", "weight_decay": r"\lambda"}
    stem = r"""
A weight has the value $w = {{ w | number }}$, and the derivative of the loss with respect to $w$ is
$\partial L / \partial w = {{ gradient | number }}$. The learning rate of gradient descent is $\eta = {{ learning_rate | number }}$.
{%- if weight_decay %} With weight decay, $\lambda w$ is added to the derivative, where $\lambda = {{ weight_decay | number }}$.{% endif %}
"""
    w_new = Ask("What is the value of the weight after one step?", Real(decimals=3), of=observable.value("updated"))
    w: Number = Field(description="Weight before the step.")
    gradient: Number = Field(description="Derivative of the loss with respect to the weight.")
    weight_decay: float = Field(0.0, ge=0, description="Factor of weight decay, 0 for none.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            w=nonzero(steps(-2, 2, 0.1)),
            gradient=nonzero(steps(-5, 5, 0.5)),
            learning_rate=(0.01, 0.02, 0.05, 0.1, 0.2),
        )

    def admissible(self) -> bool:
        return self.gradient not in (-1, 1, self.w)

    @property
    def network(self) -> Network:
        net = Network(w=self.w, gradient=self.gradient).add("L", ops.multiply(), "w", "gradient")
        if not self.weight_decay:
            return stepped(net, "w", "gradient", self.learning_rate)
        net = net.with_arrays(decay=self.weight_decay).add("shrinks", ops.multiply(), "decay", "w")
        return stepped(net.add("whole", ops.add(), "gradient", "shrinks"), "w", "whole", self.learning_rate)

    @property
    def agreements(self) -> Agreements:
        step = observable.after_step("w", "L", optimizers.SGD(self.learning_rate))
        return () if self.weight_decay else (("updated", step),)

    @misconception("You gave only the change of the weight. Add it to the old weight.")
    def step_alone(self) -> Network:
        return self.network.with_arrays(w=0)

    @misconception("You multiplied the weight by the learning rate. The learning rate multiplies the gradient.")
    def weight_scaled(self) -> Network:
        return self.network.with_arrays(gradient=self.w)
