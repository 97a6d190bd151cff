"""``grades.csv``: a row for each student, and what a spreadsheet must not run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from examgen.answers.spelling import rounded
from examgen.exam.printing import points_text
from examgen.exam.sealed import SealedExam, SealedPaper
from examgen.judge import State
from examgen.marking.marks import PaperMark

MARKED, NOT_MARKED, ABSENT = "marked", "handed in, not marked", "not handed in"
COLUMNS = ("id", "name", "paper", "status", "points", "at most", "of", "percent")
LOOK = "to look at"

_IN_WORDS: Mapping[State, str] = {
    "unreadable": "unreadable",
    "doubtful": "doubtful",
    "to-be-marked": "to be marked",
    "wrong": "may follow from an earlier answer",
    "partial": "may follow from an earlier answer",
}
"""What is said of an answer that is pending."""


def grades_csv(exam: SealedExam, marks: Sequence[PaperMark], unmarked: Mapping[str, str]) -> str:
    """The table, in the order of the roster, with the roster's own columns.

    While an answer is pending, ``points`` are what the paper earned for certain and ``at most`` what it can still become.

    Args:
        exam: the exam.
        marks: the papers that were marked.
        unmarked: why the papers of other students that were handed in were not marked, by student.
    """
    papers = [paper for paper in exam.papers if paper.student]
    labels = _labels(papers)
    others = list(dict.fromkeys(title for paper in papers for title in paper.columns))
    by_student = {mark.paper.student: mark for mark in marks}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    taken = {*COLUMNS, *labels, LOOK}
    titles = [f"{title} (roster)" if title.casefold() in taken else title for title in others]
    writer.writerow([*COLUMNS, *labels, LOOK, *map(inert, titles)])
    for paper in papers:
        mark = by_student.get(paper.student)
        row = _marked(paper, mark, labels) if mark else _unmarked(paper, unmarked.get(paper.student), labels)
        writer.writerow([*row, *(inert(paper.columns.get(title, "")) for title in others)])
    return text.getvalue()


def _marked(paper: SealedPaper, mark: PaperMark, labels: Sequence[str]) -> Iterator[str]:
    earned = {ask.ask.label: points_text(ask.points) for ask in mark.asks}
    yield from (inert(paper.student), inert(paper.name), paper.number, status(mark))
    yield points_text(mark.points)
    yield points_text(mark.highest) if mark.pending else ""
    yield points_text(paper.points)
    yield rounded(float(100 * mark.points / paper.points), 1) if paper.points else ""
    yield from (earned.get(label, "") for label in labels)
    yield inert("; ".join(f"{ask.ask.label} {_IN_WORDS[ask.state]}" for ask in mark.pending))


def _unmarked(paper: SealedPaper, why: str | None, labels: Sequence[str]) -> Iterator[str]:
    yield from (inert(paper.student), inert(paper.name), paper.number, not_marked(why))
    yield from ("", "", points_text(paper.points), "")
    yield from ("" for _ in labels)
    yield ""


def status(mark: PaperMark) -> str:
    """Whether a paper that was marked has a final mark."""
    count = len(mark.pending)
    return f"{MARKED}, {count} answer{'s' * (count != 1)} pending" if count else MARKED


def not_marked(why: str | None) -> str:
    """What is said of a paper without a mark: why, or that nothing was handed in."""
    return ABSENT if why is None else f"{NOT_MARKED} ({why})"


def _labels(papers: Sequence[SealedPaper]) -> list[str]:
    """The labels of all papers; where a place has another question on each, some have more parts than others."""

    def order(label: str) -> tuple[int, str]:
        digits = re.match(r"\d*", label)
        number = digits[0] if digits else ""
        return int(number or 0), label[len(number) :]

    return sorted({label for paper in papers for label in paper.asks}, key=order)


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number with a sign is none."""
    start = text.lstrip()[:1] or text[:1]
    return f"'{text}" if start in tuple("=+-@|＝＋－＠") or text[:1] in ("\t", "\r", "\n") else text
