"""A course's practice set: a file ``practice.yaml`` that an instructor hands out, with what to practise, and when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from examgen.bank.card import Card
from examgen.bank.search import either, similar
from examgen.errors import UserError
from examgen.exam.blueprint import levels_of
from examgen.exam.yaml_source import read_yaml


class SetError(UserError):
    """A practice set cannot be used."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Part(_Strict):
    """Some questions of a set."""

    question: str = ""
    """A question by its id; `examgen bank list` shows them all."""
    topic: str = ""
    """Or all questions of a topic."""
    level: Annotated[tuple[int, ...] | None, BeforeValidator(levels_of)] = None
    """Of the topic, only these levels: `2`, `1-3` or `[1, 3]`."""
    since: datetime.date | None = Field(default=None, alias="from")
    """The first day on which it is asked."""
    until: datetime.date | None = None
    """The last day on which it is asked."""

    @model_validator(mode="after")
    def _names_one_thing(self) -> Part:
        if bool(self.question) == bool(self.topic):
            raise ValueError("each part of a set needs either a question: or a topic:")
        if self.question and self.level is not None:
            raise ValueError("a question already has a level; leave out level:")
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until: {self.until} is before from: {self.since}, so it would never be asked")
        return self

    def is_on(self, day: datetime.date) -> bool:
        """Whether it is asked on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class PracticeSet(_Strict):
    """What a course practises."""

    title: str = Field(min_length=1)
    """What the set is called."""
    order: Literal["mixed", "listed"] = "mixed"
    """`mixed`: what is due, weak and new, as in a session without a set. `listed`: in the order of the file, each once."""
    count: int = Field(default=10, ge=1, le=1000)
    """How many questions a session asks, where they are mixed."""
    questions: tuple[Part, ...] = Field(min_length=1)
    """The parts, in order."""


@dataclass(frozen=True)
class Course:
    """A practice set as it is today: the cards of its questions, in order."""

    title: str
    cards: tuple[Card, ...]
    in_order: bool
    count: int


def read_set(path: Path, cards: Sequence[Card], day: datetime.date | None = None) -> Course:
    """Read a practice set.

    Raises:
        YamlError: the file cannot be read or says something that a set cannot.
        SetError: it names what is not there, or asks nothing today.
    """
    source = read_yaml(path)
    given = source.parse(PracticeSet)
    day = day or datetime.date.today()
    known = {card.id: card for card in cards}
    topics = {card.topic for card in cards}
    found: dict[str, Card] = {}
    for place, part in enumerate(given.questions):
        where = source.at(("questions", place))
        name, names = (part.question, known.keys()) if part.question else (part.topic, topics)
        if name not in names:
            close = similar(name, names)
            hint = f"did you mean {either(close)}?" if close else "examgen bank list shows them all"
            raise SetError(f"{where}: there is no {'question' if part.question else 'topic'} {name!r}; {hint}")
        chosen = [card for card in cards if name in (card.id, card.topic)]
        chosen = [card for card in chosen if part.level is None or card.level in part.level]
        if not chosen:
            levels = sorted({card.level for card in cards if card.topic == name})
            raise SetError(
                f"{where}: {name} has no question of that level; its levels are {', '.join(map(str, levels))}"
            )
        if part.is_on(day):
            found.update((card.id, card) for card in chosen)
    if not found:
        begins = [part.since for part in given.questions if part.since and part.since > day]
        when = f"it begins on {min(begins)}" if begins else "it is over"
        raise SetError(f"{path}: no question of this set is scheduled for today ({day}); {when}")
    return Course(given.title, tuple(found.values()), given.order == "listed", given.count)
