"""Answers that are one or two sentences; a person marks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Comparison, Reading, Unreadable
from examgen.answers.blank import is_blank
from examgen.answers.characters import LIMIT
from examgen.arrays import Array, spelled, text_of


@dataclass(frozen=True)
class Explanation(AnswerType):
    """One or two sentences in the student's own words; the value is the text, letter by letter.

    No machine says that it is right or wrong: a person decides by the criteria, with the model answer beside them.

    Attributes:
        criteria: what a good answer says, each with the points that it earns.
        model_answer: an answer that earns all of them.
    """

    criteria: tuple[tuple[str, int], ...]
    model_answer: str
    name: ClassVar[str] = "explanation"
    cell: ClassVar[str] = "criterion"
    is_numeric: ClassVar[bool] = False
    key_is_unique: ClassVar[bool] = False
    is_judged: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not self.criteria or any(not text.strip() or points <= 0 for text, points in self.criteria):
            raise ValueError(f"expected criteria with a text and points each, got {self.criteria}")
        if is_blank(self.model_answer):
            raise ValueError("expected a model answer, got none")

    @property
    def hint(self) -> str:
        return "one or two sentences"

    @property
    def points(self) -> int:
        """The points of all criteria together."""
        return sum(points for _, points in self.criteria)

    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        if not text.strip():
            raise Unreadable("nothing was written; write one or two sentences")
        if len(text) > LIMIT:
            raise Unreadable(f"{len(text)} characters are too many for an explanation; write one or two sentences")
        shown = "".join(character if character.isprintable() else " " for character in text)
        return [Reading(spelled(text), " ".join(shown.split()))]

    def fit(self, value: Array) -> Array:
        try:
            return spelled(text_of(value))
        except (TypeError, ValueError):
            raise ValueError(f"expected a text, letter by letter, got {value}") from None

    def compare(self, value: Array, key: Array) -> Comparison:
        """Nothing can be said: no cell is right, and none is wrong."""
        return Comparison(cells=())

    def write(self, value: Array) -> str:
        return text_of(value)

    def plain(self, value: Array) -> str:
        return text_of(value)

    def tex(self, value: Array) -> str:
        special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
        escaped = "".join(special.get(c, rf"\{c}" if c in "&%$#_{}" else c) for c in " ".join(text_of(value).split()))
        return rf"\text{{{escaped}}}"
