"""Start from h_0 = [0, 0] and read three inputs: what are h_1, h_2 and h_3 of a tanh layer?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import model_validator

from examgen import layers
from examgen.answers import Vector
from examgen.arrays import Grid, Row
from examgen.draw import Draw, nonzero, steps
from examgen.network import Network
from examgen.question import Ask, Question


class Unroll(Question):
    """A simple recurrent layer with tanh, unrolled by hand (calculator)."""

    topic, level, title = "recurrent", 3, "Unrolling a recurrent layer"
    stem = r"""
The recurrent layer `{{ cell }}` starts from the state $h_0 = {{ h0 | vector }}$ and reads, one after the other,
{% for row in x %}$x_{{ loop.index }} = {{ row | vector }}${{ ", " if not loop.last else "." }}{% endfor %}
All vectors are rows, and

$$h_t = \tanh(x_t W_x + h_{t-1} W_h + b), \quad
W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}$$
"""
    x: Grid
    Wx: Grid
    Wh: Grid
    b: Row
    h0: Row

    @classmethod
    def draw(cls, d: Draw) -> Self:
        weights = nonzero(steps(-1, 1, 0.25))
        x = d.grid("x", (d.integer("steps", 3, 3), d.integer("features", 1, 2)), steps(-2, 2, 0.5))
        wx = d.grid("Wx", (len(x[0]), d.integer("units", 1, 2)), weights)
        units = len(wx[0])
        return cls(
            x=x,
            Wx=wx,
            Wh=d.grid("Wh", (units, units), weights),
            b=d.row("b", units, nonzero(steps(-0.5, 0.5, 0.25))),
            h0=d.row("h0", units, (0,)),
        )

    @model_validator(mode="after")
    def _shapes_fit(self) -> Self:
        features, units = len(self.x[0]), len(self.b)
        if (len(self.Wx), len(self.Wx[0])) != (features, units):
            raise ValueError(f"Wx must be {features} × {units} (features × units), got {len(self.Wx)} × {len(self.Wx[0])}")
        if (len(self.Wh), len(self.Wh[0])) != (units, units):
            raise ValueError(f"Wh must be {units} × {units} (units × units), got {len(self.Wh)} × {len(self.Wh[0])}")
        if len(self.h0) != units:
            raise ValueError(f"h0 must have {units} numbers, got {len(self.h0)}")
        return self

    def admissible(self) -> bool:
        return all(any(row) for row in self.x)

    @property
    def cell(self) -> str:
        """The layer as Keras code."""
        return str(layers.SimpleRNN(len(self.b)))

    @property
    def asks(self) -> Mapping[str, Ask]:
        return {
            f"h{t}": Ask(rf"What is $h_{{{t}}}$?", Vector(decimals=3), follows=f"h{t - 1}" if t > 1 else ())
            for t in range(1, len(self.x) + 1)
        }

    @property
    def network(self) -> Network:
        inputs = {f"x{t}": row for t, row in enumerate(self.x, start=1)}
        net = Network(inputs, h0=self.h0, Wx=self.Wx, Wh=self.Wh, b=self.b)
        cell = layers.SimpleRNNCell(len(self.b))
        for t in range(1, len(self.x) + 1):
            net = net.add(f"h{t}", cell, f"x{t}", state=f"h{t - 1}", weights=("Wx", "Wh", "b"))
        return net
