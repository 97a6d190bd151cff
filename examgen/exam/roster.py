"""The students: a table with a column of ids and a column of names, as spreadsheets and learning systems write it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from examgen.errors import UserError, cited
from examgen.exam.columns import plain_title, purpose_of
from examgen.exam.spreadsheet import SpreadsheetError
from examgen.exam.spreadsheet import rows as spreadsheet_rows
from examgen.exam.text_file import WINDOWS_1252, TextFileError, decode, read_bytes
from examgen.wording import counted, listed

LARGEST = 10_000_000
"""A roster of more bytes than this is none."""
LONGEST = 100_000
"""A cell of more characters than this is none of a roster."""
TOLD = 20
"""So many errors of a roster are told at once."""


class RosterError(UserError):
    """The roster cannot be used; a line for each error, with the file and the line."""


def can_name_a_file(id_: str) -> bool:
    """Whether a student's id can name their files on every system."""
    return bool(_ID.fullmatch(id_)) and id_.lower() not in _RESERVED


@dataclass(frozen=True)
class Student:
    """A student; the id names their files.

    Attributes:
        columns: what the roster says besides, by the title of its column: e-mail, room, seat, group.
    """

    id: str
    name: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """The students in the order of the file.

    Attributes:
        remarks: what was taken for granted and is worth a look.
    """

    students: tuple[Student, ...]
    remarks: tuple[str, ...] = ()


_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_RESERVED = {"con", "prn", "aux", "nul"}  # names that Windows keeps for itself
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SHORTENED = re.compile(r"[0-9][.,][0-9]+E\+[0-9]+", re.IGNORECASE)

# Titles as they are compared: small letters, and one space for whatever else stands between words. The first that is there and
# filled in counts.
_IDS = (
    *("id", "student id", "studentid", "student number", "student no", "matrikelnummer", "matrikelnr", "matrikel nr"),
    *("matriculation number", "matricola", "numéro étudiant", "studentnummer", "id number", "idnumber", "id nummer"),
    *(
        "matrícula",
        "matricula",
        "número de matrícula",
        "nº de matrícula",
        "número de estudante",
        "número de estudiante",
    ),
    *("número de aluno", "nº aluno", "nº de aluno", "código", "expediente", "dni", "número", "numero", "nº", "matr nr"),
    *(
        "número de id",
        "numéro d identification",
        "numero id",
        "sid",
        "sis user id",
        "sis id",
        "sis login id",
        "login id",
    ),
    *("username", "user name", "login", "anmeldename", "nom d utilisateur", "email address", "e mail address", "email"),
    *("e mail", "mail", "e mail adresse", "adresse de courriel", "dirección de correo", "indirizzo email"),
)
_OF_CANVAS = ("sis user id", "sis login id")
"""Where these stand, the column ``ID`` holds Canvas's own number of the student."""
_FULL_NAMES = (
    "name",
    "full name",
    "fullname",
    "student name",
    "student",
    "vollständiger name",
    "nom complet",
    "nome completo",
    "nombre completo",
    "apellidos y nombre",
    "display name",
)
_FIRST_NAMES = ("first name", "firstname", "given name", "vorname", "prénom", "nombre", "nome", "voornaam")
_LAST_NAMES = (
    *("last name", "lastname", "surname", "family name", "nachname", "familienname", "name", "nom", "nom de famille"),
    *("apellido s", "apellidos", "apellido", "cognome", "achternaam"),
)


_NOT_IN_NAMES = re.compile(
    r"[^\W\d_][\u00a1-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u20ac\u2020-\u2030]|[\u0080-\u009f]"
)
"""What is in no name, and is seen where Windows-1252 is not the encoding."""


def read_roster(path: Path, id_column: str | None = None, name_column: str | None = None) -> Roster:
    """Read the students.

    Args:
        path: a table in UTF-8, UTF-16 or Windows-1252, with cells parted by commas, semicolons, tabs or bars; or the first sheet
            of a workbook (xlsx).
        id_column: the title of the column of ids, where it is not found by itself.
        name_column: the title of the column of names.

    Raises:
        RosterError: it cannot be read, holds no student, a row that does not match the header, an id twice, or an id that cannot
            name a file; all of these at once.
    """
    try:
        content = read_bytes(path, LARGEST)
    except TextFileError as error:
        raise RosterError(str(error)) from None
    reader = _Reader(cited(str(path)))
    if content.startswith(_WORKBOOK):
        rows = list(reader.sheet(content))
    elif content.startswith(_OLD_WORKBOOK):
        raise RosterError(f"{reader.path}: a workbook of the old kind (xls); save it as xlsx or as CSV UTF-8")
    else:
        rows = reader.table(reader.text(content), id_column)
    if not rows:
        raise RosterError(f"{reader.path}:1: expected a header line with the columns id and name, the file is empty")
    header, *body = rows
    reader.check(header, body)
    ids = reader.ids(header, body, id_column)
    names = reader.names(header, ids, name_column)
    reader.note_purposes(header, (ids, *names))
    students = tuple(reader.students(header, body, ids, names))
    if not students and not reader.errors:
        reader.errors.append(f"{reader.path}: there is no student; add a line such as s1001,Ada Lovelace")
    reader.complain()
    return Roster(students, tuple(reader.remarks))


