"""How much room a text takes on a page, about: what a layout can be decided by before anything is set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import combining, east_asian_width

from examgen.rendering.formula import FormulaError, parse, width

_FORMULA = re.compile(r"\$\$?((?:\\.|[^$\\])+)\$\$?")
_LETTER = 0.41
"""How wide a letter of a text is, in em."""
_PAGE = 43.0
"""So many em stand beside each other in a worked solution."""


def reading_width(markdown: str) -> float:
    """About how wide a text is on one line, in em; one that needs several paragraphs is wider than any page."""
    if "\n\n" in markdown.strip() or "$$" in markdown:
        return 1000.0
    formulas = _FORMULA.findall(markdown)
    letters = re.sub(r"[*_`\\]", "", _FORMULA.sub("", markdown))
    return len(letters) * _LETTER + sum(map(_width, formulas))


_WORD = re.compile(r"(?:\$(?:\\.|[^$\\])+\$|\S)+")
_SPACE = 0.25
_WORDS_ONLY = 1.09
"""How much wider a word's letters are than those of a text with its spaces."""


def text_lines(markdown: str, across: float) -> int:
    """On about how many lines of so many em a paragraph stands."""
    lines, used = 1, 0.0
    for word in _WORD.findall(markdown):
        wide = reading_width(word) * (1.0 if "$" in word else _WORDS_ONLY)
        if used and used + _SPACE + wide > across:
            lines, used = lines + 1, wide
        else:
            used += wide + (_SPACE if used else 0)
    return lines


def clause_lines(widths: Sequence[float], across: float, gap: float) -> list[int]:
    """How many of some formulas stand on each line, where none is parted."""
    lines, used = [0], 0.0
    for wide in widths:
        if lines[-1] and used + gap + wide > across:
            lines, used = [*lines, 1], wide
        else:
            lines[-1], used = lines[-1] + 1, used + wide + (gap if used else 0)
    return lines


_SCALES = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4)


def scale_that_fits(text: str, room: float) -> float:
    """How large a plain text is set in a field of so many em, on two lines at most; the least where it does not fit at all."""

    def lines(scale: float) -> int:
        count, used = 1, 0.0
        for word in text.split() or [""]:
            wide = plain_width(word) * scale
            if wide > room:  # no word is parted
                return len(_SCALES)
            if used and used + 0.25 * scale + wide > room:
                count, used = count + 1, wide
            else:
                used += wide + (0.25 * scale if used else 0)
        return count

    if plain_width(text) <= room:
        return 1.0
    return next((scale for scale in _SCALES if lines(scale) <= 2), _SCALES[-1])


def plain_width(text: str) -> float:
    """About how wide a plain text in half-bold letters is, in em; Chinese signs are as wide as they are high."""
    return sum(
        1.0 if east_asian_width(c) in "WF" else 0.0 if combining(c) else 0.68 if c.isupper() else 0.52 for c in text
    )


def columns_that_fit(formulas: Sequence[str], columns: int) -> int:
    """Into how many columns formulas fall that work out an array: a row of it in a row, or in equal parts of one."""
    if columns == 1 or not formulas:
        return 1
    widest = max(map(_width, formulas))
    return next(n for n in range(columns, 0, -1) if columns % n == 0 and (n == 1 or n * (widest + 1.2) <= _PAGE))


def _width(tex: str) -> float:
    try:
        return width(parse(tex))
    except FormulaError:
        return len(tex) * 0.5  # whoever prints it says what is wrong with it
