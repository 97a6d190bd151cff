"""The units of a dense layer, to draw by and to judge a draw; never the key."""

from __future__ import annotations

from collections.abc import Sequence

from examgen.authoring import Grid, Row, Scalar


def one_inactive(x: Row, W: Grid, unit: int) -> Grid:
    """Weights with which one hidden unit is negative and the others are positive, as far as turning signs can do it."""
    sums = affine(x, W, (0,) * len(W[0]))
    signs = [-1 if (z > 0) == (place == unit) else 1 for place, z in enumerate(sums)]
    return tuple(tuple(w * sign for w, sign in zip(row, signs, strict=True)) for row in W)


def affine(x: Sequence[Scalar], W: Grid, b: Row) -> list[Scalar]:
    """A row times a matrix, plus a row."""
    columns = zip(zip(*W, strict=True), b, strict=True)
    return [sum(value * w for value, w in zip(x, column, strict=True)) + bias for column, bias in columns]
