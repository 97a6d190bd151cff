"""Pieces of English sentences that several messages share."""

from __future__ import annotations

from collections.abc import Iterable

ATTESTED = {"Keras": "Keras", "Computed": "a second computation", "Sourced": "a source"}
"""What attests an answer, in words."""


def listed(items: Iterable[object]) -> str:
    """Items in a sentence: ``4, 6 and 8``; nothing where there are none."""
    *earlier, last = [*map(str, items)] or [""]
    return f"{', '.join(earlier)} and {last}" if earlier else last


def counted(number: int, what: str) -> str:
    """So many of something: ``1 paper``, ``2 papers``."""
    return f"{number} {what}{'s' * (number != 1)}"
