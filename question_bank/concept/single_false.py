"""Exactly one of four statements about recurrent layers is false: which one?"""

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
    """The true statement at a place was taken to be false."""

    @misconception(f"{{{{ shown[{place}].quoted }}}} is true. {{{{ shown[{place}].why }}}}")
    def taken_for_false(self: SingleFalse) -> dict[str, int] | None:
        return {"answer": place} if place < len(self.shown) and self.shown[place].truth else None

    return taken_for_false


class SingleFalse(Question):
    """The only false statement among several about one theme."""

    topic, level, title = "concept", 1, "The false statement"
    attested_by = ("Sourced", "Keras")
    stem = "Exactly one of the following statements about {{ about }} is false."

    theme: str
    """Name of the theme, a file in `question_bank/concept/statements/`: `pooling`, `gates`, …"""
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST)
    """Names of the statements, exactly one of them false."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        known = themes(d.bank, "statements")
        theme = theme_of(d.bank, "statements", d.choice("theme", known))
        false = d.choice("false", [s for s in theme.statements if not s.truth])
        true = d.sample("true", [s for s in theme.statements if s.truth and s.about != false.about], 3)
        ids = [statement.id for statement in (false, *true)]
        return dict(theme=theme.name, statements=d.sample("statements", ids, len(ids)))

    @model_validator(mode="after")
    def _one_is_false(self) -> Self:
        if (found := sum(not statement.truth for statement in self.shown)) != 1:
            raise ValueError(f"exactly one statement must be false, got {found}")
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
        false = [statement.truth for statement in self.shown].index(False)
        texts = tuple(statement.text for statement in self.shown)
        return {"answer": Ask("Which statement is false?", Choice(texts), of=sourced(lambda _: false, self.shown))}

    @property
    def claims(self) -> tuple[Claim, ...]:
        return claims_of(self.shown)

    chosen_1, chosen_2, chosen_3, chosen_4 = map(chosen, range(4))
