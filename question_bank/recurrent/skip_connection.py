"""Skip connections span every 2 of the 6 steps of a linear unit: what is the gradient over all steps?"""

from examgen.authoring import Ask, Draw, Field, Network, Number, Question, Real
from examgen.authoring import layers, misconception, observable, steps


class SkipConnection(Question):
    """The gradient through a linear recurrent unit with and without skip connections (calculator)."""

    topic, level, title = "recurrent", 3, "Skip connections through time"
    picture = "network"
    stem = r"""
A linear recurrent unit computes $h_t = w_x x_t + w_h h_{t-1}$ with $w_h = {{ wh | number }}$ for {{ steps }} time steps. A second
network has the same weights and {{ "a skip connection around every step" if span == 1 else "one skip connection around all %d steps" |
format(span) if blocks == 1 else "a skip connection around every block of %d steps" | format(span) }}: the state before the {{ "step" if
span == 1 else "first step" if blocks == 1 else "block" }} is added to the state after {{ "the last step" if blocks == 1 and span > 1 else
"it" }}, and the sum is the new state.
"""
    plain = Ask(
        r"Compute $\frac{\partial h_{ {{- steps -}} }}{\partial h_0}$ in the first network.",
        Real(decimals=4),
        of=observable.gradient("plain", "h0"),
    )
    skipped = Ask(
        r"Compute $\frac{\partial h_{ {{- steps -}} }}{\partial h_0}$ in the second network.",
        Real(decimals=4),
        of=observable.gradient("skipped", "h0"),
        weight=2,
    )
    wh: Number = Field(ge=-100, le=100, description="Hidden-to-hidden weight.")
    span: int = Field(ge=1, le=10, description="Number of time steps that one skip connection spans.")
    blocks: int = Field(ge=1, le=10, description="Number of skip connections, one after the other.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        sizes = steps(0.2, 0.95, 0.05)
        return dict(wh=d.number("wh", sizes), span=d.integer("span", 1, 2), blocks=d.integer("blocks", 2, 4))

    def admissible(self) -> bool:
        return self.steps <= 6 and abs(self.wh) ** self.steps >= 0.004

    @property
    def steps(self) -> int:
        """The number of time steps."""
        return self.span * self.blocks

    @property
    def sketch(self) -> Network:
        """The second network."""
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
        "You added the derivatives of successive {{ 'steps' if span == 1 else 'blocks' }}. By the chain rule, they are multiplied."
    )
    def blocks_added(self) -> dict[str, float]:
        return {"skipped": float(self.blocks * (1 + self.wh**self.span))}

    @misconception(
        "You used one skip connection around all steps. Each {{ 'step' if span == 1 else 'block' }} has its "
        "own, so multiply the derivatives of the {{ 'steps' if span == 1 else 'blocks' }}."
    )
    def one_long_way(self) -> Question | None:
        return self.but(span=self.steps, blocks=1)

    @misconception("You used a skip connection around every step. Each one spans {{ span }} steps.")
    def around_every_step(self) -> Question | None:
        return self.but(span=1, blocks=self.steps) if self.span > 1 else None

    @misconception("You used the factor of only one step. Each step multiplies the gradient by $w_h$.")
    def one_step(self) -> dict[str, float] | None:
        return {"plain": float(self.wh)} if self.steps > 1 else None

    @misconception("You counted only the skip connections. The gradient also flows through the steps themselves.")
    def way_around_alone(self) -> dict[str, int]:
        return {"skipped": 1}
