"""The answers of one paper as examgen keeps them where no file of the student's is there: from a row of a table, or typed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from examgen.errors import cited
from examgen.exam.sheet import LONGEST, Sheet, SheetError

FORMATS = ("row", "entered", "forgotten")
"""A row of a table of the class; a handwritten paper that a person typed in; what is left of a student who was forgotten."""


def saved(
    exam: str, student: str, paper: str, answers: Mapping[str, str], faults: Mapping[str, str] | None = None
) -> bytes:
    """Answers by label, as they are kept, and why some of them are not to be read; the same answers give the same bytes."""
    document = {"exam": exam, "student": student, "paper": paper, "answers": dict(answers)}
    if faults:
        document["faults"] = dict(faults)
    return json.dumps(document, ensure_ascii=True).encode()


def parse_saved(content: bytes, path: Path) -> Sheet:
    """The sheet that stands for saved answers; ``path`` is what messages call it.

    Raises:
        SheetError: they are damaged.
    """
    try:
        document = json.loads(content)
        answers = {str(label): str(text) for label, text in document["answers"].items()}
        faults = {str(label): str(why) for label, why in document.get("faults", {}).items()}
        heads = [str(document[head]) for head in ("exam", "student", "paper")]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise SheetError(f"{cited(str(path))}: what was kept of these answers is damaged") from None
    exam, student, paper = heads
    sheet = sheet_of(exam, student, paper, answers, path)
    return replace(sheet, faults={**sheet.faults, **faults}) if faults else sheet


def sheet_of(exam: str, student: str, paper: str, answers: Mapping[str, str], path: Path) -> Sheet:
    """The sheet that stands for answers by label; what is too long is cut, and a person has to look at it."""
    faults = {
        label: f"answer {label} is longer than {LONGEST:,} characters"
        for label, text in answers.items()
        if len(text) > LONGEST
    }
    cut = {label: text[:LONGEST] for label, text in answers.items()} if faults else answers
    return Sheet(path, exam, student, paper, answers=cut, lines=dict.fromkeys(cut, 0), faults=faults)
