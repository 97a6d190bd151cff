"""From a sealed exam and what came back to a gradebook, and from the gradebook to grades and feedback in a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from examgen.bank.bank import Bank
from examgen.errors import cited
from examgen.exam.files import OWNER, Access
from examgen.exam.sealed import SealedExam
from examgen.gradebook.decisions import read_as
from examgen.gradebook.edits import describe_edits
from examgen.gradebook.feedback import feedback_document, summary, to_look_at
from examgen.gradebook.judged import judged
from examgen.gradebook.output import PAGES, Output, output
from examgen.gradebook.record import earlier, record
from examgen.gradebook.release import since_release
from examgen.gradebook.schema import storable
from examgen.gradebook.standing import PaperStanding, Standing, standing
from examgen.gradebook.store import Gradebook
from examgen.gradebook.table import grades_csv, grades_xlsx
from examgen.marking.marker import Submission, mark_all
from examgen.marking.received import Received
from examgen.marking.submissions import SubmissionError, collect
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
        before = {} if afresh else _earlier(out, exam, url)
        if not submissions and not before:
            raise SubmissionError(
                "nothing has come in so far; give the files and folders with what the students handed in"
            )
        found = collect(exam, submissions, before, target.own)
        with Gradebook.open(out, exam, url, readers) as book:
            marked = mark_all(exam, _as_decided(found.sheets, read_as(book)), bank, keras=keras)
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


def _as_decided(sheets: Sequence[Submission], meant: Mapping[str, Mapping[str, tuple[str, str]]]) -> list[Submission]:
    """Sheets with what people said that answers are to be read as; only as long as it is the same answer that stands there."""
    found = []
    for paper, sheet in sheets:
        said = {
            label: reads
            for label, (text, reads) in meant.get(paper.number, {}).items()
            if storable(sheet.answers.get(label, "").strip()) == text
        }
        found.append((paper, replace(sheet, read_as=said) if said else sheet))
    return found


def show_again(
    book: Gradebook,
    bank: Bank,
    out: Path,
    readers: Access = OWNER,
    *,
    remark: bool = False,
    taken: Path | None = None,
) -> Iterator[str]:
    """Bring the tables and the feedback in a folder up to what stands.

    Args:
        book: the gradebook.
        bank: the questions.
        out: the folder.
        readers: who may read them.
        remark: whether to mark again, because answers are to be read in another way.
        taken: a table that was changed by hand and just taken over.

    Yields:
        What whoever works here should know.
    """
    with output(out, wait=True) as target:
        target.check()
        if remark:
            yield from _mark_again(book, bank)
        published = publish(book, bank, target, readers, taken=taken, keep_pages=not remark)
    yield from published.problems
    yield from published.notes


def _mark_again(book: Gradebook, bank: Bank) -> Iterator[str]:
    """Mark what counted in the last run again, by its rules and its witnesses."""
    last = standing(book, history=False).run
    if last is None:
        return
    students = {paper.number: paper.student for paper in book.exam.papers}
    counted = earlier(book)
    found = collect(book.exam, [], {students[n]: received for n, received in counted.items()})
    keras = last.witness == "both"
    marked = mark_all(book.exam, _as_decided(found.sheets, read_as(book)), bank, keras=keras)
    unmarked = {paper.number: why for paper, why in found.unmarked}
    unmarked |= {item.paper.number: cited(item.reason, 300) for item in marked.unmarked}
    record(book, [judged(m) for m in marked.papers], counted, rules=last.rules, unmarked=unmarked, keras=keras)
    yield from found.problems


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


def publish(
    book: Gradebook,
    bank: Bank,
    target: Output,
    readers: Access = OWNER,
    *,
    taken: Path | None = None,
    keep_pages: bool = False,
) -> Published:
    """Show what stands in the gradebook as ``grades.csv``, ``grades.xlsx`` and ``feedback/``, in place of what was shown before.

    A table that somebody changed by hand is kept beside them, and its changes are told; but for ``taken``, which was just taken over.
    With ``keep_pages`` only the pages of papers are made anew of which something else stands now.
    """
    stands = standing(book, history=False)
    known = taken.read_bytes() if taken is not None else None
    files = {
        "grades.csv": ("\ufeff" + grades_csv(stands)).encode("utf-8", "backslashreplace"),
        "grades.xlsx": grades_xlsx(stands),
    }
    problems, notes = [], []
    marks = [paper for paper in stands.papers if paper.status == "marked"]
    digests = {f"feedback/{_filed_as(paper)}.html": hashlib.sha256(repr(paper).encode()).hexdigest() for paper in marks}
    kept_pages = target.pages(digests) if keep_pages else {}
    new = [paper for paper in marks if f"feedback/{_filed_as(paper)}.html" not in kept_pages]
    files |= kept_pages
    for paper, page in zip(new, _pages(book.exam, new, bank), strict=True):
        if isinstance(page, str):
            files[f"feedback/{_filed_as(paper)}.html"] = page.encode("utf-8", "backslashreplace")
        else:
            problems.append(f"{_filed_as(paper)}: marked, but without a page of feedback: {cited(str(page), 300)}")
    files[PAGES] = json.dumps({page: digests[page] for page in digests if page in files}, indent=0).encode()
    for kept in target.publish(files, readers):
        if kept.content == known:
            continue
        notes.append(f"{kept.shown} was changed by hand since the last run; your version is kept as {kept.name}")
        notes.extend(describe_edits(kept.written, kept.content, kept.name, target.folder))
    return Published(stands, tuple(problems), (*notes, *since_release(book, stands)))


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
