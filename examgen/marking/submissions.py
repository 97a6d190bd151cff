"""Finds the sheets that came back and whose they are; what is wrong with one is said and stops no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from examgen.exam.sealed import SealedExam, SealedPaper
from examgen.exam.sheet import Sheet, SheetError, read_sheet

SUFFIXES = {".yaml", ".yml"}


@dataclass
class Submissions:
    """The sheets that can be marked, and what is wrong with the others.

    Attributes:
        problems: one line each, with file and line.
        notes: what an instructor should know of a sheet that is marked.
        missing: papers that no sheet came back for.
    """

    sheets: list[tuple[SealedPaper, Sheet]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: list[SealedPaper] = field(default_factory=list)


def collect(exam: SealedExam, paths: Iterable[Path]) -> Submissions:
    """Read every sheet in files and folders, and match each to its paper."""
    found = Submissions()
    papers = {paper.student: paper for paper in exam.papers}
    by_student: dict[str, list[Sheet]] = defaultdict(list)
    for path in _files(paths, found.problems):
        try:
            sheet = read_sheet(path)
        except SheetError as error:
            found.problems.append(str(error))
            continue
        if misfit := _foreign(exam, papers, sheet):
            found.problems.append(f"{path}: {misfit}")
        else:
            by_student[sheet.student].append(sheet)
            asked = papers[sheet.student].asks
            found.notes += (f"{path}: {remark}" for remark in sheet.remarks(list(asked)))
    for paper in exam.papers:
        sheets = by_student.get(paper.student, [])
        distinct = {tuple(sorted(sheet.answers.items())) for sheet in sheets}
        if not sheets:
            found.missing.append(paper)
        elif len(distinct) > 1:
            names = " and ".join(str(sheet.path) for sheet in sheets)
            found.problems.append(
                f"{names}: different sheets of {paper.student}; neither is marked, keep the one that counts"
            )
        else:
            found.sheets.append((paper, sheets[0].of(paper.asks)))
    return found


def _files(paths: Iterable[Path], problems: list[str]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        listed = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES) if path.is_dir() else [path]
        if path.is_dir() and not listed:
            problems.append(f"{path}: no answer sheet (*.yaml) in this folder")
        for file in listed:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _foreign(exam: SealedExam, papers: dict[str, SealedPaper], sheet: Sheet) -> str:
    """Why a sheet is not of this exam; empty where it is."""
    if sheet.exam != exam.id:
        return f"a sheet of the exam {sheet.exam!r}, not of {exam.id!r}"
    if sheet.student not in papers:
        return f"a sheet of {sheet.student!r}, who is not on the roster of this exam"
    if sheet.paper != papers[sheet.student].number:
        return f"{sheet.student} has paper {papers[sheet.student].number}, the sheet says {sheet.paper!r}"
    return ""
