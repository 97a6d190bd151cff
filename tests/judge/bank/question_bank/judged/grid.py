"""Twice a matrix."""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Grid, Matrix, Network, Question, ops


class Doubled(Question):
    """A matrix plus itself."""

    topic, level, title = "judged", 1, "Twice a matrix"
    stem = r"$$A = {{ a | matrix }}$$"
    z = Ask("What is $A + A$?", Matrix())

    a: Grid

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(a=d.grid("a", (2, 3), range(1, 9)))

    @property
    def network(self) -> Network:
        return Network(a=self.a).add("z", ops.add(), "a", "a")
