"""Reads one returned form after another in a process of its own, which may use little time and memory: see `examgen.exam.returned`.

Whatever a file holds, nothing of it is run or followed, and a file that would take the whole machine takes this process only.
Its argument is how many bytes of memory it may use. It reads from its input: eight bytes that say how long a file is, then the file.
It answers on one line of JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import resource
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

HEADS = ("exam", "student", "paper")
MOST = 20_000
"""So many fields or cells of a form are looked at."""
LONGEST = 10_001
"""So many characters of an answer are kept: one more than an answer may have, which tells that it was longer."""
_DEEPEST = 40
"""Fields within fields are looked into so far down."""
_CELL = "answer-"
"""What the id of a notebook's cell begins with that holds an answer."""


_BEFORE_A_PDF = 1024
"""A PDF may begin behind so many bytes of something else, such as the head of a mail."""
_OF_A_SHEET = re.compile(rb"\s*[{#]|(?:.*\n)?[ \t\"']*(?:exam|answers)[\"']?[ \t]*:", re.DOTALL)
"""How answers begin that are no PDF, even if a student has written in one of them what a PDF begins with."""


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF, damaged or not."""
    before, mark, _ = content[:_BEFORE_A_PDF].removeprefix(b"\xef\xbb\xbf").partition(b"%PDF-")
    return bool(mark) and not _OF_A_SHEET.match(before)


class RefusedError(Exception):
    """A file cannot be read as a form; ``other`` where it is whole, and something else than a form of an exam."""

    def __init__(self, why: str, *, other: bool = False) -> None:
        super().__init__(why)
        self.other = other


class _Found:
    """What a form says.

    Attributes:
        heads: exam, student and paper.
        answers: the text of each answer, by label.
        faults: why an answer is not certain, by label.
        remarks: what an instructor should know of the file.
    """

    def __init__(self) -> None:
        self.heads: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.faults: dict[str, str] = {}
        self.remarks: list[str] = []

    def head(self, name: str, value: str) -> None:
        """Note whose form it is."""
        if self.heads.setdefault(name, value) != value:
            raise RefusedError(f"it gives two values for {name}, {self.heads[name][:60]!r} and {value[:60]!r}")

    def answer(self, label: str, text: str) -> None:
        """Note an answer; where it is given twice and not alike, nobody can say which counts."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]
        earlier = self.answers.get(label)
        if earlier and text and text != earlier:
            self.faults[label] = f"answer {label} is given twice, and differently"
            self.answers[label] = f"{earlier}\n{text}"[:LONGEST]
        elif not earlier:
            self.answers[label] = text


# PDF ------------------------------------------------------------------------------------------------------------------


def read_pdf(content: bytes) -> _Found:
    """What was filled in, by the names of the fields.

    Raises:
        RefusedError: the file cannot be opened, or has no fields of ours.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            found = _Found()
            form = pdf.Root.get("/AcroForm")
            if not isinstance(form, pikepdf.Dictionary) or "/Fields" not in form:
                raise RefusedError(
                    "a PDF without fields; printed or scanned, a form has lost them: ask for the form itself",
                    other=True,
                )
            ticks = _Ticks()
            for name, field in _fields(form):
                if name in HEADS:
                    found.head(name, _text(field))
                elif name[:1].isdigit():
                    label, _, letter = name.partition("-")
                    if letter:
                        ticks.add(found, label.lower(), letter, field)
                    else:
                        found.answer(label.lower(), _text(field))
            ticks.tell(found)
            if not found.heads:
                raise RefusedError("a PDF whose fields are not those of an exam", other=True)
            if pdf.get_warnings():
                found.remarks.append("the PDF was damaged and has been repaired; compare what was read with the file")
            if _has_script(pdf):
                found.remarks.append("the PDF holds a script or an action, which was not run")
            return found
    except pikepdf.PasswordError:
        raise RefusedError("an encrypted PDF; ask for it without a password") from None
    except RefusedError:
        raise
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # whatever a broken file makes the reader raise
        if "bad_alloc" in str(error):
            raise MemoryError from None
        why = re.sub(r"(stream )?<[^>]*>(, |: )?", "", " ".join(str(error).split()))[:120]
        raise RefusedError(f"a damaged PDF ({why}); ask for it again") from None


def _fields(form: Any) -> Iterator[tuple[str, Any]]:
    """The fields that have a value, each with its full name; a circle of fields is gone round once."""
    import pikepdf

    waiting = [("", field, 0) for field in reversed(list(form.Fields)[:MOST])]
    seen: set[tuple[int, int]] = set()
    left = MOST
    while waiting and left:
        above, field, depth = waiting.pop()
        left -= 1
        if not isinstance(field, pikepdf.Dictionary) or (field.objgen != (0, 0) and field.objgen in seen):
            continue
        seen.add(field.objgen)
        own = str(field.get("/T", ""))
        name = ".".join(filter(None, (above, own)))
        kids = field.get("/Kids")
        named = (
            [kid for kid in list(kids)[:MOST] if isinstance(kid, pikepdf.Dictionary)]
            if isinstance(kids, pikepdf.Array)
            else []
        )
        if any("/T" in kid for kid in named):
            if depth < _DEEPEST:
                waiting += [(name, kid, depth + 1) for kid in reversed(named)]
        else:
            yield name, field


def _text(field: Any) -> str:
    import pikepdf

    value = field.get("/V")
    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        raw = value.read_bytes()[: 4 * LONGEST]
        return str(pikepdf.String(raw))[:LONGEST]
    if isinstance(value, (pikepdf.String, pikepdf.Name)):
        return str(value)[:LONGEST]
    raise RefusedError("a field of the PDF holds no text")


class _Ticks:
    """The boxes that are ticked, by the answer that they belong to."""

    def __init__(self) -> None:
        self.letters: dict[str, list[str]] = {}

    def add(self, found: _Found, label: str, letter: str, field: Any) -> None:
        """Note a box; programs say that it is ticked in one or two places, which have to agree."""
        given = self.letters.setdefault(label, [])
        kids = field.get("/Kids")
        widget = kids[0] if kids is not None and len(kids) else field
        said = [str(each) not in ("/Off", "") for each in (field.get("/V"), widget.get("/AS")) if each is not None]
        if any(said) and not all(said):
            found.faults[label] = f"the file says both that box {letter} of answer {label} is ticked and that it is not"
        if any(said):
            given.append(letter)

    def tell(self, found: _Found) -> None:
        """Add the answers that are made of ticks."""
        for label, letters in self.letters.items():
            found.answer(label, ", ".join(letters))


def _has_script(pdf: Any) -> bool:
    """Whether something of it would be run by other programs when it is opened."""
    names = pdf.Root.get("/Names")
    return "/OpenAction" in pdf.Root or "/AA" in pdf.Root or (names is not None and "/JavaScript" in names)


# notebook and JSON ----------------------------------------------------------------------------------------------------


def read_json(content: bytes) -> _Found:
    """A notebook, or the answers that a form in HTML saved.

    Raises:
        RefusedError: it is neither.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"incomplete JSON ({str(error)[:80]})") from None
    if not isinstance(document, dict):
        raise RefusedError("JSON without answers to an exam", other=True)
    return _notebook(document) if "cells" in document or "nbformat" in document else _saved(document)


