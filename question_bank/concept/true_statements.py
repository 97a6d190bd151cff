"""Which of five statements about padding and stride are true?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from examgen.authoring import Ask, Choices, Claim, Draw, Field, Question, misconception, model_validator
from examgen.question.statements import Statement
from examgen.question_bank.concept._statements import (
    MOST,
    about_different_facts,
    claims_of,
    sourced,
    statements_of,
    theme_of,
    themes,
)


def misjudged(place: int) -> Callable[[Any], Any]:
    """The statement at a place, and no other, was judged wrongly."""
    shown = f"shown[{place}]"

    @misconception(f"{{{{ {shown}.quoted }}}} is {{{{ 'true' if {shown}.truth else 'false' }}}}. {{{{ {shown}.why }}}}")
    def mistaken(self: TrueStatements) -> dict[str, tuple[int, ...]] | None:
        ticked = tuple(int(statement.truth != (i == place)) for i, statement in enumerate(self.shown))
        return {"answer": ticked} if place < len(ticked) else None

    return mistaken


class TrueStatements(Question):
    """All true statements among several about one theme."""

    topic, level, title = "concept", 2, "True and false statements"
    attested_by = ("Sourced", "Keras")
    stem = "Some of the following statements about {{ about }} are true, the others are false."

    theme: str
    """Name of the theme, a file in `question_bank/concept/statements/`: `pooling`, `gates`, …"""
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST)
    """Names of the statements."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        theme = theme_of(d.bank, "statements", d.choice("theme", themes(d.bank, "statements")))
        return dict(theme=theme.name, statements=d.sample("statements", [s.id for s in theme.statements], 5))

    @model_validator(mode="after")
    def _statements_exist(self) -> Self:
        _ = self.shown  # which refuses
        return self

    def admissible(self) -> bool:
        return about_different_facts(self.shown) and len({statement.truth for statement in self.shown}) == 2

    @property
    def shown(self) -> tuple[Statement, ...]:
        """The statements, in their order."""
        return statements_of(self.bank, "statements", self.theme, self.statements)

    @property
    def about(self) -> str:
        """What they are about, in words."""
        return theme_of(self.bank, "statements", self.theme).title

    @property
    def asks(self) -> Mapping[str, Ask]:
        true = tuple(int(statement.truth) for statement in self.shown)
        texts = tuple(statement.text for statement in self.shown)
        return {"answer": Ask("Which statements are true?", Choices(texts), of=sourced(lambda _: true, self.shown))}

    @property
    def claims(self) -> tuple[Claim, ...]:
        return claims_of(self.shown)

    misjudged_1, misjudged_2, misjudged_3, misjudged_4, misjudged_5 = map(misjudged, range(5))