class _Row(NamedTuple):
    """A row, and the line on which it begins."""

    line: int
    cells: list[str]


@dataclass
class _Reader:
    """Reads one roster and gathers what is wrong with it."""

    path: str
    errors: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def complain(self) -> None:
        """Tell all errors so far, if there are any."""
        if self.errors:
            more = len(self.errors) - TOLD
            raise RosterError("\n".join(self.errors[:TOLD] + ([f"and {more} more errors"] if more > 0 else [])))

    def wrong(self, line: int, what: str) -> None:
        """Note an error."""
        self.errors.append(f"{self.path}:{line}: {what}")

    def text(self, content: bytes) -> str:
        """The text of the file; one in an encoding that cannot be told for certain is an error."""
        text, encoding = decode(content)
        for number, line in enumerate(text.split("\n"), 1):
            if "\ufffd" in line:
                self.wrong(number, "some characters are damaged; save the roster as CSV UTF-8")
        if encoding == WINDOWS_1252:
            import charset_normalizer  # hardly ever needed

            guess = charset_normalizer.from_bytes(content).best()
            foreign = guess is not None and any(not _is_latin(letter) for letter in str(guess))
            if foreign or _NOT_IN_NAMES.search(text):
                self.wrong(1, "neither UTF-8 nor UTF-16 nor Windows-1252; save the roster as CSV UTF-8")
            example = next((w for w in re.findall(r"[^\s,;|\"]+", text) if not w.isascii()), "")
            self.remarks.append(
                f"{self.path}: read as Windows-1252, with names such as {cited(example)}; "
                "if they are not right, save the roster as CSV UTF-8"
            )
        self.complain()
        return text

    def table(self, text: str, id_column: str | None) -> list[_Row]:
        """The rows that are not empty."""
        stated = re.match(r"(\s*)sep=([^\w\s]|\t)[ \t]*(?=[\r\n])", text, re.IGNORECASE)
        if stated:  # its line stays, empty, so that the numbers of the others are right
            text = stated[1] + text[stated.end() :]
        wanted = {plain_title(id_column)} if id_column else set(_IDS)

        def fit(delimiter: str) -> tuple[bool, int]:
            header = next(self.rows(text, delimiter, told=False), _Row(0, []))
            return bool(wanted & set(map(plain_title, header.cells))), sum(map(bool, header.cells))

        delimiter = stated[2] if stated else max(",;\t|", key=fit)
        return list(self.rows(text, delimiter))

    def sheet(self, content: bytes) -> Iterator[_Row]:
        """The rows of a workbook's first sheet that are not empty; it does not keep the empty cells at the end of a row."""
        width = 0
        try:
            for line, cells in enumerate(spreadsheet_rows(content, self.path), 1):
                for cell in cells:
                    self._look_at(line, cell)
                if any(cells := [" ".join(cell.split()) for cell in cells]):
                    width = width or len(cells)
                    yield _Row(line, cells + [""] * (width - len(cells)))
        except SpreadsheetError as error:
            raise RosterError(str(error)) from None

    def rows(self, text: str, delimiter: str, *, told: bool = True) -> Iterator[_Row]:
        """The rows that are not empty, as cells without white space around them."""
        csv.field_size_limit(LONGEST)  # of the whole process: other tables have set their own
        # newline="" parts lines at line feeds and carriage returns only, and not at the dozen other marks that Python knows
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if told:
                    self.wrong(line, self._why(error, line, reader.line_num))
                continue
            for cell in cells if told else ():
                if "\n" in cell.strip().replace("\r", "\n") and delimiter in cell:
                    self.wrong(
                        line, f"a quote goes on to line {reader.line_num}, over several cells; close it on its own line"
                    )
                else:
                    self._look_at(line, cell)
            cells = [" ".join(cell.split()) for cell in cells]
            if any(cells):
                yield _Row(line, cells)

    def _look_at(self, line: int, cell: str) -> None:
        strange = next((c for c in cell if unicodedata.category(c) in ("Cc", "Cs") and not c.isspace()), "")
        if strange:
            self.wrong(line, f"a cell holds the control character {cited(strange)}: {cited(cell.strip(), 60)}")

    def _why(self, error: csv.Error, line: int, last: int) -> str:
        if "field larger" in str(error):
            return "a cell is longer than any name; is this a roster?"
        return f"a quote that is opened here is not closed correctly; the file was read up to line {max(last, line)}"

    def check(self, header: _Row, body: Sequence[_Row]) -> None:
        """Every title once, and every row as long as the header."""
        seen: set[str] = set()
        for title in header.cells:
            if title and plain_title(title) in seen:
                self.wrong(header.line, f"two columns are called {cited(title)!r}; give one of them another title")
            seen.add(plain_title(title))
        least = max(i for i, title in enumerate(header.cells) if title) + 1
        for line, cells in body:
            found = len(cells) if any(cells[least:]) else min(len(cells), least)
            if found != least:
                hint = "; put quotes around a cell that contains a comma" if found > least else ""
                self.wrong(
                    line,
                    f"{counted(found, 'cell')}, but the header has {least}{hint}: {cited(' | '.join(cells), 80)}",
                )

    def ids(self, header: _Row, body: Sequence[_Row], wanted: str | None) -> int:
        """The place of the column of ids."""
        if wanted is not None:
            return self._named(header, wanted)
        titles = [plain_title(title) for title in header.cells]
        first = [key for key in _OF_CANVAS if "id" in titles]
        places = [titles.index(key) for key in (*first, *_IDS) if key in titles]
        if not places:
            self.wrong(
                header.line,
                "expected a header line with the columns id and name, "
                f"got {cited(', '.join(header.cells), 80)!r}; select another with --id-column",
            )
            self.complain()
        filled = [i for i in places if any(len(cells) > i and cells[i] for _, cells in body)]
        place = (filled or places)[0]
        if titles[place] != "id":
            self.remarks.append(f"{self.path}: the ids are taken from the column {cited(header.cells[place])!r}")
        return place

    def names(self, header: _Row, ids: int, wanted: str | None) -> tuple[int, ...]:
        """The places of the columns that make up the name."""
        if wanted is not None:
            return (self._named(header, wanted),)
        titles = ["" if i == ids else plain_title(title) for i, title in enumerate(header.cells)]
        first = next((titles.index(key) for key in _FIRST_NAMES if key in titles), None)
        last = next((titles.index(key) for key in _LAST_NAMES if key in titles), None)
        full = next((titles.index(key) for key in _FULL_NAMES if key in titles), None)
        if first is not None and last is not None:
            places: tuple[int, ...] = (first, last)
        else:
            places = tuple(i for i in (full, last, first) if i is not None)[:1]
        if not places:
            self.remarks.append(
                f"{self.path}: there is no column of names, so ids are used instead; select a column with --name-column"
            )
        elif [titles[i] for i in places] != ["name"]:
            named = listed(repr(cited(header.cells[i])) for i in places)
            self.remarks.append(f"{self.path}: the names are taken from the column{'s' * (len(places) > 1)} {named}")
        return places

    def note_purposes(self, header: _Row, used: Sequence[int]) -> None:
        """Note which columns change the papers under a title of another language."""
        for i, title in enumerate(header.cells):
            purpose = purpose_of(title)
            if i not in used and purpose and purpose != plain_title(title):
                self.remarks.append(f"{self.path}: {cited(title)!r} is read as {purpose!r}")

    def _named(self, header: _Row, wanted: str) -> int:
        titles = [plain_title(title) for title in header.cells]
        if plain_title(wanted) not in titles:
            there = ", ".join(title for title in header.cells if title)
            self.wrong(header.line, f"there is no column {cited(wanted)!r}; the columns are {cited(there)}")
            self.complain()
        return titles.index(plain_title(wanted))

    def students(self, header: _Row, body: Sequence[_Row], ids: int, names: Sequence[int]) -> Iterator[Student]:
        """The students of the rows that are in order."""
        others = [i for i, title in enumerate(header.cells) if title and i != ids and i not in names]
        canvas = any(plain_title(title) in _OF_CANVAS for title in header.cells)
        seen: dict[str, int] = {}
        for line, cells in body:
            cells = cells + [""] * (len(header.cells) - len(cells))
            student = Student(
                cells[ids],
                " ".join(cells[i] for i in names if cells[i]) or cells[ids],
                {header.cells[i]: cells[i] for i in others},
            )
            if canvas and not student.id and student.name in ("Points Possible", "Student, Test"):
                self.remarks.append(f"{self.path}:{line}: {student.name!r} is not a student, and is left out")
            elif not student.id:
                self.wrong(line, f"no id for {cited(student.name) or 'this row'!r}")
            elif _SHORTENED.fullmatch(student.id):
                self.wrong(line, f"the id {student.id} was shortened by a spreadsheet; export that column as text")
            elif not can_name_a_file(student.id):
                self.wrong(
                    line,
                    f"the id {cited(student.id, 80)!r} cannot name a file; "
                    "use letters, digits and . _ @ + - (at most 64)",
                )
            elif (first := seen.setdefault(student.id.lower(), line)) != line:
                self.wrong(
                    line, f"the id {student.id!r} is on line {first} already; every student needs a different id"
                )
            else:
                yield student


def is_id_title(title: str) -> bool:
    """Whether a column of this title, as `plain_title` gives it, holds ids of students."""
    return title in _IDS


def _is_latin(character: str) -> bool:
    return not character.isalpha() or "LATIN" in unicodedata.name(character, "") or character in "ªº"
