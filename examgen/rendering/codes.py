"""The code on every page, by which a scanner knows exam, paper and page: a QR code of version 1 that tells nobody's name.

It reads ``EEEEEE:PPPPPPPP:NN:C``: the exam, the paper, the page, and a character that checks the others.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import NamedTuple

import segno

_SIDE = 21
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PAGES = 99


class PageCode(NamedTuple):
    """What a code says; ``exam`` is that of `exam_code`."""

    exam: str
    paper: str
    page: int


def exam_code(exam: str) -> str:
    """Six characters that stand for an exam's id."""
    return base64.b32encode(hashlib.sha256(exam.encode()).digest())[:6].decode()


def written(exam: str, paper: str, page: int) -> str:
    """The text of a page's code.

    Raises:
        ValueError: the paper's number has more than eight characters, or others than digits and capital letters.
    """
    if not (paper and len(paper) <= 8 and set(paper) <= set(_ALPHABET)) or not 1 <= page <= PAGES:
        raise ValueError(
            f"expected a paper of at most 8 digits and capital letters and a page, got {paper!r} and {page}"
        )
    text = f"{exam_code(exam)}:{paper.rjust(8, '0')}:{page:02d}"
    return f"{text}:{_check(text)}"


def read(text: str) -> PageCode | None:
    """What a scanned code says, ``None`` where it is no code of a page or was misread."""
    parts = text.split(":")
    if len(parts) != 4 or [len(part) for part in parts] != [6, 8, 2, 1] or not parts[2].isdigit():
        return None
    exam, paper, page, check = parts
    return PageCode(exam, paper, int(page)) if check == _check(text[:-2]) else None


def _check(text: str) -> str:
    total = sum((_ALPHABET + ":").index(character) * (place + 1) for place, character in enumerate(text))
    return _ALPHABET[total % 31]


def svgs(exam: str, paper: str, pages: int) -> tuple[str, ...]:
    """The codes of a paper's first pages, 21 modules square, without a border."""
    texts = [written(exam, paper, page) for page in range(1, pages + 1)]
    first = _modules(texts[0])
    return tuple(
        _svg(first ^ _difference(texts[0][16:18], text[16:18], 16) ^ _difference(texts[0][19], text[19], 19))
        for text in texts
    )


def _difference(one: str, other: str, place: int) -> int:
    """The modules that change with a piece of the text.

    With the mask given, a code is linear: what a change of the text inverts does not hang on the rest of it. So the costly part,
    the error correction, is worked out once for each paper.
    """
    return _with_piece(one, place) ^ _with_piece(other, place)


@cache
def _with_piece(piece: str, place: int) -> int:
    """The modules of a text that says nothing else."""
    blank = "0" * 18 + ":0"  # two neighbours make one number: the colon stays
    return _modules(blank[:place] + piece + blank[place + len(piece) :])


def _modules(text: str) -> int:
    """A code's modules, row by row, as the bits of a number."""
    code = segno.make(text, version=1, error="M", mode="alphanumeric", micro=False, boost_error=False, mask=2)
    bits = "".join(["1" if module & 1 else "0" for row in code.matrix for module in row])
    return int(bits, 2)


def _svg(modules: int) -> str:
    bits = f"{modules:0{_SIDE * _SIDE}b}"
    runs: list[str] = []
    for y in range(_SIDE):
        row, x = bits[y * _SIDE : (y + 1) * _SIDE], 0
        while (start := row.find("1", x)) >= 0:
            end = row.find("0", start)
            x = end if end > 0 else _SIDE
            runs.append(f"M{start} {y}h{x - start}v1h{start - x}z")
            if x == _SIDE:
                break
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}"><path d="{"".join(runs)}"/></svg>'
