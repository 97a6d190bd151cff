"""Bringing a witness's arrays into an answer kind's form."""

from __future__ import annotations

import math

from examgen.arrays import AGREEMENT, Array, Scalar, elementwise, reshape, shape

MOST_DECIMALS = 9
"""More are noise: both witnesses work in float64."""


def fitted(value: Array, rank: int) -> Array:
    """Drop axes of length 1 until the rank fits, and make whole floats integers.

    Raises:
        ValueError: too few axes, no more axes of length 1 to drop, or a number that is not finite.
    """
    return elementwise(integral, squeezed(value, rank))


def squeezed(value: Array, rank: int) -> Array:
    """Drop axes of length 1, the last ones first, until the rank fits: one channel ``(1, 3, 1)`` is ``(1, 3)``.

    Raises:
        ValueError: too few axes, or no more axes of length 1 to drop.
    """
    lengths = shape(value)
    while len(lengths) > rank and 1 in lengths:
        last = len(lengths) - 1 - lengths[::-1].index(1)
        lengths = lengths[:last] + lengths[last + 1 :]
    if lengths == shape(value) and len(lengths) == rank:
        return value
    if len(lengths) != rank:
        raise ValueError(f"expected an array of rank {rank}, got one of shape {shape(value)}")
    return reshape(value, lengths)


def integral(value: Scalar) -> Scalar:
    """A number as an integer where it is one to within `AGREEMENT`.

    Raises:
        ValueError: it is not finite.
    """
    if type(value) is int:
        return value
    if not math.isfinite(value):
        raise ValueError(f"expected a finite number, got {value}")
    return round(value) if math.isclose(value, round(value), rel_tol=0, abs_tol=AGREEMENT) else value


def number(value: Array) -> Scalar:
    """A value that must be one number.

    Raises:
        ValueError: it is an array.
    """
    if isinstance(value, tuple):
        raise ValueError(f"expected one number, got an array of shape {shape(value)}")
    return value


def checked_decimals(decimals: int) -> None:
    """Refuse a number of decimals that no ask can want.

    Raises:
        ValueError: it is negative, or beyond what float64 holds.
    """
    if not 0 <= decimals <= MOST_DECIMALS:
        raise ValueError(f"expected 0 to {MOST_DECIMALS} decimals, got {decimals}")
