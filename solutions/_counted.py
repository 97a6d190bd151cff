"""Counts in ones, millions or billions."""

from __future__ import annotations

from examgen.working import Scalar


def counted(count: Scalar, unit: str) -> Scalar:
    """A count in its unit."""
    return count / {"millions": 1_000_000, "billions": 1_000_000_000}[unit] if unit != "ones" else count
