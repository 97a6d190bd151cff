"""When an answer that is being typed is finished: most are one line, a matrix may be several."""

from __future__ import annotations

import re

from examgen.answers import AnswerType

_OPENING, _CLOSING = "([{", ")]}"
_GOES_ON = re.compile(r"(?:[,;&|]|\\\\)\s*$")


def wants_more(kind: AnswerType, text: str) -> bool:
    """Whether another line belongs to what was typed so far.

    An open bracket, or a separator at the end, asks for more. A row of a matrix without any sign of a second row may be the first
    of several; an empty line says that it was all.
    """
    if not text.strip() or text.endswith("\n"):
        return False
    if _open(text):
        return True
    if kind.blank != "grid":
        return False
    if "[" in text or "{" in text or r"\end" in text:
        return False  # the brackets are closed: that was all of it
    several_rows_in_one_line = ";" in text.splitlines()[-1].strip().rstrip(";")
    return not several_rows_in_one_line or bool(_GOES_ON.search(text))


def _open(text: str) -> bool:
    """Whether a bracket, or an environment of TeX, is not closed yet."""
    opened = sum(text.count(sign) for sign in _OPENING) - sum(text.count(sign) for sign in _CLOSING)
    return opened > 0 or text.count(r"\begin") > text.count(r"\end")
