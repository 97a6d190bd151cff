"""The answers of a class in one table (CSV, xlsx, JSON lines): a column for each answer, or a row for each answer.

Rows are read one at a time. Cells are text, whatever they look like: a formula in a CSV is what somebody wrote.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from examgen.errors import UserError, cited
from examgen.exam.columns import plain_title
from examgen.exam.moment import EXPECTED, MomentError, read_moment
from examgen.exam.roster import is_id_title
from examgen.exam.spreadsheet import SpreadsheetError
from examgen.exam.spreadsheet import rows as spreadsheet_rows
from examgen.exam.text_file import decode

LARGEST = 200_000_000
"""A table of more bytes is not read."""
ROWS = 2_000_000
LINE = 1_000_000
"""So many characters are read of what one student hands in, in a line of JSON."""

_LABEL = re.compile(
    r"(?:answer|question|part|item|q|a|aufgabe|frage|antwort)?\s*\.?\s*([0-9]{1,3}\s*[a-z]{0,2})\)?", re.IGNORECASE
)
_LABELS = ("label", "answer", "question", "part", "item", "antwort", "frage")
_TEXTS = ("text", "value", "response", "written", "given", "answer", "antwort")
_PAPERS = ("paper", "paper number", "number of the paper")
_EMAILS = (
    *("e mail", "email", "mail", "email address", "e mail address", "e mail adresse"),
    *("adresse de courriel", "dirección de correo", "indirizzo email"),
)
_TIMES = ("submitted at", "handed in", "submitted", "time", "timestamp", "submission time", "date")
_GRADES = {"status", "points", "of", "percent"}


class TableError(UserError):
    """A table cannot be read.

    Attributes:
        other: whether it is a table of something else than answers.
    """

    def __init__(self, message: str, *, other: bool = False) -> None:
        super().__init__(message)
        self.other = other


@dataclass(frozen=True)
class Row:
    """What a table says of one student.

    Attributes:
        whose: an id, an e-mail address or a paper's number, as it stands there; one of them may do.
        handed_in: when, where a column says so with a time zone.
        line: where it stands first.
        unclear: what stands there as the time, where it is not known from it when that was.
    """

    whose: str
    email: str
    paper: str
    answers: dict[str, str]
    handed_in: datetime | None
    line: int
    unclear: str = ""


@dataclass
class UnclearTimes:
    """The rows of a table of which nobody knows when they were handed in, although something stands there."""

    count: int = 0
    first: str = ""

    def look_at(self, row: Row) -> None:
        """Count a row, if it is one of them."""
        if row.unclear:
            self.count += 1
            self.first = self.first or f"row {row.line}: {EXPECTED}; got {cited(row.unclear, 40)!r}"

    @property
    def told(self) -> str:
        """What an instructor should know."""
        rows = (
            "the time of 1 row cannot be used"
            if self.count == 1
            else f"the times of {self.count:,} rows cannot be used"
        )
        return f"{rows}, so it is unknown whether they were late. The first is {self.first}"


def read_rows(content: bytes, name: str, labels: frozenset[str]) -> Iterator[Row]:
    """What a table says, student by student.

    Args:
        content: the file.
        name: what messages call it.
        labels: what the answers of the exam are called.

    Raises:
        TableError: it is no table of answers.
    """
    if len(content) > LARGEST:
        raise TableError(f"{cited(name)}: larger than {LARGEST:,} bytes")
    if content.startswith(b"PK\x03\x04"):
        try:
            yield from _table(spreadsheet_rows(content, name), name, labels)
        except SpreadsheetError as error:
            raise TableError(str(error)) from None
        return
    yield from rows_of_text(io.StringIO(decode(content).text.removeprefix("\ufeff"), newline=""), name, labels)


def rows_of_text(lines: Iterable[str], name: str, labels: frozenset[str]) -> Iterator[Row]:
    """What a table in text says, student by student, its lines read as they are needed.

    Raises:
        TableError: it is no table of answers.
    """
    lines = iter(lines)
    begun = list(_until_something(lines))
    every = chain(begun, lines)
    if begun and begun[-1].lstrip()[:1] == "{":
        yield from _json_lines(every, name)
        return
    yield from _table(_csv(every, name), name, labels)


def _until_something(lines: Iterator[str]) -> Iterator[str]:
    """Lines up to the first that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return


def _csv(lines: Iterator[str], name: str) -> Iterator[list[str]]:
    head = list(_until_something(lines))
    delimiter = ""
    if head and head[-1].strip().lower().startswith("sep="):
        delimiter = head.pop().strip()[4:5]
        head += _until_something(lines)
    delimiter = delimiter or max(",;\t", key="".join(head).count)
    csv.field_size_limit(1_000_000)
    try:
        yield from csv.reader(chain(head, lines), delimiter=delimiter)
    except csv.Error as error:
        raise TableError(f"{cited(name)}: it cannot be read as a table: {error}") from None


