"""A mock exam: drawn for one student with a key of its own, answered within a time, marked like a real one, and remembered."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.files import OWNER, write_whole
from examgen.exam.generate import generate
from examgen.exam.roster import Student
from examgen.exam.sealed import FILE_NAME, SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.exam.sheet import Sheet, read_sheet
from examgen.gradebook.feedback import feedback_document
from examgen.gradebook.judged import judged
from examgen.judge import words
from examgen.marking.marker import mark_papers
from examgen.marking.marks import AskMark, PaperMark
from examgen.practice.memory import Answered, Memory, Outcome
from examgen.question.question import Question
from examgen.rendering.html import render_feedback

DEFAULT = Path(__file__).with_name("mock.yaml")
"""The blueprint of a mock exam where none is given."""
STUDENT = Student("you", "You")
MINUTES = 60
"""How long a mock exam takes whose blueprint does not say."""
LATE = timedelta(hours=12)
"""One that was begun longer ago is not taken up again."""


class MockError(UserError):
    """A mock exam cannot be held or marked."""


@dataclass
class Mock:
    """A mock exam that is being answered; every answer is kept in its file as it is given.

    Attributes:
        path: the file.
        source: what it was made of, by which it is known again.
        answers: what was typed, by the label of each ask.
    """

    path: Path
    source: str
    exam: SealedExam
    begun: datetime
    minutes: float
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def paper(self) -> SealedPaper:
        """The only paper."""
        return self.exam.papers[0]

    @property
    def asks(self) -> dict[str, tuple[SealedQuestion, SealedAsk]]:
        """What is asked, by its label."""
        return self.paper.asks

    @property
    def ends(self) -> datetime:
        """When the time is over."""
        return self.begun + timedelta(minutes=self.minutes)

    def answer(self, label: str, text: str) -> None:
        """Take an answer in place of an earlier one."""
        self.answers[label] = text
        self.keep()

    @property
    def blank(self) -> list[str]:
        """What has no answer yet."""
        return [label for label in self.asks if not self.answers.get(label, "").strip()]

    def keep(self) -> None:
        """Write it as it stands, whole or not at all."""
        kept = {
            "source": self.source,
            "begun": self.begun.isoformat(),
            "minutes": self.minutes,
            "answers": self.answers,
            "exam": json.loads(self.exam.model_dump_json()),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, json.dumps(kept, ensure_ascii=False).encode(), OWNER)

    def over(self) -> None:
        """It is marked; nothing is left to take up."""
        self.path.unlink(missing_ok=True)

    @classmethod
    def begun_before(cls, path: Path, source: str, now: datetime) -> Mock | None:
        """The mock exam of the same source that was interrupted, where its time is not over long ago."""
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            exam = SealedExam.model_validate(kept["exam"])
            found = cls(
                path,
                kept["source"],
                exam,
                datetime.fromisoformat(kept["begun"]),
                kept["minutes"],
                dict(kept["answers"]),
            )
        except (OSError, LookupError, TypeError, ValueError, ValidationError):
            return None
        return found if found.source == source and now < found.ends + LATE else None

    def sheet(self) -> Sheet:
        """The answers as a sheet."""
        return Sheet(self.path, self.exam.id, STUDENT.id, self.paper.number, self.answers, {})


def source_of(blueprint: Path) -> str:
    """By what a mock exam of a blueprint is known again.

    Raises:
        MockError: there is no such file.
    """
    try:
        return hashlib.sha256(blueprint.read_bytes()).hexdigest()
    except OSError as error:
        raise MockError(f"{blueprint}: {error.strerror}") from None


def draw(blueprint_path: Path, bank: Bank, path: Path, minutes: float | None, now: datetime) -> Mock:
    """Draw a mock exam: with a random key, so that it says nothing about any real exam.

    Raises:
        UserError: the blueprint cannot be used.
    """
    blueprint, source = read_blueprint(blueprint_path)
    exam = assemble(blueprint, [STUDENT], bank, source, secrets.token_bytes(32))
    mock = Mock(path, source_of(blueprint_path), exam, now, minutes or blueprint.duration or MINUTES)
    mock.keep()
    return mock


def print_mock(blueprint: Path, bank: Bank, out: Path, progress: Callable[[str, int, int], None]) -> SealedExam:
    """Make a mock exam as PDF with its answer sheet and key, in a folder like that of a real exam.

    Raises:
        UserError: the blueprint or the folder cannot be used.
    """
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder, "roster.csv")
        roster.write_text(f"id,name\n{STUDENT.id},{STUDENT.name}\n", encoding="utf-8")
        return generate(blueprint, roster, out, bank, secrets.token_bytes(32), progress).exam


def sheet_of(folder: Path) -> Path:
    """The answer sheet of a printed mock exam."""
    return folder / "answers" / f"{STUDENT.id}.yaml"


def read_printed(folder: Path) -> tuple[SealedExam, Sheet]:
    """A printed mock exam and its answer sheet.

    Raises:
        UserError: there is none, or it cannot be read.
    """
    exam = SealedExam.read(folder / FILE_NAME)
    if [paper.student for paper in exam.papers] != [STUDENT.id]:
        raise MockError(f"{folder} is not a mock exam but an exam of {len(exam.papers)} papers; examgen grade marks it")
    return exam, read_sheet(sheet_of(folder))


def mark(exam: SealedExam, sheet: Sheet, bank: Bank) -> PaperMark:
    """Mark a mock exam like a real one, by both witnesses."""
    (marked,) = mark_papers(exam, [(exam.papers[0], sheet)], bank)
    return marked


def feedback_page(exam: SealedExam, marked: PaperMark, bank: Bank, folder: Path) -> Path:
    """Write the page of feedback that a student gets after a real exam, with the solution of what cost points."""
    document = feedback_document(exam, judged(marked), bank, solutions=True)
    (page,) = render_feedback([document])
    path = folder / "feedback" / f"{STUDENT.id}.html"
    path.parent.mkdir(exist_ok=True)
    write_whole(path, page.encode("utf-8", "backslashreplace"), OWNER)
    return path


def remember(memory: Memory, exam: SealedExam, marked: PaperMark, minutes: float | None) -> None:
    """Take what a mock exam came to into the progress."""
    session = f"mock-{os.urandom(8).hex()}"
    for question in marked.questions:
        entry = question.variant.entry
        outcomes: list[Outcome] = []
        for each in question.asks:
            if each.pending and not each.highest:
                continue
            outcome = _outcome(each)
            outcomes.append(outcome)
            memory.record(
                Answered(
                    session=session,
                    question=entry.id,
                    topic=entry.topic,
                    level=entry.level,
                    ask=each.ask.name,
                    parameters=question.variant.settings,
                    typed=each.answered.text,
                    state=each.state,
                    misconceptions=_met(question.variant, each),
                    outcome=outcome,
                    source="mock",
                )
            )
        memory.finished(entry.id, outcomes)
    memory.mock(session, exam.title, _number(marked.points), _number(marked.paper.points), minutes)


def _outcome(each: AskMark) -> Outcome:
    if each.verdict.right or each.points >= each.of:
        return "at once"
    return "with help" if each.points else "not"


def _met(variant: Question, each: AskMark) -> dict[str, str]:
    """The misconceptions that were diagnosed in an answer, by their lasting ids, each with what is told."""
    told = words.feedback(variant, each.verdict)
    return {variant.entry.misconception_id(name): told for name in (each.diagnosis.named if each.diagnosis else ())}


def _number(points: Decimal) -> str:
    return f"{points.normalize():f}"
