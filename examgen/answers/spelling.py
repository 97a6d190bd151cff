"""Spelling numbers: in full, rounded to the asked decimals, and as TeX math."""

from __future__ import annotations

import re

from examgen.arrays import Scalar


def spell(value: Scalar) -> str:
    """A number in full, as it was read: ``42``, ``0.5``, ``1/3``."""
    text = str(value)
    if len(text) > 30:
        return f"{float(value):.6g}"
    return text.removesuffix(".0")


def exact(value: Scalar) -> str:
    """A number that is not to be rounded, without the noise in a float's last digits: ``2.5``, ``1/3``."""
    if not isinstance(value, float):
        return str(value)
    return _no_minus_zero(f"{value:.10f}".rstrip("0").removesuffix("."))


def brief(value: Scalar) -> str:
    """A number to be looked at: a wrong answer with no end, such as 1.6666666667, is cut to four decimals."""
    return exact(round(value, 4) if isinstance(value, float) else value)


def rounded(value: Scalar, decimals: int) -> str:
    """A number with exactly so many decimals, never ``-0.000``."""
    return _no_minus_zero(f"{float(value):.{decimals}f}")


def tex_number(text: str) -> str:
    r"""A written number as TeX math: ``\frac{1}{3}``, and ``24{,}883`` from five digits on."""
    if "/" in text:
        sign = "-" if text.startswith("-") else ""
        above, below = text.removeprefix("-").split("/")
        return rf"{sign}\frac{{{above}}}{{{below}}}"
    if re.fullmatch(r"-?\d{5,}", text):
        return f"{int(text):,}".replace(",", "{,}")
    return text


def to_decimals(decimals: int) -> str:
    """How a hint says it: ``to 1 decimal``, ``to 3 decimals``."""
    return f"to {decimals} decimal{'' if decimals == 1 else 's'}"


def _no_minus_zero(text: str) -> str:
    return text if re.search("[1-9]", text) else text.removeprefix("-")
