"""How much room a text takes on a page, about: what a layout can be decided by before anything is set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
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


_TOKEN = re.compile(
    r"(?P<formula>\$(?:\\.|[^$\\])+\$)|`(?P<code>[^`]+)`|(?P<space>[ \t\n]+)|(?P<text>[^ \t\n$`–-]+[–-]*|.)"
)
_HELD = re.compile(r"(?<=\w) × (?=\w)")
CODE = 0.434
"""How wide a letter of code is, in em of the text."""
_SPACE, _BOLD, _MATH = 0.25, 1.05, 1.1
# The letters from the space to the tilde in hundredths of an em, as the text's font has them.
_WIDTHS = (
    *(25, 29, 34, 46, 46, 64, 70, 19, 30, 30, 37, 55, 22, 34, 22, 32, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 24, 24, 55, 55, 55, 44),
    *(90, 70, 59, 65, 70, 56, 48, 68, 73, 30, 32, 64, 53, 84, 70, 70, 54, 70, 59, 48, 60, 66, 65, 95, 66, 58, 60, 36, 29, 36, 52, 49),
    *(39, 46, 49, 43, 51, 45, 31, 50, 54, 27, 27, 51, 26, 79, 54, 50, 52, 50, 37, 39, 32, 53, 50, 75, 49, 52, 42, 28, 20, 28, 45),
)  # fmt: skip


def text_lines(markdown: str, across: float, behind: float = 0.0) -> int:
    """On about how many lines of so many em a paragraph stands; so many em ``behind`` it go with its last word."""
    words = _words(markdown)
    across *= 1.003  # pairs of letters such as "To" stand closer
    lines, used = 1, 0.0
    for place, (gap, wide) in enumerate(words):
        wide += behind if place == len(words) - 1 else 0.0
        if used and used + gap + wide > across:
            lines, used = lines + 1, wide
        else:
            used += wide + (gap if used else 0.0)
    return lines


def line_width(markdown: str) -> float:
    """About how wide a text is on one line, in em, letter by letter."""
    return sum(gap + wide for gap, wide in _words(markdown))


def points_width(points: str) -> float:
    """About how wide the points of a part are, which are set smaller behind its text."""
    return 0.8 * line_width(f"{points} points")


@lru_cache(maxsize=1024)
def _words(markdown: str) -> tuple[tuple[float, float], ...]:
    """The words of a paragraph, which no line parts: the space before each, and how wide it is; the papers of an exam say the same."""
    return tuple(_each_word(markdown))


def _each_word(markdown: str) -> Iterator[tuple[float, float]]:
    gap = wide = 0.0
    bold = False
    for found in _TOKEN.finditer(_HELD.sub("\u00a0×\u00a0", markdown.strip())):
        token = found[0]
        if found["space"]:
            if wide:
                yield gap, wide
            gap, wide = _SPACE, 0.0
        elif found["formula"]:
            number = re.fullmatch(r"[\d{,.}]+", token[1:-1])
            wide += _MATH * sum(map(_letter, re.sub(r"[{}]", "", number[0]))) if number else _width(token[1:-1])
        elif found["code"]:
            first, *others = found["code"].split(" ")
            wide += len(first) * CODE
            for each in others:
                yield gap, wide
                gap, wide = CODE, len(each) * CODE
        else:
            for piece in re.split(r"(\*\*)", token):
                bold ^= piece == "**"
                wide += (_BOLD if bold else 1.0) * sum(map(_letter, re.sub(r"[*_\\]", "", piece)))
            if token[-1] in "-–" and len(token) > 1:  # a line may end behind a hyphen
                yield gap, wide
                gap = wide = 0.0
    if wide:
        yield gap, wide


def _letter(letter: str) -> float:
    code = ord(letter) - 32
    return _WIDTHS[code] / 100 if 0 <= code < len(_WIDTHS) else _SPACE if letter == "\u00a0" else plain_width(letter)


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
    """How large a plain text is set in a field of so many em that is two lines high; the least where it does not fit at all."""

    def fits(scale: float) -> bool:
        count, used = 1, 0.0
        for place, piece in enumerate(_WORDS.findall(text)):
            gap = 0.25 * scale if place and piece.startswith(" ") else 0.0
            wide = plain_width(piece.strip()) * scale
            if wide > room:  # no word is parted
                return False
            if used and used + gap + wide > room:
                count, used = count + 1, wide
            else:
                used += gap + wide
        return count <= int(2 / scale)

    if plain_width(text) <= room:
        return 1.0
    return next((scale for scale in _SCALES if fits(scale)), _SCALES[-1])


_WORDS = re.compile(r" ?[^ -]*-?")
"""The words of a text, each with the space before it; a line may end behind a hyphen."""


_LEGIBLE = 0.6
"""Where a long word would be set smaller than this, it is parted instead."""
_LAST_LATIN = "\u024f"


def fitted(text: str, room: float) -> tuple[str, float]:
    """A plain text and how large it is set in a field of so many em; a very long word may be parted anywhere rather than be illegible.

    Letters that join, as in Arabic, are never parted.
    """
    scale = scale_that_fits(text, room)
    if scale >= _LEGIBLE or max(text, default="") > _LAST_LATIN:
        return text, scale
    wide = plain_width(text)
    return "\u200b".join(text), next((each for each in _SCALES if wide * each <= 1.9 * room), _SCALES[-1])


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
