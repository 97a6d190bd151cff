"""What pooling a map by hand has in common, whichever pooling it is."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator

from examgen import layers
from examgen.answers import Matrix
from examgen.arrays import Grid
from examgen.draw import Draw
from examgen.network import Kind, Network, Option
from examgen.question import Ask, Question


class PoolingMap(Question):
    """A pooled map by hand; which pooling, its subclasses say."""

    pooling: ClassVar[Kind]

    stem = r"""
The layer `{{ layer }}` reads the map

$$X = {{ x | matrix }}$$
"""
    p = Ask("What does the layer give?", Matrix(decimals=2))

    x: Grid
    pool: int = Field(ge=1)
    s: int = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        pool = d.integer("pool", 2, 2)
        s = d.integer("s", 1, 2)
        side = d.integer("side", 4, 4) if s == 2 else d.integer("side", 3, 4)
        return cls(x=d.grid("x", (side, side), range(10)), pool=pool, s=s)

    @model_validator(mode="after")
    def _window_fits(self) -> Self:
        if self.pool > min(len(self.x), len(self.x[0])):
            raise ValueError(f"the window ({self.pool} × {self.pool}) is larger than the map")
        return self

    @property
    def layer(self) -> str:
        """The layer as Keras code."""
        return str(self.network.node("p").layer)

    @property
    def network(self) -> Network:
        strides: dict[str, Option] = {} if self.s == self.pool else {"strides": self.s}
        return Network(x=self.x).add("p", self.pooling(self.pool, **strides))
