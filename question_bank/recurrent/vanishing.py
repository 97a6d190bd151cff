"""h_t = 0.5 h_(t-1) + x_t: how much of the gradient is left after 10 steps, and when is it below 0.001?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Choice,
    Draw,
    Field,
    Integer,
    Network,
    Number,
    Question,
    Real,
    layers,
    misconception,
    model_validator,
    observable,
    ops,
)
from examgen.authoring import steps as numbers
from examgen.question_bank.recurrent._powers import powers


class Vanishing(Question):
    """The gradient over many steps of a linear unit, and when it passes a bound (calculator)."""

    topic, level, title = "recurrent", 3, "Vanishing and exploding gradients"
    stem = r"""
A linear recurrent unit reads a long sequence:

$$h_t = w_x x_t + w_h h_{t-1} + b, \qquad w_h = {{ wh | number }}$$
"""
    factor = Ask(
        r"What is $\frac{\partial h_{ {{- steps -}} }}{\partial h_0}$?",
        Real(decimals=4, tiny=True),
        of=observable.gradient("last", "h0"),
    )
    fate = Ask("What becomes of the gradient over more and more steps?", Choice(("It vanishes.", "It explodes.")))
    passed = Ask(
        r"At which step $t$ is $\left|\frac{\partial h_t}{\partial h_0}\right|$ for the first time "
        "{{ 'less' if bound < 1 else 'more' }} than {{ bound | number }}?",
        Integer(),
    )

    wh: Number
    steps: int = Field(ge=1, le=150)
    bound: Number = Field(ge=1e-12, le=1e12)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        sizes = (*numbers(0.3, 0.9, 0.05), *numbers(1.1, 2, 0.1))
        wh = d.number("wh", (*sizes, *(-size for size in sizes)))
        bounds = (0.1, 0.01, 0.001) if abs(wh) < 1 else (10, 100, 1000)
        return dict(wh=wh, steps=d.integer("steps", 3, 20), bound=d.number("bound", bounds))

    @model_validator(mode="after")
    def _passes_the_bound(self) -> Self:
        vanishing, exploding = 0.001 <= abs(self.wh) <= 0.999, 1.001 <= abs(self.wh) <= 100
        if not (exploding if self.bound > 1 else vanishing and self.bound < 1):
            raise ValueError(f"with w_h = {self.wh} the gradient does not pass the bound {self.bound}, or not in time")
        return self

    def admissible(self) -> bool:
        signed = self.wh > 0 or self.steps % 2 == 1
        return signed and 0.005 <= abs(self.wh) ** self.steps <= 5000

    @property
    def agreements(self) -> Agreements:
        return ((observable.gradient("last", "h0"), "power"),)

    @property
    def network(self) -> Network:
        net = Network(x=((1, 1),) * self.steps, wx=((1,), (1,)), wh=self.wh, h0=0.5, one=1)
        unit = layers.SimpleRNN(1, activation="linear", use_bias=False)
        net = net.add("last", unit, "x", state="h0", weights=("wx", "wh"))
        # The chain rule: the slope over t steps is the product of t slopes over one; the last is held against the layer's.
        net = powers(net, "wh", self.wh, steps=self.steps, bound=self.bound, passed="passed")
        return net.add("largest", ops.max(), "sizes").add("fate", ops.greater(), "largest", "one")

    @misconception(r"The factors of the steps were added up. Each step multiplies by $w_h$, which makes a power.")
    def multiple_for_power(self) -> dict[str, float]:
        return {"factor": float(self.wh * self.steps)}

    @misconception(
        "One step was left out. Between $h_0$ and $h_T$ lie $T$ steps, and each of them multiplies by $w_h$."
    )
    def one_step_short(self) -> Self | None:
        return self.but(steps=self.steps - 1)

    @misconception(
        "This is the last step at which the gradient has not yet passed the bound; it passes it at the next one."
    )
    def last_step_inside(self) -> Network:
        return self.network.with_arrays(next=0)

    @misconception("The sign was lost: a negative weight turns the gradient's sign at every step.")
    def sign_lost(self) -> Self | None:
        return self.but(wh=abs(self.wh))
