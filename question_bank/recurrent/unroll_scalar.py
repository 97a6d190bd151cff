"""h_t = ReLU(2 x_t + h_(t-1) - 1), h_0 = 0: what are h_1, h_2 and h_3?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Field, Network, Number, Question, Real, Row, layers, misconception, nonzero


class UnrollScalar(Question):
    """A recurrent layer of one unit with small whole numbers, unrolled without a calculator."""

    topic, level, title = "recurrent", 2, "A recurrent unit by hand"
    picture = "network"
    stem = r"""
A recurrent layer with a single unit starts from $h_0 = {{ h0 | number }}$ and reads the numbers {{ x | sequence }}:

$$h_t = {% if activation == "relu" %}\operatorname{ReLU}(w_x x_t + w_h h_{t-1} + b){% else %}w_x x_t + w_h h_{t-1} + b{% endif %},
\qquad w_x = {{ wx | number }}, \quad w_h = {{ wh | number }}, \quad b = {{ b | number }}$$
"""
    h1 = Ask("What is $h_1$?", Real(decimals=2))
    h2 = Ask("What is $h_2$?", Real(decimals=2), follows="h1")
    h3 = Ask("What is $h_3$?", Real(decimals=2), follows="h2")

    x: Row = Field(min_length=3, max_length=3)
    wx: Number
    wh: Number
    b: Number
    h0: Number
    activation: str = Field(pattern="^(relu|linear)$")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            x=d.row("x", 3, range(-3, 4)),
            wx=d.number("wx", nonzero(range(-3, 4))),
            wh=d.number("wh", (-2, -1, 0.5, 2)),
            b=d.number("b", nonzero(range(-2, 3))),
            h0=d.number("h0", (0,)),
            activation=d.choice("activation", ("relu", "linear")),
        )

    def admissible(self) -> bool:
        z = self.wx * self.x[0] + self.wh * self.h0 + self.b
        alive = z > 0 or self.activation == "linear"
        return alive and self.wx != self.wh and all(self.x)

    @property
    def network(self) -> Network:
        inputs = {f"x{t}": x for t, x in enumerate(self.x, start=1)}
        net = Network(inputs, h0=self.h0, wx=self.wx, wh=self.wh, b=self.b)
        cell = layers.SimpleRNNCell(1, activation=self.activation)
        for t in (1, 2, 3):
            net = net.add(f"h{t}", cell, f"x{t}", state=f"h{t - 1}", weights=("wx", "wh", "b"))
        return net

    @misconception("tanh was applied out of habit. This unit has no tanh: go by the formula that is given.")
    def tanh_out_of_habit(self) -> Network:
        return self.network.but("h1", "h2", "h3", activation="tanh")
