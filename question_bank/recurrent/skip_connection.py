"""A skip connection leads around every 2 of 6 steps of a linear unit: how much of the gradient comes through?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import Ask, Draw, Field, Network, Number, Question, Real, layers, misconception, observable
from examgen.authoring import steps as numbers


class SkipConnection(Question):
    """The gradient through a linear recurrent unit, with a skip connection around its steps and without (calculator)."""

    topic, level, title = "recurrent", 3, "A skip connection through time"
    picture = "network"
    stem = r"""
A linear recurrent unit, $h_t = w_x x_t + w_h h_{t-1}$ with $w_h = {{ wh | number }}$, makes {{ steps }} steps. In a second network
with the same weights a skip connection leads around {{ "each step" if span == 1 else "all %d steps" | format(span) if blocks == 1
else "the first %d steps, around the next %d, and so on" | format(span, span) }}: the state before {{ "it" if span == 1
else "them" }} is added to what {{ "it gives" if span == 1 else "they give" }}, and from this sum the network goes on.
"""
    plain = Ask(
        r"What is $\frac{\partial h_{ {{- steps -}} }}{\partial h_0}$ without the skip connections?",
        Real(decimals=4),
        of=observable.gradient("plain", "h0"),
    )
    skipped = Ask(
        r"What is $\frac{\partial h_{ {{- steps -}} }}{\partial h_0}$ with them?",
        Real(decimals=4),
        of=observable.gradient("skipped", "h0"),
        weight=2,
    )

    wh: Number = Field(ge=-100, le=100)
    span: int = Field(ge=1, le=10)
    blocks: int = Field(ge=1, le=10)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        sizes = (*numbers(0.2, 0.95, 0.05), *numbers(1.05, 1.5, 0.05))
        return dict(
            wh=d.number("wh", (*sizes, *(-size for size in sizes))),
            span=d.integer("span", 1, 3),
            blocks=d.integer("blocks", 2, 4),
        )

    def admissible(self) -> bool:
        return 2 <= self.steps <= 6 and abs(self.wh) ** self.steps >= 0.004

    @property
    def steps(self) -> int:
        """How many steps the unit makes."""
        return self.span * self.blocks

    @property
    def sketch(self) -> Network:
        """The second network: its steps, and the connections around them."""
        net = Network({f"x{t}": 0 for t in range(1, self.steps + 1)}, h0=0)
        before = start = "h0"
        for t in range(1, self.steps + 1):
            net = net.add(f"step {t}", layers.SimpleRNNCell(1, activation="linear"), f"x{t}", state=before)
            before = f"step {t}"
            if t % self.span == 0:
                net = net.add(f"sum {t}", layers.Add(), before, start)
                before = start = f"sum {t}"
        return net

    @property
    def network(self) -> Network:
        net = Network(x=(1, 1), wx=((1,), (1,)), wh=self.wh, h0=0.5).add("read", layers.Identity())
        cell = layers.SimpleRNNCell(1, activation="linear", use_bias=False)
        plain = before = start = "h0"
        for t in range(1, self.steps + 1):
            net = net.add(f"plain{t}", cell, "read", state=plain, weights=("wx", "wh"))
            net = net.add(f"h{t}", cell, "read", state=before, weights=("wx", "wh"))
            plain, before = f"plain{t}", f"h{t}"
            if t % self.span == 0:
                net = net.add(f"sum{t}", layers.Add(), before, start)
                before = start = f"sum{t}"
        return net.add("plain", layers.Identity(), plain).add("skipped", layers.Identity(), before)

    @misconception(
        "The slopes of the blocks were added up. What comes after one another multiplies; only the two ways around a block add."
    )
    def blocks_added(self) -> dict[str, float]:
        return {"skipped": float(self.blocks * (1 + self.wh**self.span))}

    @misconception(
        "One long way was taken around everything. There is a way around each block, and all combinations of ways count."
    )
    def one_long_way(self) -> Self | None:
        return self.but(span=self.steps, blocks=1)

    @misconception("A way was taken around every single step, but the connections lead around longer blocks.")
    def around_every_step(self) -> Self | None:
        return self.but(span=1, blocks=self.steps)

    @misconception("The skip connection alone was counted: the gradient also comes through the steps themselves.")
    def way_around_alone(self) -> dict[str, int]:
        return {"skipped": 1}
