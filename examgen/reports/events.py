"""What happened to an answer, as lines that a terminal and a page show alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from examgen.exam.printing import points_text
from examgen.gradebook.standing import AnswerStanding, PaperStanding
from examgen.rendering.document import StudentText

NOTHING = StudentText("")


@dataclass(frozen=True)
class Event:
    """Something that happened, who did it and when.

    Attributes:
        what: in words of our own.
        said: what a person wrote or a file is called.
        stands: whether it is in force.
    """

    at: datetime
    by: str
    what: str
    said: StudentText = NOTHING
    stands: bool = True

    @property
    def time(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} UTC"


_KINDS = {"points": "decided", "second": "second marker", "comment": "comment", "withdraw": "withdrew a decision"}


def history(paper: PaperStanding, answer: AnswerStanding) -> list[Event]:
    """Everything that happened, oldest first: what came in, what runs found, and what people decided."""
    return sorted([*_submitted(paper), *_marked(answer), *_decided(answer)], key=lambda event: event.at)


def _submitted(paper: PaperStanding) -> Iterator[Event]:
    for each in paper.submissions:
        handed_in = f", handed in {each.handed_in:%Y-%m-%d %H:%M} UTC" if each.handed_in else ""
        what = f"received a submission ({each.format}{handed_in}, SHA-256 {each.sha256[:12]}…)"
        yield Event(
            each.received,
            each.by,
            what if each.counts else f"{what}; another counts",
            StudentText(each.source),
            each.counts,
        )


def _marked(answer: AnswerStanding) -> Iterator[Event]:
    for place, mark in enumerate(answer.history):
        witness = "both witnesses" if mark.run.witness == "both" else "sealed keys"
        why = f" ({mark.run.why})" if mark.run.why else ""
        name = "marked" if mark.run.kind == "grade" else "marked again"
        earned = f"{mark.state.replace('-', ' ')}, {points_text(mark.points)} of {points_text(mark.of)}"
        earned = earned if mark.of or not answer.ask.points else "dropped"
        what = f"{name} by examgen {mark.run.engine}, {witness}{why}: {earned}"
        written = mark.written if mark.written != answer.written else NOTHING
        yield Event(mark.run.at, mark.run.by, what, written, place == len(answer.history) - 1)


def _decided(answer: AnswerStanding) -> Iterator[Event]:
    for each in answer.decisions:
        what = _KINDS.get(each.kind, each.kind)
        if each.kind == "read":
            what = f"to be read as {each.reads}"
        if each.points is not None:
            what += f": {points_text(each.points)}" + (f" of {points_text(each.of)}" if each.of is not None else "")
        yield Event(each.at, each.by, what, StudentText(each.why), each.stands)
