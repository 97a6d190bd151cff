"""Which of five statements about padding and stride are true?"""

from __future__ import annotations

from collections.abc import Mapping

from examgen.authoring import AnswerType, Array, Choices
from examgen.question_bank.concept._shown import misjudged
from examgen.question_bank.concept._stated import Stated


class TrueStatements(Stated):
    """All true statements of five on one theme."""

    topic, level, title = "concept", 2, "True and false statements"
    attested_by = ("Sourced",)
    count = 5
    stem = "Some of the following statements about {{ about }} are true, and the others are false."
    asked = "Which of them are true?"

    def admissible(self) -> bool:
        return super().admissible() and len(set(self.verdicts)) == 2

    @property
    def kind(self) -> AnswerType:
        return Choices(self.texts)

    @property
    def answer(self) -> Array:
        return tuple(map(int, self.verdicts))

    def mistaken(self, place: int) -> Mapping[str, Array]:
        return {"answer": tuple(int(truth != (i == place)) for i, truth in enumerate(self.verdicts))}

    misjudged_5 = misjudged(4)
