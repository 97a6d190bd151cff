"""A question of the instructor's own, answered in words: a question like those of the bank, made of what the blueprint says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from examgen.answers import Explanation
from examgen.bank.bank import Bank
from examgen.derivation.terms import Prose
from examgen.question.draw import Draw
from examgen.question.entry import Entry
from examgen.question.question import Ask, Question, Sourced
from examgen.rendering.languages import noted

if TYPE_CHECKING:
    from examgen.derivation.lines import Show

OWN_TEXT = "text"
"""What stands for the id of such a question; ids of the bank have a point in them."""
ANSWER = "answer"
"""The name of its only part."""


class Criterion(BaseModel):
    """What a good answer says."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    text: str = Field(min_length=1)
    """What the answer must say to earn the points."""
    points: int = Field(default=1, ge=1, le=1000)
    """Its share of the question's points, relative to the other criteria."""


class OwnText(Question):
    """A text of the instructor's, with the criteria by which a person marks the answer."""

    topic, level, title = OWN_TEXT, 1, "Question"
    stem = noted("{{ text }}")  # through a variable, so that nothing in the text is taken for a template

    heading: str
    """The title."""
    text: str = Field(min_length=1)
    """What is asked, in Markdown."""
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    """What a good answer says."""
    model_answer: str = Field(min_length=1)
    """An answer that earns all points."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        raise ValueError("nothing of it is drawn")

    @property
    def asks(self) -> Mapping[str, Ask]:
        criteria = tuple((criterion.text, criterion.points) for criterion in self.criteria)
        model = Sourced(lambda _: self.model_answer, lambda _: ["the instructor"])
        return {ANSWER: Ask(noted("Answer in words."), Explanation(criteria, self.model_answer), of=model)}


def _solve(q: Any, show: Show) -> None:
    for criterion in q.criteria:
        show.say("Points: {points}. {criterion}", criterion=criterion.text, points=criterion.points)
    show.answer(ANSWER, "Model answer:", Prose(q.model_answer))


def entry_of(bank: Bank, id_: str) -> Entry:
    """The question of an id, be it of the bank or a text of the instructor's own.

    Raises:
        BankError: there is no such question.
    """
    return Entry(OWN_TEXT, OwnText, _solve, bank) if id_ == OWN_TEXT else bank.question(id_)
