"""The table of grades: a row for each student, as CSV and xlsx, and nothing in it that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from examgen.exam.printing import points_text
from examgen.exam.sealed import SealedPaper
from examgen.gradebook.standing import PaperStanding, Standing
from examgen.judge import State

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


@dataclass(frozen=True)
class Table:
    """The grades: titles and rows, which are made as they are looked at, once. A cell is a number where it is one."""

    titles: tuple[str, ...]
    rows: Iterator[tuple[str | Decimal | None, ...]]


def table(standing: Standing) -> Table:
    """The grades in the order of the roster, with the roster's own columns.

    While an answer is pending, ``points`` are what the paper earned for certain and ``at most`` what it can still become.
    """
    labels, others = columns_of([paper.paper for paper in standing.papers if paper.paper.student])
    rows = (row(paper, labels, others) for paper in standing.papers if paper.paper.student)
    return Table(titles(labels, others), rows)


def columns_of(papers: Iterable[SealedPaper]) -> tuple[list[str], list[str]]:
    """The labels of all answers, and the titles of the roster's own columns."""
    papers = list(papers)
    return _labels(papers), list(dict.fromkeys(title for paper in papers for title in paper.columns))


def titles(labels: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The titles of the columns; one of the roster's that would be there twice says where it is from."""
    taken = {*COLUMNS, *labels, LOOK}
    return (
        *COLUMNS,
        *labels,
        LOOK,
        *(f"{title} (roster)" if title.casefold() in taken else title for title in others),
    )


def row(paper: PaperStanding, labels: Sequence[str], others: Sequence[str]) -> tuple[str | Decimal | None, ...]:
    """What a paper earned, below the titles of the same labels and columns."""
    return (*_earned(paper, labels), *(paper.paper.columns.get(title, "") for title in others))


def csv_row(row: Sequence[str | Decimal | None]) -> list[str]:
    """A row as it is written to a CSV file."""
    percent = COLUMNS.index("percent")
    return [str(cell) if i == percent and cell is not None else _cell(cell) for i, cell in enumerate(row)]


def _earned(paper: PaperStanding, labels: Sequence[str]) -> Iterator[str | Decimal | None]:
    yield from (paper.paper.student, paper.paper.name, paper.paper.number, status(paper))
    if paper.status != "marked":
        yield from (None, None, paper.of, None, *(None for _ in labels), None)
        return
    yield paper.points
    yield paper.highest if paper.pending else None
    yield paper.of
    yield (100 * paper.points / paper.of).quantize(Decimal("0.1"), ROUND_HALF_UP) if paper.of else None
    earned = {answer.label: answer.points for answer in paper.answers}
    yield from (earned.get(label) for label in labels)
    late = [f"late: {points_text(paper.penalty)} points taken off"] if paper.penalty else []
    yield "; ".join([*late, *(f"{a.label} {_IN_WORDS.get(a.state, 'to be settled')}" for a in paper.pending)])


def grades_csv(standing: Standing) -> str:
    """The table as CSV."""
    found = table(standing)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(inert, found.titles))
    writer.writerows(map(csv_row, found.rows))
    return text.getvalue()


def _cell(cell: str | Decimal | None) -> str:
    return "" if cell is None else points_text(cell) if isinstance(cell, Decimal) else inert(cell)


def status(paper: PaperStanding) -> str:
    """Whether a paper was handed in, was marked, and has a final mark."""
    match paper.status:
        case "absent":
            return ABSENT
        case "unmarked":
            return f"{NOT_MARKED} ({paper.why})"
        case _:
            count = len(paper.pending)
            return f"{MARKED}, {count} answer{'s' * (count != 1)} pending" if count else MARKED


def total(paper: PaperStanding) -> str:
    """What a paper earned, in words: ``48 of 82, 3 answers pending (48 to 53)``."""
    said = f"{points_text(paper.points)} of {points_text(paper.of)}"
    said += f" ({points_text(paper.penalty)} taken off for coming late)" if paper.penalty else ""
    if count := len(paper.pending):
        said += f", {count} answer{'s' * (count != 1)} pending ({points_text(paper.lowest)} to {points_text(paper.highest)})"
    return said


def _labels(papers: Sequence[SealedPaper]) -> list[str]:
    """The labels of all papers; where a place has another question on each, some have more parts than others."""

    def order(label: str) -> tuple[int, str]:
        digits = re.match(r"\d*", label)
        number = digits[0] if digits else ""
        return int(number or 0), label[len(number) :]

    return sorted({label for paper in papers for label in paper.asks}, key=order)


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; a lone dash, as learning systems write for nothing, is none."""
    if text == "-":
        return text
    start = text.lstrip()[:1] or text[:1]
    return f"'{text}" if start in tuple("=+-@|＝＋－＠") or text[:1] in ("\t", "\r", "\n") else text


def grades_xlsx(standing: Standing) -> bytes:
    """The table as xlsx: ids and names are text, points are numbers, whatever language the spreadsheet speaks.

    The same table gives the same bytes.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    found = table(standing)
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _LONG_AGO
    sheet = book.create_sheet("grades")
    sheet.freeze_panes = "B2"
    for row in chain((found.titles,), found.rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet)
            if isinstance(value, Decimal):
                cell.value = float(value)
            elif value:
                cell.value = _ILLEGAL.sub("�", value)[:32_767]
                cell.data_type = "s"  # never a formula
                cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)
    made = io.BytesIO()
    book.save(made)
    plain = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(item.filename), content, zipfile.ZIP_DEFLATED)
    return plain.getvalue()


_LONG_AGO = datetime(2000, 1, 1)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
