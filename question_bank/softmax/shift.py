"""Softmax of the scores 1003, 1001 and 1000, whose exponentials no computer holds: subtract the largest first."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from examgen import layers, observable, ops
from examgen.answers import Choice, Vector
from examgen.arrays import Row
from examgen.draw import Draw, nonzero
from examgen.network import Network
from examgen.question import Ask, Question, misconception


class Shift(Question):
    """Softmax in its stable form, the logarithms of it, and what does not change it (calculator)."""

    topic, level, title = "softmax", 3, "Softmax in its stable form"
    stem = r"""
A network gives the scores $z = {{ z | vector }}$. Their exponentials are too large for a computer, so the largest score is
subtracted from every score before softmax is worked out.
"""
    exponents = Ask("What are the scores after the subtraction?", Vector())
    p = Ask("What probabilities does softmax make of them?", Vector(decimals=3), follows="exponents")
    log_p = Ask("What are the natural logarithms of these probabilities?", Vector(decimals=3), follows="exponents")
    same = Ask(
        r"Another network gives the scores $y = {{ y | vector }}$. Does softmax make the same probabilities of $y$ as of $z$?",
        Choice(("no", "yes")),
        of=observable.agrees("p", "q"),
    )

    z: Row = Field(min_length=2)
    y: Row = Field(min_length=2)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        high = d.integer("high", 720, 2000)  # beyond 709 the exponential leaves float64
        lower = d.row("lower", d.integer("classes", 3, 3), range(6))
        z = d.choice("z", (tuple(high - step for step in lower),))
        shift = d.choice("shift", tuple(nonzero(range(-high, 20))))
        factor = d.choice("factor", (1, 2))
        return cls(z=z, y=d.choice("y", (tuple(score * factor + shift for score in z),)))

    @model_validator(mode="after")
    def _as_many(self) -> Self:
        if len(self.y) != len(self.z):
            raise ValueError(f"y must have as many scores as z ({len(self.z)}), got {len(self.y)}")
        return self

    def admissible(self) -> bool:
        return len(set(self.z)) == len(self.z)

    @property
    def network(self) -> Network:
        net = Network(z=self.z, y=self.y).add("largest", ops.max(), "z").add("exponents", ops.subtract(), "z", "largest")
        return net.add("p", layers.Softmax()).add("log_p", ops.log()).add("q", layers.Softmax(), "y")
