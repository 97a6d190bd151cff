"""Gradient descent with momentum 0.9 on a parabola: where is the weight after two steps?"""

from __future__ import annotations

from typing import Any, ClassVar

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Field,
    Network,
    Number,
    Question,
    Real,
    losses,
    misconception,
    nonzero,
    observable,
    ops,
    optimizers,
)


class Momentum(Question):
    """Two steps with momentum, as Keras takes them."""

    topic, level, title = "training", 3, "Two steps with momentum"
    symbols: ClassVar = {"learning_rate": r"\eta", "momentum": r"\mu"}
    stem = r"""
The loss $L(w) = (w {{ "-" if c >= 0 else "+" }} {{ c | abs | number }})^2$ is minimised from $w_0 = {{ w | number }}$
by gradient descent with momentum. It starts from $v_0 = 0$, with $\mu = {{ momentum | number }}$ and $\eta = {{
learning_rate | number }}$:

$$v_t = \mu \, v_{t-1} - \eta \, L'(w_{t-1}), \qquad w_t = w_{t-1} + v_t$$
"""
    v1 = Ask("What is $v_1$?", Real(decimals=3))
    w1 = Ask("What is $w_1$?", Real(decimals=3), follows="v1")
    v2 = Ask("What is $v_2$?", Real(decimals=3), follows=("v1", "w1"))
    w2 = Ask("What is $w_2$?", Real(decimals=3), follows=("w1", "v2"))

    w: Number
    c: Number
    learning_rate: float = Field(gt=0)
    momentum: float = Field(gt=0, lt=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            w=d.number("w", range(-9, 10)),
            c=d.number("c", nonzero(range(-5, 6))),
            learning_rate=d.choice("learning_rate", (0.05, 0.1, 0.2, 0.25)),
            momentum=d.choice("momentum", (0.6, 0.8, 0.9)),
        )

    def admissible(self) -> bool:
        return 2 <= abs(self.w - self.c) <= 10

    @property
    def network(self) -> Network:
        net = Network(w=self.w, c=self.c, rate=self.learning_rate, momentum=self.momentum, two=2, v0=0, w0=self.w)
        for t in (1, 2):
            net = (
                net.add(f"apart{t}", ops.subtract(), f"w{t - 1}", "c")
                .add(f"slope{t}", ops.multiply(), "two", f"apart{t}")
                .add(f"push{t}", ops.multiply(), "rate", f"slope{t}")
                .add(f"kept{t}", ops.multiply(), "momentum", f"v{t - 1}")
                .add(f"v{t}", ops.subtract(), f"kept{t}", f"push{t}")
                .add(f"w{t}", ops.add(), f"w{t - 1}", f"v{t}")
            )
        return net.add("L", losses.MeanSquaredError(), "c", "w")

    @property
    def agreements(self) -> Agreements:
        rule = optimizers.SGD(self.learning_rate, momentum=self.momentum)
        return tuple((f"w{t}", observable.after_step("w", "L", rule, steps=t)) for t in (1, 2))

    @misconception("The momentum was left out: of the last step, the part $\\mu$ is taken along.")
    def momentum_left_out(self) -> Network:
        return self.network.with_arrays(momentum=0)

    @misconception("The second step used the slope at $w_0$ again. Every step takes the slope where the weight now is.")
    def slope_not_renewed(self) -> Network:
        return self.network.rewire("apart2", "w0", "c")

    @misconception(
        "The gradient was weighed with $1 - \\mu$ as in a running mean. Here it enters with the learning rate alone."
    )
    def running_mean(self) -> Network:
        return self.network.with_arrays(rate=self.learning_rate * (1 - self.momentum))

    @misconception("The factor 2 is missing: the derivative of a square is twice what stands in it.")
    def factor_two_left_out(self) -> Network:
        return self.network.with_arrays(two=1)
