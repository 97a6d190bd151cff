"""Sheets as others fill them in, decided before they were read: every answer is what was typed, or goes to a person.

Each row replaces the line of one answer of a sheet, or is a whole sheet. ``means`` lists what may be taken, ``null`` where a person has to
look; "or not" stands where asking is as right as reading. Read cold, 5 of 249 answers were lost in silence and 2 sheets were refused, or
sent to a person as a whole, though they were clear.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from examgen.exam.sheet import SheetError, parse_sheet

HEAD = 'exam: "midterm"\nstudent: "s1001"\npaper: "K7Q2M9X6"\nanswers:\n'
PARTS = {
    "1": ("  # 1. Output size of a convolution\n  # 1: an integer, for example 42\n", "28"),
    "2a": (
        "\n  # 2. Convolution\n  # 2a: a matrix; rows separated by semicolons or on lines of their own\n",
        "1 2; 3 4",
    ),
    "2b": ("  # 2b: one letter from a to d, for example b\n", "b"),
    "3": ("\n  # 3. Design\n  # 3: a layer as Keras code\n", "Flatten()"),
}
ROWS = [
    json.loads(line) for line in Path(__file__).with_name("blind_sheets.jsonl").read_text(encoding="utf-8").splitlines()
]


def filled(row: dict[str, Any]) -> bytes:
    whole = HEAD + "".join(
        hint + (row["lines"] if "lines" in row and label == row["label"] else f'  {label}: "{typed}"\n')
        for label, (hint, typed) in PARTS.items()
    )
    return row.get("text", whole).encode(row.get("encoding", "utf-8"))


def flush(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().split("\n"))


@pytest.mark.parametrize("row", ROWS, ids=[f"{place} {row['kind']}" for place, row in enumerate(ROWS)])
def test_an_answer_is_what_was_typed_or_goes_to_a_person(row: dict[str, Any]) -> None:
    meant = {label: [typed] for label, (_, typed) in PARTS.items()} | row.get("others", {})
    if "label" in row:
        meant[row["label"]] = row["means"]
    try:
        sheet = parse_sheet(filled(row), Path("s1001.yaml")).of(list(PARTS))
    except SheetError:
        assert "or not" in row
        return
    assert (sheet.exam, sheet.student, sheet.paper) == ("midterm", "s1001", "K7Q2M9X6")
    for label, texts in meant.items():
        if label in sheet.faults:
            assert texts is None or "or not" in row, sheet.faults[label]
        else:
            assert texts is not None
            assert flush(sheet.answers.get(label, "")) in [flush(text) for text in texts if text is not None]
