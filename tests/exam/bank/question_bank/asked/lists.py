"""An answer of every type that refers to a list: which, which ones, in which order, and which to which?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examgen.authoring import Ask, Choice, Choices, Draw, Matching, Ordering, Question, Sourced

BOOK = ("A book, page 1.",)


class Lists(Question):
    """Lists of the question's own; the right answers are always the same."""

    topic, level, title = "asked", 2, "Lists"
    attested_by = ("Sourced",)
    stem = "There are {{ n }} layers."

    n: int
    """How many layers."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(n=d.integer("n", 1, 99))

    @property
    def asks(self) -> Mapping[str, Ask]:
        def sourced(value: object) -> Sourced:
            return Sourced(lambda _: value, lambda _: BOOK)  # type: ignore[arg-type, return-value]

        return {
            "one": Ask(
                "Which?", Choice(("dense", "pooling", "a convolution over the whole of an image")), of=sourced(1)
            ),
            "some": Ask("Which ones?", Choices(("tanh", "ReLU", "softmax")), of=sourced((1, 0, 1))),
            "order": Ask("In which order?", Ordering(("first", "second", "third")), of=sourced((2, 0, 1))),
            "pairs": Ask("Which to which?", Matching(("p", "q"), ("u", "v", "w")), of=sourced((0, 2))),
        }
