"""Gradient descent with momentum 0.9 on a parabola: what is the weight after two steps?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Number, Question, Real
from examgen.authoring import losses, misconception, nonzero, observable, optimizers


class Momentum(Question):
    """Two steps of gradient descent with momentum, as in Keras."""

    topic, level, title = "training", 3, "Two steps with momentum"
    depends = {"v2": ("v1",), "w2": ("w1",)}
    symbols = {"learning_rate": r"\eta", "momentum": r"\mu"}
    stem = r"""
The loss $L(w) = (w {{ "-" if c >= 0 else "+" }} {{ c | abs | number }})^2$ is minimised by gradient descent with momentum
$\mu = {{ momentum | number }}$ and learning rate $\eta = {{ learning_rate | number }}$, starting from
$w_0 = {{ w | number }}$ and $v_0 = {{ v | number }}$:

$$v_t = \mu \, v_{t-1} - \eta \, L'(w_{t-1}), \qquad w_t = w_{t-1} + v_t$$
"""
    v1 = Ask("Compute $v_1$.", Real(decimals=3))
    w1 = Ask("Compute $w_1$.", Real(decimals=3), follows="v1")
    v2 = Ask("Compute $v_2$.", Real(decimals=3), follows=("v1", "w1"))
    w2 = Ask("Compute $w_2$.", Real(decimals=3), follows=("w1", "v2"))
    w: Number = Field(description="Weight before the first step.")
    c: Number = Field(description="Position of the minimum: L(w) = (w − c)².")
    v: Number = Field(0, description="Velocity before the first step.")
    learning_rate: float = Field(gt=0, description="Learning rate.")
    momentum: float = Field(ge=0, lt=1, description="Momentum.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            w=range(-9, 10), c=nonzero(range(-5, 6)), learning_rate=(0.05, 0.1, 0.2, 0.25), momentum=(0.6, 0.8, 0.9)
        )

    def admissible(self) -> bool:
        return 2 <= abs(self.w - self.c) <= 10

    @property
    def network(self) -> Network:
        net = Network(w=self.w, c=self.c, eta=self.learning_rate, mu=self.momentum, two=2, v0=self.v, w0=self.w)
        for t in (1, 2):
            net = net.let(**{
                f"v{t}": f"mu * v{t - 1} - eta * (two * (w{t - 1} - c))", f"w{t}": f"w{t - 1} + v{t}",
            })  # fmt: skip
        return net.add("L", losses.MeanSquaredError(), "c", "w")

    @property
    def agreements(self) -> Agreements:
        if self.v:  # Keras's optimizer starts at rest
            return ()
        rule = optimizers.SGD(self.learning_rate, momentum=self.momentum)
        return tuple((f"w{t}", observable.after_step("w", "L", rule, steps=t)) for t in (1, 2))

    @misconception("You left out the momentum. The term $\\mu \\, v_{t-1}$ carries over a part of the previous step.")
    def momentum_left_out(self) -> Network:
        return self.network.with_arrays(mu=0)

    @misconception("You used the gradient at $w_0$ again. The second step uses the gradient at $w_1$.")
    def slope_not_renewed(self) -> Network:
        return self.network.let(v2="mu * v1 - eta * (two * (w0 - c))")

    @misconception(
        "You multiplied the gradient by $1 - \\mu$ as well, as in a moving average. Here "
        "the gradient is multiplied only by the learning rate."
    )
    def running_mean(self) -> Network:
        return self.network.with_arrays(eta=self.learning_rate * (1 - self.momentum))

    @misconception(
        "You left out the factor 2. The derivative of $(w {{ '-' if c >= 0 else '+' }} {{ c | abs | number }})^2$ is "
        "$2(w {{ '-' if c >= 0 else '+' }} {{ c | abs | number }})$."
    )
    def factor_two_left_out(self) -> Network:
        return self.network.with_arrays(two=1)
