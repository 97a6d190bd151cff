"""tanh, and twice that: what follows from what was rounded?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Network, Question, Real, Row, Vector, layers, misconception, ops


class Chain(Question):
    """A row through tanh, its sum, and the square of that."""

    topic, level, title = "judged", 1, "A chain"
    stem = r"$$x = {{ x | vector }}$$"
    h = Ask(r"What is $\tanh(x)$?", Vector(decimals=3))
    total = Ask("What is the sum of it?", Real(decimals=3), follows="h")
    square = Ask("What is its square?", Real(decimals=3), follows="total")

    x: Row

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(x=d.row("x", 4, range(-2, 3)))

    @property
    def network(self) -> Network:
        return (
            Network(x=self.x)
            .add("h", layers.Activation("tanh"), "x")
            .add("total", ops.sum(axis=-1))
            .add("square", ops.square())
        )

    @misconception("Half of it was taken. tanh is not halved.")
    def halved(self) -> Network:
        return self.network.with_arrays(x=tuple(value / 2 for value in self.x))

    @misconception("The sum was doubled. Every value is added once.")
    def doubled(self) -> Network:
        return self.network.with_arrays(x=(*self.x, *self.x))
