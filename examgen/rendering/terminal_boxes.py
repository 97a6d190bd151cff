"""Boxes of text: pieces of a formula that have lines and a baseline, and are set beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

_SUBSCRIPTS = dict(zip("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_SUPERSCRIPTS = dict(
    zip("0123456789+−=()T⊤′abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵀᵀ′ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)
_TALL = {
    "[": "⎡⎢⎢⎣", "]": "⎤⎥⎥⎦", "(": "⎛⎜⎜⎝", ")": "⎞⎟⎟⎠", "|": "││││", "‖": "‖‖‖‖",
    "{": "⎧⎪⎨⎩", "}": "⎫⎪⎬⎭", "⌊": "⎢⎢⎢⎣", "⌋": "⎥⎥⎥⎦", "⌈": "⎡⎢⎢⎢", "⌉": "⎤⎥⎥⎥",
}  # fmt: skip
"""Of every bracket its top, its straight part, its middle and its bottom."""

_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_][^\W\d_]) (?=[^\W\d_]{2})")


@dataclass(frozen=True)
class Box:
    """Lines of text of equal width, and which of them stands on the line of writing."""

    lines: tuple[str, ...]
    baseline: int = 0

    @property
    def width(self) -> int:
        return cell_len(self.lines[0])

    @property
    def tall(self) -> bool:
        return len(self.lines) > 1


def beside(*boxes: Box, spaces: Sequence[int] = ()) -> Box:
    """Boxes side by side on one baseline."""
    above = max(box.baseline for box in boxes)
    below = max(len(box.lines) - box.baseline for box in boxes)
    lines = [""] * (above + below)
    for index, box in enumerate(boxes):
        space = " " * (spaces[index] if spaces else 0)
        for row in range(above + below):
            inner = row - above + box.baseline
            lines[row] += space + (box.lines[inner] if 0 <= inner < len(box.lines) else " " * box.width)
    return Box(tuple(lines), above)


def grid(rows: Sequence[Sequence[Box]], *, left: bool, gap: int) -> Box:
    """Boxes in rows and columns; numbers flush right, so that their units stand under each other."""
    count = max(len(row) for row in rows)
    filled = [[*row, *[Box(("",))] * (count - len(row))] for row in rows]
    widths = [max(row[column].width for row in filled) for column in range(count)]
    lines: list[str] = []
    for row in filled:
        padded = [_padded(box, width, left=left) for box, width in zip(row, widths, strict=True)]
        lines.extend(beside(*padded, spaces=[0, *[gap] * (count - 1)]).lines)
    return Box(tuple(lines), (len(lines) - 1) // 2)


def _padded(box: Box, width: int, *, left: bool) -> Box:
    blank = " " * (width - box.width)
    return replace(box, lines=tuple(line + blank if left else blank + line for line in box.lines))


def bracketed(box: Box, opening: str, closing: str) -> Box:
    return beside(_bracket(opening, box), box, _bracket(closing, box))


def _bracket(sign: str, box: Box) -> Box:
    height = len(box.lines)
    if height == 1 or sign not in _TALL:
        return Box((sign or "",) * height, box.baseline)
    top, straight, middle, bottom = tuple(_TALL[sign])
    lines = [top, *[straight] * (height - 2), bottom]
    if height > 2:
        lines[height // 2] = middle
    return Box(tuple(lines), box.baseline)


def with_script(base: Box, script: str, mark: str) -> Box:
    table = _SUBSCRIPTS if mark == "_" else _SUPERSCRIPTS
    script = _BETWEEN_WORDS.sub("\0", script).replace(" ", "").replace("\0", " ")
    if script.startswith((":", "(:")):
        written = f"[{script.strip('()')}]"  # a slice of an array, as in Python
    elif script and all(sign in table for sign in script):
        written = "".join(table[sign] for sign in script)
    elif len(script) <= 1 or re.fullmatch(r"[\w.]+", script):
        written = mark + script
    else:
        written = f"{mark}({script})"
    if not base.tall:
        return Box((base.lines[0] + written,))
    place = len(base.lines) - 1 if mark == "_" else 0
    blank = " " * cell_len(written)
    return replace(base, lines=tuple(line + (written if i == place else blank) for i, line in enumerate(base.lines)))


def flattened(box: Box) -> Box:
    return Box((" ".join(" ".join(box.lines).split()),)) if box.tall else box
