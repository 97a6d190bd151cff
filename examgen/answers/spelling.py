"""Spelling numbers: in full, rounded to the asked decimals, and as TeX math."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from examgen.arrays import FLOAT_DIGITS, Scalar

SIGNIFICANT = 6
"""More digits than these are not asked of anyone: 1156.83, not 1156.8314."""


class Percentage(Fraction):
    """A fraction that was written as a percentage, and is said as one."""

    def __neg__(self) -> Percentage:
        return Percentage(super().__neg__())


def spell(value: Scalar) -> str:
    """A number in full, as it was read: ``42``, ``0.5``, ``1/3``, ``12.5 %``."""
    if isinstance(value, Percentage):
        hundreds = Fraction(100 * value)
        decimals = next((n for n in range(FLOAT_DIGITS) if 10**n % hundreds.denominator == 0), None)
        return f"{hundreds if decimals is None else rounded(hundreds, decimals)} %"
    return str(value).removesuffix(".0")


def exact(value: Scalar) -> str:
    """A number that is not to be rounded, without the noise in a float's last digits: ``2.5``, ``1/3``."""
    if not isinstance(value, float):
        return str(value)
    return _no_minus_zero(f"{value:.10f}".rstrip("0").removesuffix("."))


def brief(value: Scalar) -> str:
    """A number to be looked at: a wrong answer with no end, such as 1.6666666667, is cut to four decimals."""
    return exact(float(rounded_to(value, 4)) if isinstance(value, float) else value)


def rounded(value: Scalar, decimals: int) -> str:
    """A number with exactly so many decimals, never ``-0.000``; halves are rounded away from zero, as students do."""
    return _no_minus_zero(f"{rounded_to(value, decimals):f}")


def rounded_to(value: Scalar, decimals: int) -> Decimal:
    """A number rounded to so many decimals, halves away from zero; the noise of floating-point arithmetic does not count."""
    with localcontext() as context:
        context.prec = 800
        if isinstance(value, Fraction):
            number = Decimal(value.numerator) / Decimal(value.denominator)
        elif isinstance(value, float):
            number = Decimal(f"{value:.{FLOAT_DIGITS}g}")
        else:
            number = Decimal(value)
        return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def round_half_away(value: Fraction) -> int:
    """A number rounded to a whole one, halves away from zero."""
    whole = int(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def places(value: Scalar, decimals: int) -> int:
    """The decimals that are asked of a number of this size: as many as were asked for, while they are significant."""
    before_the_point = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return max(0, min(decimals, SIGNIFICANT - before_the_point)) if before_the_point else decimals


def is_coarse(mine: Scalar, right: Scalar, decimals: int) -> bool:
    """Whether a number is another, correctly rounded to fewer decimals.

    A zero says nothing of any number, and a whole number only of one that it differs from by a twentieth at most: 1 is not 0.9.
    """
    written = rounded_to(mine, decimals)
    if not mine or not any(rounded_to(right, fewer) == written == rounded_to(mine, fewer) for fewer in range(decimals)):
        return False
    return written != written.to_integral_value() or abs(float(mine) - float(right)) <= 0.05 * abs(float(right))


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
