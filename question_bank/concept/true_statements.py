"""Which of five statements about padding and stride are true?"""

from examgen.authoring import Ask, Choices, Draw, Field
from examgen.question_bank.concept._statements import MOST, about_different_facts, sourced, theme_of, themes
from examgen.question_bank.concept._themed import Themed, misjudged


class TrueStatements(Themed):
    """All true statements among several about one theme."""

    topic, level, title = "concept", 2, "True and false statements"
    attested_by = ("Sourced", "Keras")
    stem = "Some of the following statements about {{ about }} are true, the others are false."
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST, description="Names of the statements.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        theme = theme_of(d.bank, "statements", d.choice("theme", themes(d.bank, "statements")))
        return dict(theme=theme.name, statements=d.sample("statements", [s.id for s in theme.statements], 5))

    def check(self) -> None:
        _ = self.shown  # which refuses

    def admissible(self) -> bool:
        return about_different_facts(self.shown) and len({statement.truth for statement in self.shown}) == 2

    @property
    def asks(self) -> dict[str, Ask]:
        true = tuple(int(statement.truth) for statement in self.shown)
        texts = tuple(statement.text for statement in self.shown)
        return {"answer": Ask("Which statements are true?", Choices(texts), of=sourced(lambda _: true, self.shown))}

    misjudged_1, misjudged_2, misjudged_3, misjudged_4, misjudged_5 = map(misjudged, range(5))
