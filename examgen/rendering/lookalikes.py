"""Characters for terminals that lack ours: a minus sign stays a minus sign wherever it is shown.

What is laid out is put into these characters before it is broken into lines, because some of them are longer: ``hₜ`` becomes
``h_t``. What reaches the stream nevertheless is put into them there.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterator, Sequence

NAME = "examgen.lookalikes"
_LOOKALIKES = {
    **dict.fromkeys(
        map(chr, range(0x2500, 0x2580)), "+"
    ),  # corners and crossings of lines; the lines themselves follow
    **dict.fromkeys("−–‒‑‐─━═", "-"),
    "—": "--",
    "…": "...",
    "×": "x",
    "·": "*",
    "⋅": "*",
    "∘": "o",
    "⊙": "*",
    "∗": "*",
    "÷": "/",
    "√": "sqrt",
    "≈": "~",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "↦": "|->",
    "▶": ">",
    "▲": "^",
    "▼": "v",
    "∂": "d",
    "∇": "grad ",
    "∑": "sum",
    "∏": "prod",
    "∞": "inf",
    "∈": "in",
    "∉": "not in",
    "±": "+-",
    "∓": "-+",
    "°": "deg",
    **dict.fromkeys("│┃∣⎢⎥⎜⎟⎪┆┊║", "|"),
    **dict.fromkeys("⎡⎣", "["),
    **dict.fromkeys("⎤⎦", "]"),
    **dict.fromkeys("⎛⎝", "("),
    **dict.fromkeys("⎞⎠", ")"),
    **dict.fromkeys("⎧⎨⎩", "{"),
    **dict.fromkeys("⎫⎬⎭", "}"),
    "⌊": "floor(",
    "⌋": ")",
    "⌈": "ceil(",
    "⌉": ")",
    "⟨": "<",
    "⟩": ">",
    "‖": "||",
    "′": "'",
    "″": "''",
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("\u2009\u200a\u202f\u00a0\u2002\u2003", " "),
    "█": "#",
    "✓": "+",
    "✗": "x",
    "•": "*",
    "►": ">",
    "◄": "<",
    "⊤": "T",
    "§": "sec. ",
    "ϵ": "epsilon",
    "ᵀ": "^T",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
}
_GREEK = "GREEK SMALL LETTER ", "GREEK CAPITAL LETTER "


def register() -> None:
    """Make the way of encoding known by its name."""
    codecs.register_error(NAME, _lookalikes)


def spelled(text: str, encoding: str) -> str:
    """Text in the characters of an encoding."""
    return text if _fits(text, encoding) else lookalike(text, encoding)


def spelled_block(lines: Sequence[str], encoding: str) -> list[str]:
    """Lines that belong together, such as a matrix, in the characters of an encoding: what stood below another still does."""
    if all(_fits(line, encoding) for line in lines):
        return list(lines)
    width = max(map(len, lines))
    rows = [[*_columns(line, encoding), *[" "] * (width - len(line))] for line in lines]
    room = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["".join(_filled_up(row, room)).rstrip() for row in rows]


def _filled_up(row: Sequence[str], room: Sequence[int]) -> Iterator[str]:
    """The cells of a line, moved on to where their columns are; no word is torn apart, its end is waited for."""
    owed = 0
    for cell, wide in zip(row, room, strict=True):
        owed += wide - len(cell)
        yield cell
        if owed > 0 and cell in (" ", "-", ""):
            yield (cell or " ") * owed
            owed = 0


def _columns(line: str, encoding: str) -> Iterator[str]:
    """What stands for each character of a line; for a script of several, at the first of them."""
    place = 0
    while place < len(line):
        mark, end = _script(line[place]), place + 1
        while mark and end < len(line) and _script(line[end]) == mark:
            end += 1
        yield spelled(line[place:end], encoding)
        yield from [""] * (end - place - 1)
        place = end


def _lookalikes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return lookalike(error.object[error.start : error.end], error.encoding), error.end


def lookalike(text: str, encoding: str = "ascii") -> str:
    """Text that an encoding lacks in characters that it has."""
    written: list[str] = []
    script, mark = "", ""
    for character in f"{text}\0":
        now = _script(character)
        if now != mark and script:
            written.append(f"{mark}{script}" if script.isalnum() else f"{mark}({script})")
            script = ""
        mark = now
        if mark:
            script += "".join(_one(chr(int(part, 16)), encoding) for part in _decomposed(character)[1:])
        elif character != "\0":
            written.append(_one(character, encoding))
    return "".join(written)


def _decomposed(character: str) -> list[str]:
    return unicodedata.decomposition(character).split() if character not in _LOOKALIKES else []


def _script(character: str) -> str:
    """The mark before a character below or above the line; nothing before another one."""
    parts = _decomposed(character)
    return {"<sub>": "_", "<super>": "^"}.get(parts[0] if parts else "", "")


def _one(character: str, encoding: str) -> str:
    if _fits(character, encoding):
        return character
    if found := _LOOKALIKES.get(character):
        return found
    name = unicodedata.name(character, "")
    for case in _GREEK:
        if name.startswith(case):
            word = name.removeprefix(case).split()[0].lower()
            return word if case is _GREEK[0] else word.capitalize()
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if _fits(part, encoding))
    return plain or ("" if unicodedata.combining(character) else "?")


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True
