"""Why does a convolution have fewer parameters than a dense layer?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examgen.authoring import Ask, Draw, Explanation, Question, Sourced


class Explain(Question):
    """Sentences that a person marks."""

    topic, level, title = "judged", 1, "Explain"
    attested_by = ("Sourced",)
    stem = "A convolution has {{ n }} filters."

    n: int
    """How many filters."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(n=d.integer("n", 1, 9))

    @property
    def asks(self) -> Mapping[str, Ask]:
        kind = Explanation((("Weights are shared.", 1),), "The same weights are used at every position.")
        return {"why": Ask("Why?", kind, of=Sourced(lambda _: kind.model_answer, lambda _: ["A book."]))}
