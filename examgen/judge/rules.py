"""The rules by which an answer earns its points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from examgen.answers import Comparison

Partial = Literal["cells", "none"]
Precision = Literal["strict", "lenient"]
Verified = Literal["right", "coarse", "partial", "wrong"]
"""What an answer is that was held against one value."""

LEAST = Fraction(1, 2)
"""The part of its cells that must be right before the right ones earn anything."""


def part_of(points: Decimal, share: Fraction) -> Decimal:
    """A share of some points, to two decimals."""
    exact = points * Decimal(share.numerator) / Decimal(share.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Rules:
    """How answers earn points.

    Attributes:
        follow_through: the share of its points that an answer earns if it follows correctly from an earlier, wrong one.
        partial: whether the right cells of an array earn their share (``cells``) or nothing (``none``).
        precision: whether a value that is correctly rounded to fewer places than asked earns most of its points
            (``lenient``) or is wrong (``strict``).
        coarse_loss: the share of its points that such a value loses under ``lenient``.
    """

    follow_through: Fraction = Fraction(1)
    partial: Partial = "cells"
    precision: Precision = "lenient"
    coarse_loss: Fraction = Fraction(1, 4)

    def coarse(self, comparison: Comparison) -> tuple[bool, ...]:
        """The cells that are right but have too few decimals, so that they earn a reduced share."""
        if self.precision == "strict" or not comparison.coarse:
            return (False,) * len(comparison.cells)
        return tuple(coarse and not right for right, coarse in zip(comparison.cells, comparison.coarse, strict=True))

    def worth(self, comparison: Comparison) -> tuple[Verified, Fraction]:
        """The state of an answer, and the share of its points that it earns, from 0 to 1."""
        if comparison.right:
            return "right", Fraction(1)
        coarse = self.coarse(comparison)
        of, accepted = len(comparison.cells), sum(comparison.cells) + sum(coarse)
        if not of:
            return "wrong", Fraction(0)
        earned = Fraction(accepted, of) - self.coarse_loss * Fraction(sum(coarse), of)
        if accepted == of:
            return "coarse", earned
        if comparison.as_a_whole or self.partial == "none" or Fraction(accepted, of) < LEAST:
            return "wrong", Fraction(0)
        return "partial", earned
