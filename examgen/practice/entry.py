"""When an answer that is being typed is finished: most are one line, a matrix may be several."""

from __future__ import annotations

import re
from dataclasses import dataclass

from examgen.answers import AnswerType, Doubtful, Unreadable, Vector, is_blank

_OPENING, _CLOSING = "([{", ")]}"
_GOES_ON = re.compile(r"(?:[,;&|]|\\\\)\s*$")


@dataclass(frozen=True)
class TypedEntry:
    """What is to be done with what was typed so far.

    Attributes:
        more: whether another line belongs to it.
        complaint: why its last line can be no part of an answer; empty where it can.
        kept: what stands before that line, to go on from.
    """

    more: bool = False
    complaint: str = ""
    kept: str = ""


def entry(kind: AnswerType, text: str) -> TypedEntry:
    """Whether another line belongs to what was typed so far, or its last line is no row of a matrix.

    An open bracket, or a separator at the end, asks for more. A row of a matrix without any sign of a second row may be the first
    of several; an empty line says that it was all.
    """
    if not text.strip() or text.endswith("\n") or is_blank(text):
        return TypedEntry()
    if complaint := _no_row(kind, text):
        before = text.rstrip("\n").rpartition("\n")[0]
        return TypedEntry(
            complaint=complaint, kept=before and f"{before}\n"
        )  # the row is typed anew, in a line of its own
    return TypedEntry(more=_wants_more(kind, text))


def _wants_more(kind: AnswerType, text: str) -> bool:
    if _open(text):
        return True
    if kind.blank != "grid":
        return False
    if "[" in text or "{" in text or r"\end" in text:
        return False  # the brackets are closed: that was all of it
    several_rows_in_one_line = ";" in text.splitlines()[-1].strip().rstrip(";")
    return not several_rows_in_one_line or bool(_GOES_ON.search(text))


def _no_row(kind: AnswerType, text: str) -> str:
    """Why the last line of a matrix that is typed row by row is none."""
    rows = [line.strip().rstrip(",;&") for line in text.splitlines()]
    if kind.blank != "grid" or re.search(r"[\[{(\\;|&]", text):
        return ""
    row = Vector()
    widths: list[int] = []
    for line in filter(None, rows):
        try:
            values = row.read(line).value
        except Doubtful:
            return ""
        except Unreadable as refusal:
            said = str(refusal).partition("; write ")[0]
            return f"{said}; write a row of the matrix, for example 1 2 3"
        widths.append(len(values) if isinstance(values, tuple) else 1)
    if len(widths) > 1 and widths[-1] != widths[0]:
        return f"this row has {widths[-1]} value{'s' * (widths[-1] != 1)}, but the first one has {widths[0]}"
    return ""


def _open(text: str) -> bool:
    """Whether a bracket, or an environment of TeX, is not closed yet."""
    opened = sum(text.count(sign) for sign in _OPENING) - sum(text.count(sign) for sign in _CLOSING)
    return opened > 0 or text.count(r"\begin") > text.count(r"\end")
