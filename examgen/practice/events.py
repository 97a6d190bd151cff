"""What happens in a practice session, for whoever shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from examgen.practice.programme import Next
from examgen.practice.stock import Shown
from examgen.practice.tally import Summary

if TYPE_CHECKING:
    from examgen.arrays import Array
    from examgen.derivation.lines import Line
    from examgen.practice.hints import Divergence, Step
    from examgen.question.question import Question


@dataclass(frozen=True)
class Posed:
    """A question stands there, the ``number``-th of ``count`` (0 where nobody counts); ``again`` where it did before."""

    question: Next
    number: int
    count: int
    again: bool = False


@dataclass(frozen=True)
class Asked:
    """An answer is awaited, to the ask at a place from 0."""

    shown: Shown
    at: int


@dataclass(frozen=True)
class Earlier:
    """What was answered before to the ask at a place from 0, of a question that is shown once more.

    Attributes:
        said: the answer as it was read; empty where there was none.
        right: whether it was right.
        answer: the right answer as it would be typed, where it has been shown.
        asked: whether it was an answer to what is asked now, whose sentence stands above.
    """

    shown: Shown
    at: int
    said: str
    right: bool
    answer: str = ""
    asked: bool = False


@dataclass(frozen=True)
class NotUnderstood:
    """What was typed cannot be read; it costs nothing."""

    why: str


@dataclass(frozen=True)
class Heard:
    """What was typed was read so; as ``listed`` where it names an option of the question's own, in Markdown."""

    said: str
    listed: bool = False


@dataclass(frozen=True)
class Right:
    """The answer is right.

    Attributes:
        from_own: the asks whose answers were not, and from which it is.
        remark: the rounded value, where the answer has another last decimal; empty otherwise.
    """

    shown: Shown
    from_own: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class NearMiss:
    """The answer is right but for its form, which ``why`` names; another one costs nothing."""

    why: str


@dataclass(frozen=True)
class Wrong:
    """The answer is not right.

    Attributes:
        reason: how far it is from right, in a clause; empty where there is nothing to say.
        feedback: what the misconception behind it is told, as Markdown; empty where none fits.
        left: the line where the work left the solution, where that can be told.
        tries: how many more answers are taken.
    """

    reason: str
    feedback: str
    left: Divergence | None
    tries: int


@dataclass(frozen=True)
class Hinted:
    """The next step of the solution was asked for, the ``number``-th of ``count``."""

    step: Step
    number: int
    count: int


@dataclass(frozen=True)
class NoHint:
    """Nothing, or nothing more, stands between the question and its answer."""


@dataclass(frozen=True)
class Solved:
    """The whole worked solution of an ask.

    Attributes:
        lines: its lines.
        value: the right answer.
        left: the line where the student's work left it.
        reasons: whether it stands behind a right answer, so that its reasons are enough.
    """

    variant: Question
    ask: str
    lines: Sequence[Line]
    value: Array
    left: Divergence | None = None
    reasons: bool = False


@dataclass(frozen=True)
class Code:
    """The Keras code that proves an answer, or in ``attested`` what attests it instead."""

    code: str
    attested: str = ""


@dataclass(frozen=True)
class Compare:
    """A free answer is to be compared with the model answer, by whoever gave it."""


@dataclass(frozen=True)
class Paused:
    """A question is done; the next one comes when the student says so. ``last`` tells that there is none."""

    last: bool = False


@dataclass(frozen=True)
class Explained:
    """The student asked what may be typed."""


@dataclass(frozen=True)
class Dropped:
    """A question cannot be used, by no fault of the student; the session goes on with another one."""

    why: str


@dataclass(frozen=True)
class Stopped:
    """The session cannot go on, or has nothing more to ask."""

    why: str


@dataclass(frozen=True)
class Closed:
    """The session is over."""

    summary: Summary


Event = (
    Posed
    | Asked
    | Earlier
    | NotUnderstood
    | Heard
    | Right
    | NearMiss
    | Wrong
    | Hinted
    | NoHint
    | Solved
    | Code
    | Compare
    | Paused
    | Explained
    | Dropped
    | Stopped
    | Closed
)
