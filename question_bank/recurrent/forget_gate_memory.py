"""The forget gate of an LSTM stays at 0.9: what is left of the cell state after 20 steps?"""

from __future__ import annotations

import math
from typing import Any, Self

from examgen.authoring import (
    Agreements,
    Ask,
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
)
from examgen.authoring import steps as numbers
from examgen.question_bank.recurrent._powers import powers


class ForgetGateMemory(Question):
    """How long a cell state lasts when the forget gate never changes and nothing is written (calculator)."""

    topic, level, title = "recurrent", 2, "What a forget gate keeps"
    stem = r"""
The forget gate of an LSTM stays at $f = {{ f | number }}$, and nothing new is written: the candidate is 0 at every step. The
cell state starts at $c_0 = {{ c0 | number }}$.
"""
    c = Ask(r"What is $c_{ {{- steps -}} }$?", Real(decimals=4, tiny=True))
    slope = Ask(
        r"What is $\frac{\partial c_{ {{- steps -}} }}{\partial c_0}$?",
        Real(decimals=4, tiny=True),
        of=observable.gradient("c", "c0"),
        follows="c",
        continues=lambda q, answers: answers["c"] / q.c0,
    )
    forgotten = Ask(r"After how many steps is less than ${{ percent | number }}$ % of $c_0$ left?", Integer())

    f: Number = Field(gt=0, lt=1)
    c0: Number
    steps: int = Field(ge=1, le=1000)
    percent: Number = Field(gt=0, le=100)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            f=d.number("f", (*numbers(0.5, 0.9, 0.05), *numbers(0.92, 0.98, 0.02))),
            c0=d.number("c0", (-3, -2, 2, 3, 4, 5)),
            steps=d.integer("steps", 3, 20),
            percent=d.number("percent", (1, 5, 10, 20)),
        )

    @model_validator(mode="after")
    def _forgets_in_time(self) -> Self:
        if self.f**5000 * 100 >= self.percent:
            raise ValueError(f"with f = {self.f} more than {self.percent} % are left after 5000 steps")
        return self

    def admissible(self) -> bool:
        return self.f**self.steps >= 0.01

    @property
    def agreements(self) -> Agreements:
        return ((observable.gradient("c", "c0"), "power"),)

    @property
    def network(self) -> Network:
        gets = math.log(self.f / (1 - self.f))  # the sigmoid of the forget gate makes f of it
        net = Network(x=((1,),) * self.steps, kernel=((0, gets, 0, 0),), U=((0, 0, 0, 0),), h0=0, c0=self.c0, f=self.f)
        layer = layers.LSTM(1, activation="linear", use_bias=False, return_state=True)
        net = net.add(("layer", "h", "c"), layer, "x", state=("h0", "c0"), weights=("kernel", "U"))
        # What is kept over t steps is the product of what each keeps; the last is held against the layer's.
        return powers(net, "f", self.f, steps=self.steps, bound=self.percent / 100, passed="forgotten")

    @misconception(
        "The loss was taken to be equal at every step. A forget gate multiplies: each step keeps the same part of what is left."
    )
    def equal_losses(self) -> dict[str, float] | None:
        left = float(1 - self.steps * (1 - self.f))
        return {"c": float(self.c0) * left, "slope": left} if left > 0 else None

    @misconception("The forget gate was used the other way. It is the part that stays, not the part that goes.")
    def part_that_goes(self) -> Self | None:
        return self.but(f=round(1 - self.f, 12))

    @misconception("Only one step was made. Every step multiplies the cell state by $f$ again.")
    def one_step(self) -> Self | None:
        return self.but(steps=1)

    @misconception("This is the last step after which enough is still left; less is left after the next one.")
    def one_step_early(self) -> Network:
        return self.network.with_arrays(next=0)
