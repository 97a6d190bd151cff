"""The gradient goes back through 2 of 4 steps: what does each step contribute to the slope by w_x, and what is their sum?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Field,
    Network,
    Number,
    Question,
    Real,
    Row,
    Vector,
    layers,
    misconception,
    model_validator,
    nonzero,
    observable,
    ops,
)


class TruncatedBptt(Question):
    """What truncated backpropagation through time leaves of a gradient, without a calculator."""

    topic, level, title = "recurrent", 4, "Truncated backpropagation through time"
    picture = "network"
    stem = r"""
A linear recurrent unit, $h_t = w_x x_t + w_h h_{t-1}$ with $w_x = {{ wx | number }}$, $w_h = {{ wh | number }}$ and $h_0 = 0$, reads
{{ x | sequence }}.

Backpropagation from $h_{{ steps }}$ is truncated after {{ k }} step{{ "s" if k > 1 }}: the gradient goes back through step {{ steps
}}{% if k > 1 %} to step {{ steps - k + 1 }}{% endif %}, and $h_{{ steps - k }}$ counts as a constant.
"""
    parts = Ask(
        r"How much does each step, from $1$ to ${{ steps }}$, contribute to the truncated "
        r"$\frac{\partial h_{{ steps }}}{\partial w_x}$? Write 0 for a step that contributes nothing.",
        Vector(),
        of=observable.gradient("last", "own wx"),
        weight=2,
    )
    truncated = Ask(
        r"What is the truncated $\frac{\partial h_{{ steps }}}{\partial w_x}$?",
        Real(decimals=2),
        of=observable.gradient("last", "wx"),
        follows="parts",
        continues=lambda q, answers: sum(answers["parts"]),
    )
    full = Ask(
        r"What would $\frac{\partial h_{{ steps }}}{\partial w_x}$ be without truncation?",
        Real(decimals=2),
        of=observable.gradient("layer", "wx"),
        follows="parts",
        continues=lambda q, answers: (
            sum(answers["parts"][-q.k :]) + sum(x * q.wh ** (q.steps - t) for t, x in enumerate(q.x[: -q.k], start=1))
        ),
    )

    x: Row = Field(min_length=2, max_length=50)
    wx: Number
    wh: Number
    k: int = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        x = d.row("x", d.integer("steps", 4, 5), nonzero(range(-3, 5)))
        return dict(
            x=x,
            wx=d.number("wx", nonzero(range(-3, 4))),
            wh=d.number("wh", (-2, -1, 0.5, 2)),
            k=d.integer("k", 2, len(x) - 2),
        )

    @model_validator(mode="after")
    def _truncated(self) -> Self:
        if self.k >= self.steps:
            raise ValueError(f"the gradient is truncated before it has passed all {self.steps} steps; got k = {self.k}")
        return self

    def admissible(self) -> bool:
        (truncated,), (full,) = self.worked["truncated"], self.worked["full"]
        return self.wx != self.wh and 0 not in (truncated, full) and truncated != full

    @property
    def steps(self) -> int:
        """How many numbers the unit reads."""
        return len(self.x)

    @property
    def agreements(self) -> Agreements:
        return (("last", "layer"),)

    @property
    def sketch(self) -> Network:
        """The unit, step by step."""
        net = Network({f"x{t}": value for t, value in enumerate(self.x, start=1)}, h0=0)
        for t in range(1, self.steps + 1):
            net = net.add(f"h{t}", layers.SimpleRNNCell(1, activation="linear"), f"x{t}", state=f"h{t - 1}")
        return net

    @property
    def network(self) -> Network:
        return self.truncated_after(self.k)

    def truncated_after(self, steps: int) -> Network:
        """The unit with the state before its last steps held, so that no gradient passes it."""
        return self.whole.insert_after(f"h{self.steps - steps}", ops.stop_gradient())

    @property
    def whole(self) -> Network:
        """The unit with a copy of the input weight for each step, and beside it the layer that it stands for."""
        inputs = {f"x{t}": value for t, value in enumerate(self.x, start=1)}
        net = Network(inputs, x=self.x, wx=self.wx, wh=self.wh, h0=0, once=(1,) * self.steps)
        net = net.add("own wx", ops.multiply(), "wx", "once")
        cell = layers.SimpleRNNCell(1, activation="linear", use_bias=False)
        for t in range(1, self.steps + 1):
            net = net.add(f"wx{t}", ops.take((t - 1,)), "own wx")
            net = net.add(f"h{t}", cell, f"x{t}", state=f"h{t - 1}", weights=(f"wx{t}", "wh"))
        layer = layers.SimpleRNN(1, activation="linear", use_bias=False)
        return net.add("last", layers.Identity()).add("layer", layer, "x", state="h0", weights=("wx", "wh"))

    @misconception("The gradient was cut one step too early. Truncated after $k$ steps, it still passes $k$ of them.")
    def one_step_too_few(self) -> Network:
        return self.truncated_after(self.k - 1)

    @misconception("The gradient went one step too far: the state before the last $k$ steps is a constant.")
    def one_step_too_many(self) -> Network | None:
        return self.truncated_after(self.k + 1) if self.k + 1 < self.steps else None

    @misconception("Nothing was cut off. A step before the last $k$ contributes nothing to the truncated gradient.")
    def not_truncated(self) -> Network:
        return self.whole

    @misconception("The way back was left out: each step that lies between multiplies by $w_h$.")
    def no_way_back(self) -> Self | None:
        return self.but(wh=1)

    @misconception("The input weights and the recurrent weights were exchanged.")
    def weights_exchanged(self) -> Self | None:
        return self.but(wx=self.wh, wh=self.wx)
