"""What happens in a practice session, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass

from examgen.arrays import Array
from examgen.practice.hints import Step
from examgen.practice.tally import Summary
from examgen.question.question import Question


@dataclass(frozen=True)
class Posed:
    """A new question stands there, the ``number``-th of ``count``."""

    variant: Question
    number: int
    count: int


@dataclass(frozen=True)
class Asked:
    """An answer is awaited."""

    variant: Question
    ask: str


@dataclass(frozen=True)
class NotUnderstood:
    """What was typed cannot be read; it costs nothing."""

    why: str


@dataclass(frozen=True)
class Heard:
    """What was typed was read so."""

    said: str


@dataclass(frozen=True)
class Right:
    """The answer is right; ``from_own`` names the asks whose answers were not, and from which it is."""

    variant: Question
    from_own: tuple[str, ...] = ()


@dataclass(frozen=True)
class TooCoarse:
    """The answer is right, but has fewer places than were ``asked`` for; another one costs nothing."""

    asked: str


@dataclass(frozen=True)
class Wrong:
    """The answer is not right.

    Attributes:
        reason: how far it is from right, in a clause; empty where there is nothing to say.
        feedback: what the misconception behind it is told, as Markdown; empty where none fits.
        tries: how many more answers are taken.
    """

    reason: str
    feedback: str
    tries: int


@dataclass(frozen=True)
class Hinted:
    """The next step of the derivation was asked for."""

    step: Step


@dataclass(frozen=True)
class Shown:
    """The right answer, as an ask is left without it."""

    variant: Question
    ask: str
    value: Array


@dataclass(frozen=True)
class Explained:
    """The student asked what may be typed."""


@dataclass(frozen=True)
class Dropped:
    """A question cannot be used, by no fault of the student; the session goes on with another one."""

    why: str


@dataclass(frozen=True)
class Stopped:
    """The session cannot go on."""

    why: str


@dataclass(frozen=True)
class Closed:
    """The session is over."""

    summary: Summary


Event = (
    Posed
    | Asked
    | NotUnderstood
    | Heard
    | Right
    | TooCoarse
    | Wrong
    | Hinted
    | Shown
    | Explained
    | Dropped
    | Stopped
    | Closed
)
