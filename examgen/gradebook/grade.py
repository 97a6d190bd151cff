"""From a sealed exam and what came back to a gradebook, and from the gradebook to grades and feedback in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examgen.bank.bank import Bank
from examgen.errors import cited
from examgen.exam.files import OWNER, Access
from examgen.exam.sealed import SealedExam
from examgen.gradebook.edits import describe_edits
from examgen.gradebook.feedback import feedback_document, summary, to_look_at
from examgen.gradebook.judged import judged
from examgen.gradebook.output import Output, output
from examgen.gradebook.record import earlier, record
from examgen.gradebook.standing import PaperStanding, Standing, standing
from examgen.gradebook.store import Gradebook
from examgen.gradebook.table import grades_csv, grades_xlsx
from examgen.marking.marker import mark_all
from examgen.marking.received import Received
from examgen.marking.submissions import collect
from examgen.rendering.html import render_feedback


@dataclass(frozen=True)
class Graded:
    """What marking found.

    Attributes:
        papers: how many papers the exam has.
        standing: what stands now.
        unmarked: why papers that were handed in were not marked, by student.
        missing: the students of whom nothing was handed in.
        problems: what was not marked, and why.
        notes: what an instructor should look at by hand.
        ignored: files among the submissions that are no sheets.
    """

    folder: Path
    papers: int
    standing: Standing
    unmarked: dict[str, str]
    missing: tuple[str, ...]
    summary: dict[str, Any]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    ignored: tuple[str, ...]

    @property
    def marks(self) -> tuple[PaperStanding, ...]:
        """The papers that were marked, as they stand."""
        return tuple(paper for paper in self.standing.papers if paper.status == "marked")


def grade(
    exam: SealedExam,
    submissions: Sequence[Path],
    bank: Bank,
    out: Path,
    *,
    keras: bool = True,
    readers: Access = OWNER,
    afresh: bool = False,
    url: str = "",
    by: str = "",
) -> Graded:
    """Mark what came back, write it into the gradebook, and exchange ``grades.csv`` and ``feedback/`` for what stands now.

    What earlier runs received counts on, unless it came from a file or folder that is given again.

    Args:
        exam: the exam.
        submissions: filled-in sheets, and folders of them.
        bank: the questions.
        out: the folder for the grades.
        keras: whether both witnesses run again.
        readers: who may read the grades.
        afresh: whether what earlier runs received no longer counts.
        url: a database elsewhere in place of the gradebook in the folder.
        by: who marks; the login name without it.

    Raises:
        UserError: a path does not exist or holds no sheet, or the folder cannot be written. Nothing has been changed then.
    """
    with output(out) as target:
        target.check()
        found = collect(exam, submissions, {} if afresh else _earlier(out, exam, url), target.own)
        with Gradebook.open(out, exam, url, readers) as book:
            marked = mark_all(exam, found.sheets, bank, keras=keras)
            unmarked = {paper.number: why for paper, why in found.unmarked}
            unmarked |= {item.paper.number: cited(item.reason, 300) for item in marked.unmarked}
            numbers = {paper.student: paper.number for paper in exam.papers}
            record(
                book,
                [judged(mark) for mark in marked.papers],
                {numbers[student]: received for student, received in found.received.items()},
                rules=exam.blueprint.marking.model_dump(mode="json"),
                unmarked=unmarked,
                keras=keras,
                by=by,
            )
            published = publish(book, bank, target, readers)
    failed = (f"{item.paper.student}: handed in, not marked: {cited(item.reason, 300)}" for item in marked.unmarked)
    students = {paper.number: paper.student for paper in exam.papers}
    stands = published.standing
    return Graded(
        folder=out,
        papers=sum(bool(paper.student) for paper in exam.papers),
        standing=stands,
        unmarked={students[number]: why for number, why in unmarked.items()},
        missing=tuple(paper.student for paper in found.missing),
        summary=summary(stands.papers),
        problems=(*found.problems, *failed, *published.problems),
        notes=(*book.notes, *published.notes, *found.notes, *(n for paper in stands.papers for n in to_look_at(paper))),
        ignored=tuple(found.ignored),
    )


def _earlier(out: Path, exam: SealedExam, url: str) -> dict[str, Received]:
    """What counted so far, by student."""
    if not Gradebook.exists(out, url):
        return {}
    with Gradebook.open(out, exam, url) as book:
        students = {paper.number: paper.student for paper in exam.papers}
        return {students[number]: received for number, received in earlier(book).items() if students[number]}


@dataclass(frozen=True)
class Published:
    """What was shown, what could not be, and what an instructor should know."""

    standing: Standing
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def publish(book: Gradebook, bank: Bank, target: Output, readers: Access = OWNER) -> Published:
    """Show what stands in the gradebook as ``grades.csv``, ``grades.xlsx`` and ``feedback/``, in place of what was shown before.

    A table that somebody changed by hand is kept beside them, and its changes are told.
    """
    stands = standing(book, history=False)
    files = {
        "grades.csv": ("\ufeff" + grades_csv(stands)).encode("utf-8", "backslashreplace"),
        "grades.xlsx": grades_xlsx(stands),
    }
    problems, notes = [], []
    marks = [paper for paper in stands.papers if paper.status == "marked"]
    for paper, page in zip(marks, _pages(book.exam, marks, bank), strict=True):
        if isinstance(page, str):
            files[f"feedback/{_filed_as(paper)}.html"] = page.encode("utf-8", "backslashreplace")
        else:
            problems.append(f"{_filed_as(paper)}: marked, but without a page of feedback: {cited(str(page), 300)}")
    for kept in target.publish(files, readers):
        notes.append(f"{kept.shown} was changed by hand since the last run; your version is kept as {kept.name}")
        notes.extend(describe_edits(kept.written, kept.content, kept.name, target.folder))
    return Published(stands, tuple(problems), tuple(notes))


def _filed_as(paper: PaperStanding) -> str:
    return paper.paper.student or paper.paper.number


def _pages(exam: SealedExam, marks: Sequence[PaperStanding], bank: Bank) -> Iterator[str | Exception]:
    """A page for each paper; where one cannot be made, the reason, and all others."""
    try:
        yield from list(render_feedback(feedback_document(exam, mark, bank) for mark in marks))
    except Exception as error:  # whatever one page raises must not stop the others
        if len(marks) == 1:
            yield error
            return
        half = len(marks) // 2
        yield from _pages(exam, marks[:half], bank)
        yield from _pages(exam, marks[half:], bank)
