"""Statements of one theme, some of them true and some false."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from examgen.authoring import AnswerType, Array, Choice, Draw, model_validator
from examgen.lettering import letters
from examgen.question.entry import Library
from examgen.question.statements import Theme
from examgen.question_bank.concept._shown import Shown
from examgen.question_bank.concept._sources import stated_themes


class Stated(Shown):
    """Statements that are true or false; what is asked of them, its subclasses say."""

    count: ClassVar[int]
    """How many are drawn."""

    @classmethod
    def themes(cls, bank: Library) -> Mapping[str, Theme]:
        return stated_themes(bank)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        known = cls.themes(d.bank)
        theme = d.choice("theme", [name for name, theme in known.items() if len(theme.statements) >= 2 * cls.count])
        ids = [statement.id for statement in known[theme].statements] if theme in known else []
        return dict(theme=theme, statements=d.sample("statements", ids, min(cls.count, len(ids))))

    @property
    def verdicts(self) -> tuple[bool, ...]:
        """Which of them are true."""
        return tuple(statement.truth for statement in self.shown)

    @property
    def reasons(self) -> tuple[str, ...]:
        lettered = zip(letters(len(self.shown)), self.shown, strict=True)
        return tuple(f"Statement {letter} is {'true' if s.truth else 'false'}. {s.why}" for letter, s in lettered)


class Single(Stated):
    """One statement that is unlike the others."""

    count = 4
    stem = "Of the following statements about {{ about }}, exactly one is {{ 'true' if wanted else 'false' }}."
    asked = "Which one?"

    wanted: ClassVar[bool]
    """Whether it is the true one that is asked for."""

    @model_validator(mode="after")
    def _there_is_one(self) -> Self:
        if (found := self.verdicts.count(self.wanted)) != 1:
            raise ValueError(f"exactly one statement must be {str(self.wanted).lower()}, {found} are")
        return self

    @property
    def kind(self) -> AnswerType:
        return Choice(self.texts)

    @property
    def answer(self) -> Array:
        return self.verdicts.index(self.wanted)

    def mistaken(self, place: int) -> Mapping[str, Array] | None:
        return {"answer": place} if place != self.answer else None
