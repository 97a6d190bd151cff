"""A practice session without a screen: it takes what a student types, and returns what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from examgen.answers import Unreadable
from examgen.arrays import Array
from examgen.errors import UserError
from examgen.practice.entry import wants_more
from examgen.practice.events import (
    Asked,
    Closed,
    Dropped,
    Event,
    Explained,
    Heard,
    Hinted,
    NotUnderstood,
    Posed,
    Right,
    Shown,
    Stopped,
    Wrong,
)
from examgen.practice.examiner import Examiner, Verdict
from examgen.practice.hints import Step, steps
from examgen.practice.programme import Exhausted, Programme
from examgen.practice.tally import Tally
from examgen.question import Question
from examgen.witness import Attested

TRIES = 2
"""So many answers to an ask are judged; then the right one is shown."""

NEXT_STEP, ALL_STEPS, SKIP, QUIT, HELP = {"?"}, {"??", "steps"}, {"skip"}, {"quit", "exit"}, {"help"}
COMMANDS = NEXT_STEP | ALL_STEPS | SKIP | QUIT | HELP


@dataclass
class _Exercise:
    """The question that is being worked on."""

    variant: Question
    asks: list[str]
    at: int = 0
    tries: int = TRIES
    steps: list[Step] | None = None
    helped: bool = False
    flawless: bool = True
    answers: dict[str, Array] = field(default_factory=dict)

    @property
    def ask(self) -> str:
        return self.asks[self.at]


class Session:
    """Asks questions, one ask at a time, until so many were asked or the student has had enough.

    Every method returns events in the order in which they are to be shown. Nothing is read or printed here.
    """

    def __init__(self, programme: Programme, examiner: Examiner, tally: Tally, count: int) -> None:
        self._programme = programme
        self._examiner = examiner
        self._tally = tally
        self._count = count
        self._number = 0
        self._exercise: _Exercise | None = None
        self.finished = False

    def begin(self) -> list[Event]:
        """Pose the first question."""
        return list(self._next_question())

    def tell(self, text: str) -> list[Event]:
        """Take what the student typed: an answer, or one of the `COMMANDS`."""
        if self._exercise is None or self.finished:
            return []
        return list(self._told(self._exercise, text))

    def wants_more(self, text: str) -> bool:
        """Whether another line belongs to the answer typed so far."""
        if self._exercise is None or text.strip() in COMMANDS:
            return False
        return wants_more(self._exercise.variant.asks[self._exercise.ask].kind, text)

    def end(self) -> list[Event]:
        """Stop here, and sum up."""
        if self.finished:
            return []
        self.finished = True
        return [Closed(self._tally.summary())]

    # what is typed --------------------------------------------------------------------------------------------------

    def _told(self, exercise: _Exercise, text: str) -> Iterator[Event]:
        command = text.strip().lower()
        if command in QUIT:
            yield from self.end()
        elif command in HELP:
            yield Explained()
            yield Asked(exercise.variant, exercise.ask)
        elif command in COMMANDS:
            if attested := (yield from self._attested()):
                yield from self._helped(exercise, attested, command)
        else:
            yield from self._answered(exercise, text)

    def _attested(self) -> Iterator[Event]:
        raise NotImplementedError
