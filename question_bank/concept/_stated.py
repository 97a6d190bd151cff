"""What questions about statements have in common: some of one theme, each with its reason, and the witnesses that are run."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from examgen.answers import Choice, Kind
from examgen.arrays import Array
from examgen.draw import Draw
from examgen.network import Network
from examgen.question import Ask, Claim, Question, misconception
from examgen.question_bank.concept._sources import stated_themes
from examgen.statements import Statement

LETTERS = "abcdefgh"


def statement(place: int) -> Callable[[Any], Any]:
    """The misconception that a statement is what it is not; its feedback is the statement's own reason."""

    @misconception(f"{{{{ reasons[{place}] }}}}")
    def mistaken(self: Stated) -> Mapping[str, Array] | None:
        return self.mistaken(place) if place < len(self.statements) else None

    return mistaken


class Stated(Question):
    """Some statements of one theme; what is asked of them, its subclasses say."""

    count: ClassVar[int]
    """How many statements are drawn."""

    theme: str
    statements: tuple[str, ...] = Field(min_length=2, max_length=len(LETTERS))

    @classmethod
    def draw(cls, d: Draw) -> Self:
        known = stated_themes(cls.bank)
        theme = d.choice("theme", [name for name, theme in known.items() if len(theme.statements) >= 2 * cls.count])
        ids = [statement.id for statement in known[theme].statements] if theme in known else []
        return cls(theme=theme, statements=d.sample("statements", ids, min(cls.count, len(ids))))

    @model_validator(mode="after")
    def _statements_exist(self) -> Self:
        known = stated_themes(self.bank)
        if self.theme not in known:
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
    def shown(self) -> tuple[Statement, ...]:
        """The statements, in their order on the paper."""
        theme = stated_themes(self.bank)[self.theme]
        return tuple(theme.named(id_) for id_ in self.statements)

    @property
    def about(self) -> str:
        """What they are about, in words."""
        return stated_themes(self.bank)[self.theme].title

    @property
    def verdicts(self) -> tuple[bool, ...]:
        """Which of them are true."""
        return tuple(statement.truth for statement in self.shown)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Of each statement whether it is true, and why."""
        return tuple(
            f"Statement {letter} is {'true' if statement.truth else 'false'}. {statement.why}"
            for letter, statement in zip(LETTERS, self.shown, strict=False)
        )

    @property
    def asks(self) -> Mapping[str, Ask]:
        return {"answer": Ask(self.asked, self.kind)}

    @property
    def network(self) -> Network:
        """Nothing but the answer: what statements say of networks is witnessed by their `claims`, the rest by a source."""
        return Network(answer=self.answer)

    @property
    def claims(self) -> tuple[Claim, ...]:
        witnessed = ((s, s.witness) for s in self.shown)
        return tuple(Claim(w.built, w.observables, s.refuted) for s, w in witnessed if w is not None)

    # to be said by each of them -------------------------------------------------------------------------------------

    asked: ClassVar[str]

    @property
    @abstractmethod
    def kind(self) -> Kind:
        """How the statements are offered."""

    @property
    @abstractmethod
    def answer(self) -> Array:
        """The right answer, in the form of its kind."""

    @abstractmethod
    def mistaken(self, place: int) -> Mapping[str, Array] | None:
        """The answer of a student who misjudges the statement at this place."""

    misjudged_a = statement(0)
    misjudged_b = statement(1)
    misjudged_c = statement(2)
    misjudged_d = statement(3)
    misjudged_e = statement(4)


class Single(Stated):
    """One statement that is unlike the others."""

    count = 4
    stem = "Of the following statements about {{ about }}, exactly one is {{ 'true' if wanted else 'false' }}."
    asked = "Which one?"

    wanted: ClassVar[bool]
    """Whether it is the true one that is asked for."""

    @model_validator(mode="after")
    def _there_is_one(self) -> Self:
        if self.verdicts.count(self.wanted) != 1:
            raise ValueError(f"exactly one statement must be {self.wanted}, {self.verdicts.count(self.wanted)} are")
        return self

    @property
    def kind(self) -> Kind:
        return Choice(tuple(statement.text for statement in self.shown))

    @property
    def answer(self) -> Array:
        return self.verdicts.index(self.wanted)

    def mistaken(self, place: int) -> Mapping[str, Array] | None:
        return {"answer": place} if place != self.answer else None
