"""What questions about statements have in common: some of one theme, each with its reason, and the witnesses that are run."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from examgen.authoring import AnswerType, Array, Ask, Claim, Field, Question, Sourced, misconception, model_validator
from examgen.question.entry import Library
from examgen.question.statements import Statement, Theme

MOST = 8
"""So many statements a question shows at most."""


def misjudged(place: int) -> Callable[[Any], Any]:
    """The misconception that a statement is what it is not; its feedback is the statement's own reason."""

    @misconception(f"{{{{ reasons[{place}] }}}}")
    def mistaken(self: Shown) -> Mapping[str, Array] | None:
        return self.mistaken(place) if place < len(self.statements) else None

    return mistaken


class Shown(Question):
    """Some statements of one theme; of what kind they are and what is asked of them, its subclasses say."""

    asked: ClassVar[str]

    theme: str
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST)

    @classmethod
    @abstractmethod
    def themes(cls, bank: Library) -> Mapping[str, Theme]:
        """The themes that statements are drawn from, ours and the instructor's."""

    @property
    @abstractmethod
    def kind(self) -> AnswerType:
        """How the statements are offered."""

    @property
    @abstractmethod
    def answer(self) -> Array:
        """The right answer, in the form of its kind."""

    @property
    @abstractmethod
    def reasons(self) -> tuple[str, ...]:
        """Of each statement what it is, and why."""

    @abstractmethod
    def mistaken(self, place: int) -> Mapping[str, Array] | None:
        """The answer of a student who misjudges the statement at this place."""

    # what follows from it -------------------------------------------------------------------------------------------

    @model_validator(mode="after")
    def _statements_exist(self) -> Self:
        if self.theme not in (known := self.themes(self.bank)):
            raise ValueError(f"there is no theme {self.theme!r}; there is {', '.join(known)}")
        for id_ in self.statements:
            known[self.theme].named(id_)  # says so if there is none
        if len(set(self.statements)) < len(self.statements):
            raise ValueError("a statement stands there twice")
        return self

    def admissible(self) -> bool:
        """Whether no statement gives another one away."""
        return len({statement.about for statement in self.shown}) == len(self.statements)

    @property
    def source(self) -> Theme:
        """The theme that they are drawn from."""
        return self.themes(self.bank)[self.theme]

    @property
    def about(self) -> str:
        """What they are about, in words."""
        return self.source.title

    @property
    def shown(self) -> tuple[Statement, ...]:
        """The statements, in their order on the paper."""
        return tuple(map(self.source.named, self.statements))

    @property
    def texts(self) -> tuple[str, ...]:
        """What they say."""
        return tuple(statement.text for statement in self.shown)

    @property
    def asks(self) -> Mapping[str, Ask]:
        attested = Sourced(lambda variant: variant.answer, lambda variant: [s.source for s in variant.shown])
        return {"answer": Ask(self.asked, self.kind, of=attested)}

    @property
    def claims(self) -> tuple[Claim, ...]:
        witnessed = ((s, s.witness) for s in self.shown)
        return tuple(Claim(w.built, w.observables, s.refuted) for s, w in witnessed if w is not None)

    misjudged_1, misjudged_2 = misjudged(0), misjudged(1)
    misjudged_3, misjudged_4 = misjudged(2), misjudged(3)
