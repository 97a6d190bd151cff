"""Adam with m = 0.4, v = 0.003 and the gradient 2 in the third step: what are the moments, and what is the new weight?"""

from math import sqrt

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Number, Real
from examgen.authoring import misconception, nonzero, observable, ops, optimizers, steps
from examgen.question_bank.training._step import AdaptiveStep, first_step

STEP = {
    "m_new": "beta_1 * m + (1 - beta_1) * g",
    "v_new": "beta_2 * v + (1 - beta_2) * square(g)",
    "m_hat": "m_new / (1 - beta_1 ** t)",
    "v_hat": "v_new / (1 - beta_2 ** t)",
    "w_new": "w - eta * (m_hat / (sqrt(v_hat) + epsilon))",
}


class AdamStep(AdaptiveStep):
    """One step of Adam with bias correction (calculator)."""

    topic, level, title = "training", 3, "A step of Adam"
    depends = {"w_new": ("m_hat", "v_hat")}
    symbols = AdaptiveStep.symbols | {"beta_1": r"\beta_1", "beta_2": r"\beta_2", "m": "m_{t-1}"}
    stem = r"""
A weight is trained with Adam. The learning rate is $\eta = {{ learning_rate | number }}$, and the decay rates are
$\beta_1 = {{ beta_1 | number }}$ and $\beta_2 = {{ beta_2 | number }}$:

$$m_t = \beta_1 m_{t-1} + (1 - \beta_1) \, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2) \, g_t^2$$

$$\hat m_t = \frac{m_t}{1 - \beta_1^t}, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}, \qquad
w_t = w_{t-1} - \eta \, \frac{\hat m_t}{\sqrt{\hat v_t}{{ " + \\varepsilon" if epsilon }}}$$

{% if epsilon %}The constant in the denominator is $\varepsilon = {{ epsilon | number }}$.{% else %}The small constant $\varepsilon$ that is
usually added to the denominator is omitted.{% endif %} Before step $t = {{ t }}$, the weight is $w_{t-1} = {{ w | number }}$, and the
moments are $m_{t-1} = {{ m | number }}$ and $v_{t-1} = {{ v | number }}$. The gradient in step {{ t }} is
$g_t = {{ gradient | number }}$.
"""
    m_new = Ask("Compute $m_t$.", Real(decimals=4))
    v_new = Ask("Compute $v_t$.", Real(decimals=6))
    m_hat = Ask(r"Compute $\hat m_t$.", Real(decimals=3), follows="m_new")
    v_hat = Ask(r"Compute $\hat v_t$.", Real(decimals=3), follows="v_new")
    w_new = Ask("Compute the new weight $w_t$.", Real(decimals=4), follows=("m_hat", "v_hat"))
    m: Number = Field(0, description="First moment before the step.")
    v: Number = Field(0, description="Second moment before the step.")
    t: int = Field(1, ge=1, le=10_000, description="Number of the step, starting at 1.")
    beta_1: float = Field(0.9, ge=0, lt=1, description="Decay rate of the first moment.")
    beta_2: float = Field(0.999, ge=0, lt=1, description="Decay rate of the second moment.")
    epsilon: float = Field(0.0, ge=0, description="Constant added to the square root in the denominator; 0 omits it.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            w=d.number("w", nonzero(steps(-2, 2, 0.1))),
            gradient=d.number("gradient", (-4, -3, -2.5, -2, -1.5, -0.5, 0.5, 1.5, 2, 2.5, 3, 4)),
            m=d.number("m", nonzero(steps(-0.9, 0.9, 0.1))),
            v=d.number("v", steps(0.002, 0.012, 0.001)),
            t=d.integer("t", 2, 5),
            learning_rate=d.choice("learning_rate", (0.01, 0.05, 0.1)),
        )

    def admissible(self) -> bool:
        # values that a step from the given moments could have: |m| is at most the root of the mean square
        m, v = (x / (1 - beta ** (self.t - 1) or 1) for x, beta in ((self.m, self.beta_1), (self.v, self.beta_2)))
        return abs(m) <= sqrt(v) and 49 <= self.derivation().effort <= 56

    @property
    def network(self) -> Network:
        net = Network(w=self.w, g=self.gradient, m=self.m, v=self.v, t=self.t, eta=self.learning_rate)
        net = net.with_arrays(beta_1=self.beta_1, beta_2=self.beta_2, epsilon=self.epsilon)
        return net.let(**STEP, **first_step(STEP, m="0", v="0", t="1"), L="w * g")

    @property
    def agreements(self) -> Agreements:
        epsilon = self.epsilon * sqrt(1 - self.beta_2)  # Keras adds its epsilon before the bias correction
        rule = optimizers.Adam(self.learning_rate, beta_1=self.beta_1, beta_2=self.beta_2, epsilon=epsilon)
        return (("w_new_first", observable.after_step("w", "L", rule)),) if self.gradient else ()

    @misconception(r"You used $m_t$ and $v_t$. Correct them first: divide by $1 - \beta_1^t$ and $1 - \beta_2^t$.")
    def correction_left_out(self) -> Network:
        return self.network.let(m_hat="m_new", v_hat="v_new")

    @misconception("You did not square the gradient in $v_t$. The second moment is a moving average of $g_t^2$.")
    def gradient_not_squared(self) -> Network | None:
        return self.network.let(v_new="beta_2 * v + (1 - beta_2) * g") if self.gradient > 0 else None

    @misconception(r"You left out the square root. Divide $\hat m_t$ by the square root of $\hat v_t$.")
    def root_left_out(self) -> Network:
        return self.network.let(w_new="w - eta * (m_hat / (v_hat + epsilon))")

    @misconception("You ignored the previous moments. The formulas contain $m_{t-1}$ and $v_{t-1}$ as well.")
    def moments_forgotten(self) -> Network | None:
        return self.network.with_arrays(m=0, v=0) if self.m or self.v else None

    @misconception(r"You used $g_t$ in the update. The update contains $\hat m_t$ instead.")
    def gradient_for_moment(self) -> Network:
        return self.network.let(w_new="w - eta * (g / (sqrt(v_hat) + epsilon))")

    @misconception("You added the step. Like gradient descent, Adam subtracts it.")
    def uphill(self) -> Network:
        return self.network.swap("w_new", ops.add)
