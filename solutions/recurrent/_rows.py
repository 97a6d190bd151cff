"""Answers that are a matrix, or its only row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar

if TYPE_CHECKING:
    from examgen.derivation.lines import Show

Row = tuple[Scalar, ...]
Rows = tuple[Row, ...]


def answer(show: Show, ask: str, why: str, rows: Rows) -> Rows:
    """Answer with a matrix, or with its only row; the work goes on from a matrix."""
    if len(rows) == 1:
        return (show.answer(ask, why, rows[0]),)
    return show.answer(ask, why, rows)


def row_by_row(function: Callable[[Row], Row], rows: Rows) -> Rows:
    """A function of a row applied to every row."""
    return tuple(function(row) for row in rows)
