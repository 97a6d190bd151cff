"""Lines of code that fit a width: what is longer is broken where Python lets it go on, within brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HANGING = 4
"""A line that goes on is indented by so much more."""
_FORMS = (r"(?<=,) ", r" (?=(?:[-+*/@%]|//|\*\*|and|or|if|else) )", r"(?<=[(\[{])")
"""Where a line is broken, the best first: behind a comma, before an operator, behind an opening bracket."""


def fitted(code: str, width: int) -> list[str]:
    """The lines of some code, each at most so wide where it can be broken; whatever it says, it says still."""
    return [part for line in code.splitlines() for part in _parts(line, width)]


def _parts(line: str, width: int) -> Iterator[str]:
    indent = len(line) - len(line.lstrip(" ")) + _HANGING
    if numbered := re.match(r"\s*\d+ +", line):  # the number of a line, in a listing
        indent = len(numbered[0]) + _HANGING
    depth_before = 0
    while len(line) > width:
        places = _places(line, width, depth_before)
        if not places:
            break
        place = places[-1]
        depth_before = _depths(line, depth_before)[place - 1]
        yield line[:place].rstrip(" ")
        line = " " * indent + line[place:].lstrip(" ")
    yield line


def _places(line: str, width: int, depth: int) -> list[int]:
    """Where the line may be broken so that its first part fits, in the best of the `_FORMS` that there is."""
    depths = _depths(line, depth)
    blank = len(line) - len(line.lstrip(" "))
    for form in _FORMS:
        found = [match.start() for match in re.finditer(form, line)]
        if places := [i for i in found if blank < i <= width and depths[i - 1] > 0]:
            return places
    return []


def _depths(line: str, depth: int) -> list[int]:
    """Behind each character how many brackets are open; 0 within a string, where no line is broken."""
    depths: list[int] = []
    quote = ""
    for sign in line:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth = max(0, depth - 1)
        depths.append(0 if quote else depth)
    return depths
