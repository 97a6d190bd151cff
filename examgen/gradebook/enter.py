"""Typing in what stands on handwritten papers. Every answer is in the gradebook as soon as it was typed, whatever happens next."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import insert, select

from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.numbers import PaperNumberError, read_number
from examgen.exam.printing import points_text
from examgen.exam.sealed import SealedAsk, SealedPaper, SealedQuestion, as_typed, chosen, kind_of
from examgen.gradebook import schema
from examgen.gradebook.edits import number as read_points
from examgen.gradebook.schema import storable
from examgen.gradebook.store import Gradebook, login, now
from examgen.judge import read_answer
from examgen.marking.received import Received
from examgen.marking.saved import saved

ILLEGIBLE = "[illegible]"
"""What is kept for an answer that nobody can read; it is pending until somebody decides."""
ON_PAPER = "[on paper]"
"""What is kept for an answer of which the points alone were typed."""
_NOT_TYPED = {
    ILLEGIBLE: "whoever typed in this paper could not read the answer",
    ON_PAPER: "the answer is on the paper and was not typed in",
}
RECENT = timedelta(minutes=10)
"""A paper that somebody else typed at so recently is theirs."""


class EnterError(UserError):
    """What was typed is no paper or no answer; nothing was kept of it."""


@dataclass(frozen=True)
class Typed:
    """An answer that was typed in."""

    text: str
    by: str
    at: datetime


def entries(book: Gradebook, numbers: Iterable[str] | None = None) -> dict[str, dict[str, Typed]]:
    """What was typed in and not taken back, by paper number and label; the last one counts."""
    query = select(schema.EntryRow.__table__, schema.PaperRow.number).join(
        schema.PaperRow, schema.EntryRow.paper_id == schema.PaperRow.id
    )
    query = query.where(schema.PaperRow.exam_id == book.key).order_by(schema.EntryRow.at, schema.EntryRow.id)
    if numbers is not None:
        query = query.where(schema.PaperRow.number.in_(list(numbers)))
    found: defaultdict[str, dict[str, Typed]] = defaultdict(dict)
    with book.reading() as connection:
        for row in connection.execute(query).mappings():
            if row["kind"] == "undo":
                found[row["number"]].pop(row["label"], None)
            else:
                found[row["number"]][row["label"]] = Typed(row["text"], row["by"], row["at"])
    return {number: answers for number, answers in found.items() if answers}


@dataclass(frozen=True)
class Entered:
    """The papers that were typed in.

    Attributes:
        whole: those of which every answer was typed, by number.
        begun: of how many answers the others have how many, by number.
    """

    whole: Mapping[str, Received]
    begun: Mapping[str, tuple[int, int]]


def entered(book: Gradebook) -> Entered:
    """The papers that were typed in, as they are handed to the marker."""
    whole, begun = {}, {}
    papers = {paper.number: paper for paper in book.exam.papers}
    for number, answers in entries(book).items():
        paper = papers.get(number)
        if paper is None:
            continue
        labels = list(paper.asks)
        if any(label not in answers for label in labels):
            begun[number] = (sum(label in answers for label in labels), len(labels))
            continue
        texts = {label: answers[label].text for label in labels}
        faults = {label: _NOT_TYPED[text] for label, text in texts.items() if text in _NOT_TYPED}
        content = saved(book.exam.id, paper.student, number, texts, faults)
        by = ", ".join(dict.fromkeys(answers[label].by for label in labels))
        last = max(answers[label].at for label in labels)
        whole[number] = Received(f"typed in by {by}", named=True, content=content, format="entered", typed_at=last)
    return Entered(whole, begun)


@dataclass
class Entering:
    """One person typing in papers.

    Attributes:
        by: who types.
        paper: the paper that lies on the desk; ``None`` between papers.
        typed: what was typed of it.
        skipped: the answers that are left for later.
    """

    book: Gradebook
    bank: Bank
    by: str = field(default_factory=login)
    paper: SealedPaper | None = None
    typed: dict[str, Typed] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    finished: int = 0
    _order: list[str] = field(default_factory=list)

    def take(self, text: str) -> str:
        """Lay a paper on the desk, by the number that was typed or scanned.

        Returns:
            What there is to know about it.

        Raises:
            EnterError: the exam has no such paper.
        """
        paper = self.book.exam.paper(_number(text))
        if paper is None:
            raise EnterError(f"the exam {self.book.exam.id} has no paper {_number(text)}; is it another exam's?")
        self.paper, self.skipped, self._order = paper, set(), []
        self.typed = entries(self.book, [paper.number]).get(paper.number, {})
        labels = list(paper.asks)
        known = sum(label in self.typed for label in labels)
        said = [f"{paper.number}  {paper.name or paper.student or 'a spare paper, assigned to nobody yet'}"]
        if known:
            who = ", ".join(dict.fromkeys(one.by for one in self.typed.values()))
            said.append(f"{known} of {len(labels)} answers were typed by {who}")
            others = [one for one in self.typed.values() if one.by != self.by and now() - one.at < RECENT]
            if others and known < len(labels):
                said.append("the last one just now: is somebody else typing this paper?")
            if known == len(labels):
                said.append("type `again` to go through it once more, or the next paper's number")
        elif self._handed_in(paper):
            said.append("something else has already been handed in for it")
        return "; ".join(said)

    def _handed_in(self, paper: SealedPaper) -> bool:
        submission = schema.SubmissionRow
        query = select(submission.id).where(
            submission.paper_id == self.book.paper_id(paper), submission.format != "entered"
        )
        with self.book.reading() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def again(self) -> None:
        """Go through a paper once more that was typed in already; what was typed counts until it is typed anew."""
        self.typed = {}

    @property
    def place(self) -> tuple[SealedQuestion, SealedAsk] | None:
        """The answer that is asked for; ``None`` at the end of the paper."""
        if self.paper is None:
            return None
        return next(
            (both for label, both in self.paper.asks.items() if label not in self.typed and label not in self.skipped),
            None,
        )

    @property
    def progress(self) -> tuple[int, int]:
        """How many answers of the paper were typed, and how many there are."""
        labels = list(self.paper.asks) if self.paper else []
        return sum(label in self.typed for label in labels), len(labels)

    def expected(self) -> str | None:
        """The right answer as a student would type it; none where there are many, and a person marks it."""
        assert self.place is not None
        question, ask = self.place
        variant = question.variant(self.bank)
        return as_typed(variant, ask, ask.key) if variant.asks[ask.name].type.is_judged else None

    def do(self, line: str) -> str:
        """Take what was typed for the answer that is asked for.

        Returns:
            What it was read as.

        Raises:
            EnterError: it cannot be taken; nothing was kept.
        """
        if self.paper is None:
            raise EnterError("no paper is open; type its number first")
        text = line.strip()
        if text in ("undo", "<"):
            return self._undo()
        if self.place is None:
            raise EnterError("every answer of this paper was typed; type the next paper's number")
        _, ask = self.place
        if text == "skip":
            self.skipped.add(ask.label)
            return "left for later"
        text, points, why = _with_points(text)
        if points is not None and points > ask.points:
            most = f"{points_text(ask.points)} point{'s' * (ask.points != 1)}"
            raise EnterError(f"this answer earns {most} at most, got {points_text(points)}")
        kind = "typed"
        if not text and points is None:
            expected, kind = self.expected(), "key"
            if expected is None:
                raise EnterError(
                    f"a person marks this answer: type what is written, or its points from 0 to {points_text(ask.points)} such as "
                    f"={points_text(ask.points)}; - if nothing was written"
                )
            text = expected
        elif not text:
            text, kind = ON_PAPER, "on paper"
        elif text == "-":
            text, kind = "", "blank"
        elif text == "!":
            text, kind = ILLEGIBLE, "illegible"
        elif text.startswith("'"):
            text = text[1:]
        said = self._said(text)
        if len(text) > LONGEST:
            raise EnterError(f"an answer has at most {LONGEST:,} characters, got {len(text):,}")
        self._keep(ask, text, kind, points, why)
        return f"{said}, {points_text(points)} point{'s' * (points != 1)}" if points is not None else said

    def _said(self, text: str) -> str:
        assert self.place is not None
        question, ask = self.place
        variant = question.variant(self.bank)
        own = variant.asks[ask.name].type
        if text == ILLEGIBLE:
            return "illegible; somebody will decide"
        if text == ON_PAPER:
            return "as written on the paper"
        read = read_answer(
            own,
            text,
            printed=kind_of(variant, ask),
            chosen=lambda value: chosen(variant, ask, value),
            expressions=self.book.exam.blueprint.expressions,
            ask=variant.asks[ask.name].text,
        )
        match read.outcome:
            case "blank":
                return "nothing was written"
            case "unreadable" | "doubtful":
                return f"{read.why} Kept as it is, and pending; undo to type it again"
            case _:
                assert read.value is not None
                right = own.is_judged and own.compare(read.value, ask.key).right
                return f"{read.said}{'  ✓' if right else ''}"

    def _keep(self, ask: SealedAsk, text: str, kind: str, points: Decimal | None, why: str) -> None:
        assert self.paper is not None
        at, paper_id = now(), self.book.paper_id(self.paper)
        row = {"id": uuid.uuid4(), "paper_id": paper_id, "label": ask.label, "at": at, "by": self.by[:128]}
        with self.book.writing() as connection:
            connection.execute(insert(schema.EntryRow), row | {"kind": kind, "text": text})
            if points is not None:
                decision = {"kind": "points", "points": points, "of": ask.points, "text": storable(text), "reads": ""}
                decision |= {"why": why, "batch": uuid.uuid4(), "withdraws": None, "id": uuid.uuid4()}
                connection.execute(insert(schema.DecisionRow), {**row, **decision})
        self.typed[ask.label] = Typed(text, self.by, at)
        self._order.append(ask.label)
        if self.progress[0] == self.progress[1]:
            self.finished += 1

    def _undo(self) -> str:
        assert self.paper is not None
        if not self._order:
            raise EnterError("there is nothing to undo on this paper")
        label = self._order.pop()
        self.finished -= self.progress[0] == self.progress[1]
        row = {"id": uuid.uuid4(), "paper_id": self.book.paper_id(self.paper), "label": label, "at": now()}
        with self.book.writing() as connection:
            given = connection.execute(
                select(schema.DecisionRow.__table__)
                .where(schema.DecisionRow.paper_id == row["paper_id"], schema.DecisionRow.label == label)
                .where(schema.DecisionRow.by == self.by[:128], schema.DecisionRow.at == self.typed[label].at)
            ).first()
            connection.execute(insert(schema.EntryRow), row | {"by": self.by[:128], "kind": "undo", "text": ""})
            if given is not None:
                back = {"kind": "withdraw", "points": None, "of": None, "text": given.text, "reads": "", "why": ""}
                back |= {"batch": uuid.uuid4(), "withdraws": given.id, "id": uuid.uuid4(), "by": self.by[:128]}
                connection.execute(insert(schema.DecisionRow), {**row, **back})
        del self.typed[label]
        return f"answer {label} is undone"


LONGEST = 2_000

_POINTS = re.compile(r"(?P<text>.*?)(?:^|\s)=\s*(?P<points>[0-9]+(?:[.,][0-9]+)?)(?:\s+(?P<why>.*))?", re.DOTALL)


def _with_points(text: str) -> tuple[str, Decimal | None, str]:
    """What was typed before points that a person gives, the points, and the reason."""
    match = None if text.startswith("'") else _POINTS.fullmatch(text)
    points = read_points(match["points"]) if match else None
    if match is None or points is None:
        return text, None, ""
    return match["text"].strip(), points, (match["why"] or "").strip()


def _number(text: str) -> str:
    """A paper's number as it was typed, or in what the code on a page says."""
    parts: Sequence[str] = re.split(r"[:;,\s]+", text.strip())
    for part in (text, *parts):
        try:
            return read_number(part)
        except PaperNumberError:
            continue
    try:
        return read_number(text)
    except PaperNumberError as error:
        raise EnterError(str(error)) from None
