"""Exactly one of four statements about pooling layers is true: which one?"""

from examgen.authoring import Ask, Draw, Field
from examgen.question_bank.concept._statements import MOST
from examgen.question_bank.concept._themed import SingleOut, chosen, drawn, which


class SingleTrue(SingleOut):
    """The only true statement among several about one theme."""

    topic, level, title = "concept", 1, "The true statement"
    attested_by = ("Sourced", "Keras")
    sought = True
    stem = "Exactly one of the following statements about {{ about }} is true."
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST, description="Statements, one of them true.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return drawn(d, cls.sought)

    @property
    def asks(self) -> dict[str, Ask]:
        return which(self)

    chosen_1, chosen_2, chosen_3, chosen_4 = map(chosen, range(4))
