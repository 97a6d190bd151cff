"""How much work an operation is for a person: the weights behind effort and minutes.

The unit is one step of mental arithmetic: the sum or the product of two one-digit numbers. Longer numbers cost more, up to what it
takes to type them into a calculator; multiplying by 0 or 1 costs little, but every factor must be looked at.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from examgen.arrays import Scalar

GLANCE = 0.2
"""A product with 0 or 1, or a sum with 0: nothing to work out, but somebody has to look."""
CALCULATOR = 4.0
"""Typing two numbers into a calculator and copying the result; no single operation costs more."""
SECONDS = 4.0
"""Seconds that one unit takes a prepared student, with the writing down."""
_EASY = frozenset((0, 1, -1))
"""Factors with which there is nothing to work out."""


def addition(a: Scalar, b: Scalar) -> float:
    """A sum or a difference."""
    return GLANCE if a == 0 or b == 0 else min(0.5 + 0.5 * max(_digits(a), _digits(b)), CALCULATOR)


def multiplication(a: Scalar, b: Scalar) -> float:
    """A product."""
    return GLANCE if a in _EASY or b in _EASY else min(float(_digits(a) * _digits(b)), CALCULATOR)


def division(a: Scalar, b: Scalar) -> float:
    """A quotient, rounded or not."""
    return GLANCE if b == 1 else min(0.5 + 0.5 * _digits(a) * _digits(b), CALCULATOR)


def power(a: Scalar, b: Scalar) -> float:
    """A power, as repeated products."""
    return min(max(float(b) - 1, 0) * _digits(a) + GLANCE, CALCULATOR)


def function(_: Scalar) -> float:
    """An exponential, a logarithm, a root, a sigmoid: a key of the calculator, and digits to copy."""
    return CALCULATOR


def comparison(*values: Scalar) -> float:
    """The largest or smallest of several numbers, ReLU among them: each is looked at once."""
    return 2 * GLANCE * max(len(values) - 1, 1)


def copying(_: Scalar) -> float:
    """A change of sign."""
    return GLANCE / 2


@lru_cache(maxsize=4096, typed=True)  # 12345 has five digits and 12345.0 is written with four
def _digits(value: Scalar) -> int:
    """How many significant digits a person handles: 1200 has two, 0.25 has two, 3/8 has two."""
    if isinstance(value, Fraction):
        return _digits(value.numerator) + _digits(value.denominator)
    text = str(value) if isinstance(value, int) else f"{value:.4g}".partition("e")[0]
    return max(len(text.replace(".", "").strip("-0")), 1)
