"""From a sealed exam and the sheets that came back to grades and feedback in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examgen.bank.bank import Bank
from examgen.exam.files import OWNER, Access, make_folder, write_whole
from examgen.exam.sealed import SealedExam
from examgen.marking.marker import mark_all
from examgen.marking.marks import PaperMark
from examgen.marking.report import feedback_document, grades_csv, summary, to_look_at
from examgen.marking.submissions import collect
from examgen.rendering.html import render_feedback


@dataclass(frozen=True)
class Graded:
    """What marking found.

    Attributes:
        papers: how many papers the exam has.
        problems: sheets that were not marked, and why.
        notes: what an instructor should look at by hand.
    """

    folder: Path
    papers: int
    marks: tuple[PaperMark, ...]
    summary: dict[str, Any]
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def grade(
    exam: SealedExam, submissions: Sequence[Path], bank: Bank, out: Path, *, keras: bool = True, readers: Access = OWNER
) -> Graded:
    """Mark what came back and write ``grades.csv`` and ``feedback/``.

    Raises:
        UserError: the folder cannot be written.
    """
    found = collect(exam, submissions)
    marked = mark_all(exam, found.sheets, bank, keras=keras)
    marks, unmarked = list(marked.papers), list(marked.unmarked)
    make_folder(out / "feedback", readers)
    pages = render_feedback(feedback_document(exam, mark) for mark in marks)
    for mark, page in zip(marks, pages, strict=True):
        write_whole(out / "feedback" / f"{mark.paper.student}.html", page.encode(), readers)
    table = grades_csv(exam, marks, found.missing, unmarked)
    write_whole(out / "grades.csv", ("\ufeff" + table).encode(), readers)
    problems = [*found.problems, *(f"{u.paper.student}: handed in, not marked: {u.reason}" for u in unmarked)]
    notes = [*found.notes, *(note for mark in marks for note in to_look_at(mark))]
    notes += [f"{paper.student}: no sheet came back" for paper in found.missing]
    return Graded(out, len(exam.papers), tuple(marks), summary(marks), tuple(problems), tuple(notes))
