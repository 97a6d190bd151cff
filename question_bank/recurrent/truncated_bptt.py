"""Backpropagation through 2 of 4 time steps: what does each step contribute to the derivative with respect to w_x?"""

from dataclasses import replace

from examgen.authoring import Agreements, Ask, Draw, Field, Integer, Network, Number, Question, Real, Row, Vector
from examgen.authoring import layers, misconception, observable, ops
from examgen.question_bank.recurrent._unrolled import unit


class TruncatedBptt(Question):
    """The gradient of truncated backpropagation through time, without a calculator."""

    topic, level, title = "recurrent", 3, "Truncated backpropagation through time"
    depends = {"truncated": ("x[3]",), "full": ("x[0]",)}
    picture = "network"
    stem = r"""
A linear recurrent unit computes $h_t = w_x x_t + w_h h_{t-1}$ with $w_x = {{ wx | number }}$, $w_h = {{ wh | number }}$ and $h_0 = 0$.
Its input sequence is {{ x | sequence }}.

Backpropagation from $h_{{ steps }}$ is truncated after {{ k }} step{{ "s" if k > 1 }}: {% if k > 1 %}it covers steps
{{ steps - k + 1 }} {{ "and" if k == 2 else "to" }} {{ steps }}{% else %}it covers step {{ steps }} only{% endif %},
and $h_{{ steps - k }}$ is treated as a constant.
"""
    parts = Ask(
        r"Compute the contributions of steps 1 to {{ steps }} to the truncated "
        r"$\frac{\partial h_{{ steps }}}{\partial w_x}$. Write 0 for steps that contribute nothing.",
        Vector(),
        of=observable.gradient("last", "own wx"),
        weight=2,
    )
    truncated = Ask(
        r"Compute the truncated $\frac{\partial h_{{ steps }}}{\partial w_x}$.",
        Real(decimals=2),
        of=observable.gradient("last", "wx"),
        follows="parts",
        continues=lambda q, answers: sum(answers["parts"]),
    )
    full = Ask(
        r"Compute $\frac{\partial h_{{ steps }}}{\partial w_x}$ without truncation.",
        Real(decimals=2),
        of=observable.gradient("layer", "wx"),
        follows="parts",
        continues=lambda q, answers: (
            sum(answers["parts"][-q.k :]) + sum(x * q.wh ** (q.steps - t) for t, x in enumerate(q.x[: -q.k], start=1))
        ),
    )
    x: Row = Field(min_length=2, max_length=50, description="Input sequence.")
    wx: Number = Field(description="Input-to-hidden weight.")
    wh: Number = Field(description="Hidden-to-hidden weight.")
    k: int = Field(ge=1, description="Number of time steps after which backpropagation is truncated.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        x = d.row("x", d.integer("steps", 4, 4), (-4, -3, -2, 2, 3, 4))
        return dict(x=x, **d.choices(wx=(-3, -2, 2, 3), wh=(-3, -2, 2, 3)), k=d.integer("k", 2, len(x) - 2))

    def check(self) -> None:
        if self.k >= self.steps:
            raise ValueError(f"k must be smaller than the number of steps, {self.steps}; got {self.k}")

    def admissible(self) -> bool:
        (truncated,), (full,) = self.worked["truncated"], self.worked["full"]
        return self.wx != self.wh and 0 not in (truncated, full) and truncated != full

    @property
    def asks(self) -> dict[str, Ask]:
        whole = all(isinstance(value, int) for value in (*self.x, self.wh))
        return {
            name: replace(ask, type=Integer()) if whole and isinstance(ask.type, Real) else ask
            for name, ask in super().asks.items()
        }

    @property
    def steps(self) -> int:
        """The number of time steps."""
        return len(self.x)

    @property
    def agreements(self) -> Agreements:
        return (("last", "layer"),)

    @property
    def sketch(self) -> Network:
        """The unit, step by step."""
        return unit(self.x, 0, "linear")

    @property
    def network(self) -> Network:
        return self.truncated_after(self.k)

    def truncated_after(self, steps: int) -> Network:
        """The unit with the state before its last steps held constant."""
        return self.whole.insert_after(f"h{self.steps - steps}", ops.stop_gradient())

    @property
    def whole(self) -> Network:
        """The unit with a copy of the input weight for every step, and the whole layer for comparison."""
        inputs = {f"x{t}": value for t, value in enumerate(self.x, start=1)}
        net = Network(inputs, x=self.x, wx=self.wx, wh=self.wh, h0=0, once=(1,) * self.steps)
        net = net.add("own wx", ops.multiply(), "wx", "once")
        cell = layers.SimpleRNNCell(1, activation="linear", use_bias=False)
        for t in range(1, self.steps + 1):
            net = net.add(f"wx{t}", ops.take((t - 1,)), "own wx")
            net = net.add(f"h{t}", cell, f"x{t}", state=f"h{t - 1}", weights=(f"wx{t}", "wh"))
        layer = layers.SimpleRNN(1, activation="linear", use_bias=False)
        return net.add("last", layers.Identity()).add("layer", layer, "x", state="h0", weights=("wx", "wh"))

    @misconception("You truncated one step too early. The last {{ k }} steps contribute.")
    def one_step_too_few(self) -> Network:
        return self.truncated_after(self.k - 1)

    @misconception("You truncated one step too late. Only the last {{ k }} steps contribute.")
    def one_step_too_many(self) -> Network | None:
        return self.truncated_after(self.k + 1) if self.k + 1 < self.steps else None

    @misconception("You did not truncate. Steps before the last {{ k }} contribute 0 to the truncated gradient.")
    def not_truncated(self) -> Network:
        return self.whole

    @misconception("You left out the factors $w_h$. Step $t$ contributes $w_h^{ {{- steps }} - t} x_t$.")
    def no_way_back(self) -> Question | None:
        return self.but(wh=1)

    @misconception("You swapped $w_x$ and $w_h$. Step $t$ contributes $w_h^{ {{- steps }} - t} x_t$.")
    def weights_exchanged(self) -> Question | None:
        return self.but(wx=self.wh, wh=self.wx) if self.wx != 1 else None  # as if the factors were left out
