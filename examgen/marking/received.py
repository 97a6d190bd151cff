"""The sheets that count, kept with the marks, so that a run with one late sheet leaves everybody else's mark as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from examgen.errors import UserError, cited
from examgen.exam.sealed import SealedExam

FOLDER = "received"
INDEX = f"{FOLDER}/index.json"


class ReceivedError(UserError):
    """What earlier runs kept cannot be used."""


@dataclass(frozen=True)
class Received:
    """What came from a student: a sheet, or something that could not be marked.

    Attributes:
        source: the file, as an absolute path.
        named: whether the file or its folder is called after the student.
        content: the sheet to the byte; ``None`` where there is none that can be marked.
        why: why it cannot be marked.
        format: what it was recognised as.
        handed_in: when it was handed in, where something tells.
    """

    source: str
    named: bool = False
    content: bytes | None = None
    why: str = ""
    format: str = "sheet"
    handed_in: datetime | None = None


def files(exam: SealedExam, received: Mapping[str, Received]) -> Iterator[tuple[str, bytes]]:
    """The files to keep, by their names, for what was received by student."""
    index = {}
    for student, item in sorted(received.items()):
        index[student] = {"from": item.source, "named": item.named} | ({"why": item.why} if item.why else {})
        if item.content is not None:
            yield f"{FOLDER}/{student}.yaml", item.content
    document = {"exam": exam.id, "students": index}
    yield INDEX, json.dumps(document, indent=1, ensure_ascii=True).encode()


def earlier(folder: Path, exam: SealedExam) -> dict[str, Received]:
    """What earlier runs received, by student.

    Raises:
        ReceivedError: it belongs to another exam, or is damaged.
    """
    if folder.is_symlink() and not folder.exists():
        raise ReceivedError(_damaged(folder, FileNotFoundError("it leads nowhere")))
    try:
        document = json.loads((folder / INDEX).read_bytes())
        if document["exam"] != exam.id:
            raise ReceivedError(
                f"{folder.parent} holds the grades of the exam {cited(str(document['exam']))!r}; choose another folder with --out"
            )
        found = {}
        for student, item in document["students"].items():
            why = str(item.get("why", ""))
            content = None if why else (folder / FOLDER / f"{student}.yaml").read_bytes()
            found[student] = Received(str(item["from"]), bool(item["named"]), content, why)
        return found
    except FileNotFoundError as error:
        if error.filename and str(error.filename).endswith(INDEX):
            return {}
        raise ReceivedError(_damaged(folder, error)) from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        if isinstance(error, ReceivedError):
            raise
        raise ReceivedError(_damaged(folder, error)) from None


def _damaged(folder: Path, error: Exception) -> str:
    return (
        f"what earlier runs kept in {folder} is damaged ({cited(str(error))}); "
        "give all sheets again, with --afresh, to mark without it"
    )
