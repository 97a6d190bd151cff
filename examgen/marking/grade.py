"""From a sealed exam and the sheets that came back to grades and feedback in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examgen.bank.bank import Bank
from examgen.errors import cited
from examgen.exam.files import OWNER, Access
from examgen.exam.sealed import SealedExam
from examgen.marking import received
from examgen.marking.marker import mark_all
from examgen.marking.marks import PaperMark
from examgen.marking.output import output
from examgen.marking.report import feedback_document, summary, to_look_at
from examgen.marking.submissions import collect
from examgen.marking.table import grades_csv
from examgen.rendering.html import render_feedback


@dataclass(frozen=True)
class Graded:
    """What marking found.

    Attributes:
        papers: how many papers the exam has.
        unmarked: why papers that were handed in were not marked, by student.
        missing: the students of whom nothing was handed in.
        problems: what was not marked, and why.
        notes: what an instructor should look at by hand.
        ignored: files among the submissions that are no sheets.
    """

    folder: Path
    papers: int
    marks: tuple[PaperMark, ...]
    unmarked: dict[str, str]
    missing: tuple[str, ...]
    summary: dict[str, Any]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    ignored: tuple[str, ...]


def grade(
    exam: SealedExam,
    submissions: Sequence[Path],
    bank: Bank,
    out: Path,
    *,
    keras: bool = True,
    readers: Access = OWNER,
    afresh: bool = False,
) -> Graded:
    """Mark what came back, and exchange ``grades.csv`` and ``feedback/`` for what was found, all at once.

    Sheets that earlier runs received count on, unless they came from a file or folder that is given again.

    Args:
        exam: the exam.
        submissions: filled-in sheets, and folders of them.
        bank: the questions.
        out: the folder for the grades.
        keras: whether both witnesses run again.
        readers: who may read the grades.
        afresh: whether the sheets of earlier runs are forgotten.

    Raises:
        UserError: a path does not exist or holds no sheet, or the folder cannot be written. Nothing has been changed then.
    """
    with output(out) as target:
        target.check()
        earlier = {} if afresh else received.earlier(target.current, exam)
        found = collect(exam, submissions, earlier, target.own)
        marked = mark_all(exam, found.sheets, bank, keras=keras)
        unmarked = {paper.student: why for paper, why in found.unmarked}
        unmarked |= {item.paper.student: cited(item.reason, 300) for item in marked.unmarked}
        problems = [
            *found.problems,
            *(f"{item.paper.student}: handed in, not marked: {cited(item.reason, 300)}" for item in marked.unmarked),
        ]
        files = dict(received.files(exam, found.received))
        files["grades.csv"] = ("\ufeff" + grades_csv(exam, marked.papers, unmarked)).encode("utf-8", "backslashreplace")
        for mark, page in zip(marked.papers, _pages(exam, marked.papers), strict=True):
            if isinstance(page, str):
                files[f"feedback/{mark.paper.student}.html"] = page.encode("utf-8", "backslashreplace")
            else:
                problems.append(
                    f"{mark.paper.student}: marked, but without a page of feedback: {cited(str(page), 300)}"
                )
        notes = [*found.notes, *(note for mark in marked.papers for note in to_look_at(mark))]
        if edited := target.publish(files, readers):
            notes.insert(0, f"grades.csv was changed by hand since the last run; your version is kept as {edited}")
    return Graded(
        folder=out,
        papers=sum(bool(paper.student) for paper in exam.papers),
        marks=marked.papers,
        unmarked=unmarked,
        missing=tuple(paper.student for paper in found.missing),
        summary=summary(marked.papers),
        problems=tuple(problems),
        notes=tuple(notes),
        ignored=tuple(found.ignored),
    )


def _pages(exam: SealedExam, marks: Sequence[PaperMark]) -> Iterator[str | Exception]:
    """A page for each paper; where one cannot be made, the reason, and all others."""
    try:
        yield from list(render_feedback(feedback_document(exam, mark) for mark in marks))
    except Exception as error:  # whatever one page raises must not stop the others
        if len(marks) == 1:
            yield error
            return
        half = len(marks) // 2
        yield from _pages(exam, marks[:half])
        yield from _pages(exam, marks[half:])
