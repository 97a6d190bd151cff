"""A dense layer and ReLU: what stands after each?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Grid, Network, Question, Row, Vector, layers, misconception


class Layer(Question):
    """Two steps, of which the second goes on from the first."""

    topic, level, title = "toy", 2, "A layer"
    stem = r"$$x = {{ x | vector }}, \quad W = {{ w | matrix }}, \quad b = {{ b | vector }}$$"
    z = Ask("What is $x W + b$?", Vector())
    a = Ask("What does ReLU make of it?", Vector(), follows="z")

    x: Row
    w: Grid
    b: Row
    how: str = "relu"

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            x=d.row("x", 2, range(1, 6)),
            w=d.grid("w", (2, 3), range(-3, 4)),
            b=d.row("b", 3, range(1, 4)),
            how=d.choice("how", ("relu",)),
        )

    @property
    def network(self) -> Network:
        net = Network(x=self.x, w=self.w, b=self.b).add("z", layers.Dense(len(self.b)), "x", weights=("w", "b"))
        return net.add("a", layers.ReLU())

    @misconception("The sign was dropped. ReLU makes negative numbers 0.")
    def sign_dropped(self) -> dict[str, tuple[float, ...]]:
        z = [sum(x * w for x, w in zip(self.x, column, strict=True)) for column in zip(*self.w, strict=True)]
        return {"a": tuple(float(abs(v + b)) for v, b in zip(z, self.b, strict=True))}
