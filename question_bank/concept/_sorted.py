"""Statements of one theme, each of which is true of one of several things."""

from __future__ import annotations

from collections.abc import Mapping

from examgen.authoring import AnswerType, Array, Matching
from examgen.question.entry import Library
from examgen.question.statements import Theme
from examgen.question_bank.concept._shown import Shown
from examgen.question_bank.concept._sources import sorted_themes


class Sorted(Shown):
    """Statements that are given to the things that they are true of; which are drawn, its subclasses say."""

    @classmethod
    def themes(cls, bank: Library) -> Mapping[str, Theme]:
        return sorted_themes(bank)

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the things."""
        return tuple(self.source.options)

    @property
    def belongs(self) -> tuple[str, ...]:
        """Of each statement the name of the thing that it is true of."""
        return tuple(statement.option for statement in self.shown)

    @property
    def reasons(self) -> tuple[str, ...]:
        numbered = enumerate(self.shown, start=1)
        return tuple(f"Number {n}: {self.source.options[s.option].text}. {s.why}" for n, s in numbered)

    @property
    def kind(self) -> AnswerType:
        return Matching(self.texts, tuple(option.text for option in self.source.options.values()))

    @property
    def answer(self) -> Array:
        return self.places(self.belongs)

    def places(self, options: tuple[str, ...]) -> tuple[int, ...]:
        """Where options stand, from 0."""
        return tuple(map(self.options.index, options))
