"""Exactly one of four statements about pooling layers is true: which one?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from examgen.authoring import Ask, Choice, Claim, Draw, Field, Question, misconception, model_validator
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


def chosen(place: int) -> Callable[[Any], Any]:
    """The false statement at a place was taken to be true."""

    @misconception(f"{{{{ shown[{place}].quoted }}}} is false. {{{{ shown[{place}].why }}}}")
    def taken_for_true(self: SingleTrue) -> dict[str, int] | None:
        return {"answer": place} if place < len(self.shown) and not self.shown[place].truth else None

    return taken_for_true


class SingleTrue(Question):
    """The only true statement among several about one theme."""

    topic, level, title = "concept", 1, "The true statement"
    attested_by = ("Sourced", "Keras")
    stem = "Exactly one of the following statements about {{ about }} is true."

    theme: str
    """Name of the theme, a file in `question_bank/concept/statements/`: `pooling`, `gates`, …"""
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST)
    """Names of the statements, exactly one of them true."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        known = themes(d.bank, "statements")
        theme = theme_of(d.bank, "statements", d.choice("theme", known))
        true = d.choice("true", [s for s in theme.statements if s.truth])
        false = d.sample("false", [s for s in theme.statements if not s.truth and s.about != true.about], 3)
        ids = [statement.id for statement in (true, *false)]
        return dict(theme=theme.name, statements=d.sample("statements", ids, len(ids)))

    @model_validator(mode="after")
    def _one_is_true(self) -> Self:
        if (found := sum(statement.truth for statement in self.shown)) != 1:
            raise ValueError(f"exactly one statement must be true, got {found}")
        return self

    def admissible(self) -> bool:
        return about_different_facts(self.shown)

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
        true = [statement.truth for statement in self.shown].index(True)
        texts = tuple(statement.text for statement in self.shown)
        return {"answer": Ask("Which statement is true?", Choice(texts), of=sourced(lambda _: true, self.shown))}

    @property
    def claims(self) -> tuple[Claim, ...]:
        return claims_of(self.shown)

    chosen_1, chosen_2, chosen_3, chosen_4 = map(chosen, range(4))
