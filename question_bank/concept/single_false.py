"""Exactly one of four statements about recurrent layers is false: which one?"""

from examgen.authoring import Ask, Draw, Field
from examgen.question_bank.concept._statements import MOST
from examgen.question_bank.concept._themed import SingleOut, chosen, drawn, which


class SingleFalse(SingleOut):
    """The only false statement among several about one theme."""

    topic, level, title = "concept", 1, "The false statement"
    attested_by = ("Sourced", "Keras")
    sought = False
    stem = "Exactly one of the following statements about {{ about }} is false."
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST, description="Statements, one of them false.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d, cls.sought)

    @property
    def asks(self) -> dict[str, Ask]:
        return which(self)

    chosen_1, chosen_2, chosen_3, chosen_4 = map(chosen, range(4))
