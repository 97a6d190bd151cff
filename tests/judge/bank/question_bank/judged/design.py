"""A layer that gives 4 numbers of 3 within 20 parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examgen.authoring import Ask, Draw, LayerDesign, Network, Question, layers
from examgen.authoring import Input as Shape


class Design(Question):
    """A dense layer within a budget."""

    topic, level, title = "judged", 1, "A layer within a budget"
    stem = "A layer reads {{ n }} values and gives {{ m }}, with at most {{ budget }} parameters."

    n: int
    m: int
    budget: int

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(n=d.integer("n", 2, 9), m=d.integer("m", 2, 9), budget=d.integer("budget", 100, 200))

    @property
    def asks(self) -> Mapping[str, Ask]:
        return {"layer": Ask("Which?", LayerDesign((self.n,), (self.m,), max_parameters=self.budget))}

    @property
    def network(self) -> Network:
        return Network(x=Shape(self.n)).add("layer", layers.Dense(self.m))