def _notebook(document: dict[str, Any]) -> _Found:
    cells, metadata = document.get("cells"), document.get("metadata")
    ours = metadata.get("examgen") if isinstance(metadata, dict) else None
    if document.get("nbformat") != 4 or not isinstance(cells, list):
        raise RefusedError(f"a notebook of format {str(document.get('nbformat'))[:20]}; only format 4 can be read")
    if not isinstance(ours, dict):
        raise RefusedError("a notebook that is not an exam form", other=True)
    found = _Found()
    for name in HEADS:
        if isinstance(value := ours.get(name), str):
            found.head(name, value)
    odd = 0
    for cell in cells[:MOST]:
        label = _answered(cell)
        if label is None:
            odd += isinstance(cell, dict) and cell.get("cell_type") == "raw" and bool(_source(cell))
            continue
        text = _source(cell)
        if text is None:
            found.faults[label] = f"the cell of answer {label} holds no text"
            text = ""
        found.answer(label, text)
    if odd:
        found.remarks.append(f"{odd} cell{'s' * (odd > 1)} with text that belong to no answer")
    if len(cells) > MOST:
        found.remarks.append(f"{len(cells) - MOST:,} cells were not looked at")
    return found


def _answered(cell: object) -> str | None:
    """The label of the answer that a cell holds: by its id, and where a program dropped ids by what we noted in it besides."""
    if not isinstance(cell, dict):
        return None
    metadata = cell.get("metadata")
    noted = metadata.get("examgen") if isinstance(metadata, dict) else None
    id_ = cell.get("id")
    if isinstance(id_, str) and id_.startswith(_CELL):
        return id_.removeprefix(_CELL)[:20]
    if isinstance(noted, dict) and isinstance(label := noted.get("answer"), str):
        return label[:20]
    return None


def _source(cell: dict[str, Any]) -> str | None:
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source[:MOST]):
        source = "".join(source[:MOST])
    return source.rstrip("\n") if isinstance(source, str) else None


def _saved(document: dict[str, Any]) -> _Found:
    answers = document.get("answers")
    if document.get("examgen") != "answers" or not isinstance(answers, dict):
        raise RefusedError("JSON without answers to an exam", other=True)
    found = _Found()
    for name in HEADS:
        if isinstance(value := document.get(name), str):
            found.head(name, value)
    for label, text in list(answers.items())[:MOST]:
        if isinstance(text, str):
            found.answer(label[:20], text)
        else:
            found.answer(label[:20], "")
            found.faults[label[:20]] = f"answer {label[:20]} is no text"
    return found


# the process ----------------------------------------------------------------------------------------------------------


def read(content: bytes) -> dict[str, Any]:
    """What a form says, or why it cannot be read, as it is sent back."""
    try:
        found = read_pdf(content) if is_pdf(content) else read_json(content)
    except RefusedError as refused:
        return {"refused": str(refused), "other": refused.other}
    except (MemoryError, RecursionError):
        return {"refused": "it contains more packed or nested data than can be read", "other": False}
    return {"heads": found.heads, "answers": found.answers, "faults": found.faults, "remarks": found.remarks}


def serve(given: BinaryIO, answered: BinaryIO) -> None:
    """Read files until there are no more."""
    while head := given.read(8):
        (length,) = struct.unpack(">Q", head)
        reply = read(given.read(length))
        answered.write(json.dumps(reply).encode() + b"\n")
        answered.flush()


if __name__ == "__main__":
    with contextlib.suppress(OSError, ValueError):  # some systems know no such limit
        resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    output = os.dup(1)
    os.dup2(2, 1)  # nothing that a library prints is taken for an answer
    with os.fdopen(output, "wb") as channel, contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, channel)
