"""The square of a number, wrongly worked out."""

from __future__ import annotations

from typing import Any

from examgen.authoring import Ask, Draw, Integer, Network, Number, Question, ops


class Disagreement(Question):
    """Its witnesses disagree."""

    topic, level, title = "broken", 1, "Disagreement"
    stem = "Let $x = {{ x }}$."
    y = Ask("What is $x^2$?", Integer())

    x: Number

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(x=d.number("x", range(3, 100)))

    @property
    def network(self) -> Network:
        return Network(x=self.x).add("y", ops.square(), "x")