def _json_lines(lines: Iterable[str], name: str) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if number > ROWS:
            raise TableError(f"{cited(name)}: more than {ROWS:,} lines")
        if len(line) > LINE:
            raise TableError(f"{cited(name)}:{number}: a line of more than {LINE:,} characters", other=number == 1)
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            raise TableError(
                f"{cited(name)}:{number}: expected one JSON object on each line", other=number == 1
            ) from None
        answers = found.get("answers") if isinstance(found, dict) else None
        if not isinstance(answers, dict):
            raise TableError(
                f'{cited(name)}:{number}: expected {{"student": "s1", "answers": {{"1": "28"}}}} on each line',
                other=number == 1,
            )
        handed_in, unclear = _moment(_json_time(found))
        yield Row(
            whose=_text(found.get("student", found.get("id"))),
            email=_text(found.get("email")),
            paper=_text(found.get("paper")),
            answers={str(label): _text(value) for label, value in answers.items()},
            handed_in=handed_in,
            line=number,
            unclear=unclear,
        )


def _json_time(found: dict[str, object]) -> str:
    """The time in a line of JSON, under the titles that a column of times may have."""
    named = {plain_title(str(key)): value for key, value in found.items()}
    return next((_text(named[title]) for title in _TIMES if named.get(title) is not None), "")


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool() | int() | float():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _table(table: Iterable[Sequence[str]], name: str, labels: frozenset[str]) -> Iterator[Row]:
    numbered = enumerate(table, start=1)
    for _, row in numbered:
        if any(cell.strip() for cell in row):
            break
    else:
        raise TableError(f"{cited(name)}: it is empty", other=True)
    titles = [plain_title(cell) for cell in row]
    places = _Places.of(row, titles, labels, name)
    body = ((n, r) for n, r in numbered if any(cell.strip() for cell in r))
    yield from places.long(body, name) if places.label is not None else places.wide(body, name)


@dataclass(frozen=True)
class _Places:
    """Which column says what."""

    id: int | None
    email: int | None
    paper: int | None
    time: int | None
    answers: dict[str, int]
    label: int | None
    text: int | None

    @classmethod
    def of(cls, head: Sequence[str], titles: Sequence[str], labels: frozenset[str], name: str) -> _Places:
        def first(wanted: Sequence[str], without: int | None = None) -> int | None:
            return next((titles.index(w) for w in wanted if w in titles and titles.index(w) != without), None)

        ids = (i for i, title in enumerate(titles) if is_id_title(title) and title not in _EMAILS)
        id_ = next(ids, first(("student",)))
        email, paper = first(_EMAILS), first(_PAPERS)
        answers: dict[str, int] = {}
        for place, cell in enumerate(head):
            match = _LABEL.fullmatch(cell.strip())
            label = re.sub(r"\s", "", match[1]).lower() if match else ""
            if label in labels:
                answers.setdefault(label, place)
        text = first(_TEXTS)
        label_ = first(_LABELS, text)
        got = cited(", ".join(head[:8]), 100) or "nothing"
        if answers and len(_GRADES & set(titles)) >= 3:
            raise TableError(f"{cited(name)}: a table of grades, not of answers", other=True)
        if id_ is None and email is None and paper is None:
            raise TableError(
                f"{cited(name)}: expected a column of ids, e-mail addresses or paper numbers, got the columns {got}",
                other=True,
            )
        if not answers and (label_ is None or text is None):
            raise TableError(
                f"{cited(name)}: expected a column for each answer, such as 1 and 2a, or the columns label and text; "
                f"got the columns {got}",
                other=True,
            )
        wide = bool(answers)
        return cls(id_, email, paper, first(_TIMES), answers, None if wide else label_, None if wide else text)

    def _row(self, cells: Sequence[str], answers: dict[str, str], line: int) -> Row:
        def cell(place: int | None) -> str:
            return cells[place].strip() if place is not None and place < len(cells) else ""

        handed_in, unclear = _moment(cell(self.time))
        return Row(cell(self.id), cell(self.email), cell(self.paper), answers, handed_in, line, unclear)

    def wide(self, body: Iterable[tuple[int, Sequence[str]]], name: str) -> Iterator[Row]:
        for line, cells in body:
            if line > ROWS:
                raise TableError(f"{cited(name)}: more than {ROWS:,} rows")
            answers = {label: cells[place] if place < len(cells) else "" for label, place in self.answers.items()}
            yield self._row(cells, answers, line)

    def long(self, body: Iterable[tuple[int, Sequence[str]]], name: str) -> Iterator[Row]:
        found: dict[tuple[str, str, str], Row] = {}
        for line, cells in body:
            if line > ROWS:
                raise TableError(f"{cited(name)}: more than {ROWS:,} rows")
            row = self._row(cells, {}, line)
            whole = found.setdefault((row.whose, row.email, row.paper), row)
            label = cells[self.label].strip() if self.label is not None and self.label < len(cells) else ""
            match = _LABEL.fullmatch(label)
            key = re.sub(r"\s", "", match[1]).lower() if match else label
            whole.answers[key] = cells[self.text] if self.text is not None and self.text < len(cells) else ""
        yield from found.values()


def _moment(text: str) -> tuple[datetime | None, str]:
    """A time with a time zone, or else what stands there: without a time zone nobody knows when it was."""
    if not text.strip():
        return None, ""
    try:
        return read_moment(text), ""
    except MomentError:
        return None, text
