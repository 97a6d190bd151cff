"""Counts in ones, millions or billions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar

if TYPE_CHECKING:
    from examgen.derivation.lines import Show

SIZES = {"millions": 1_000_000, "billions": 1_000_000_000}


def answer(show: Show, ask: str, why: str, count: Scalar, unit: str) -> Scalar:
    """Answer with a count in its unit, which is worked out in ones first; the count to go on from, in ones."""
    if unit not in SIZES:
        return show.answer(ask, why, count)
    count = show(why, count)
    answered = show.answer(ask, f"In {unit}.", count / SIZES[unit])
    return answered * SIZES[unit] if ask in show.given else count
