"""What a student wrote, read as the ask wants it, or the reason why it could not be read with certainty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from examgen.answers import AnswerType, Doubtful, Reading, Unreadable, is_blank, symbols_in
from examgen.arrays import Array

Outcome = Literal["blank", "read", "unreadable", "doubtful"]


@dataclass(frozen=True)
class Answer:
    """One answer as it was read.

    Attributes:
        type: how its value is compared; the ask's own answer type also where a letter was ticked.
        text: what was typed.
        outcome: whether something was written, and whether it has one reading.
        readings: what it may mean: one where it was read, several where it is doubtful, none otherwise.
        why: why it has no certain reading.
        set_as_choice: whether numbers were asked for by letters, the wrong ones of which misconceptions lead to.
        by_person: whether a person said what it means, so that its size leaves no doubt.
    """

    type: AnswerType
    text: str
    outcome: Outcome
    readings: tuple[Reading, ...] = ()
    why: str = ""
    set_as_choice: bool = False
    by_person: bool = False

    @property
    def value(self) -> Array | None:
        """What was read; ``None`` where there is no certain reading."""
        return self.readings[0].value if self.outcome == "read" else None

    @property
    def said(self) -> str:
        """What was read, in words."""
        return self.readings[0].said if self.outcome == "read" else ""


def read_answer(
    kind: AnswerType,
    text: str,
    *,
    printed: AnswerType | None = None,
    chosen: Callable[[Array], Array] = lambda value: value,
    set_as_choice: bool = False,
    expected: Array | None = None,
    expressions: bool = False,
    ask: str | None = None,
) -> Answer:
    """Read what a student typed for an ask.

    Args:
        kind: the ask's own answer type.
        text: what was typed.
        printed: how the answer is read on this paper, where that is not the ask's own answer type.
        chosen: what a value read on this paper stands for in the question.
        set_as_choice: whether numbers are asked for by letters.
        expected: the key as it is read on this paper, of which only the size is looked at, to see what is doubtful.
        expressions: whether small arithmetic is worked out.
        ask: the sentence that asks, whose symbols tell which of several values is meant.
    """
    asked = None if ask is None else symbols_in(ask)
    text = text.strip()
    if is_blank(text):
        return Answer(kind, "", "blank", set_as_choice=set_as_choice)
    outcome: Outcome = "read"
    why = ""
    readings: tuple[Reading, ...] = ()
    try:
        readings = ((printed or kind).read(text, expected=expected, expressions=expressions, asked=asked),)
    except Doubtful as doubt:
        outcome, readings, why = "doubtful", doubt.readings, str(doubt)
    except Unreadable as refusal:
        outcome, why = "unreadable", str(refusal)
    meant = tuple(Reading(chosen(reading.value), reading.said) for reading in readings)
    return Answer(kind, text, outcome, meant, why, set_as_choice)
