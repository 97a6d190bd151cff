"""Tokens and weights with which attention tells them apart; to draw by, never the key."""

from collections.abc import Sequence

from examgen.authoring import Grid, Scalar


def dot(a: Sequence[Scalar], b: Sequence[Scalar]) -> Scalar:
    """The dot product."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def told_apart(X: Grid) -> bool:
    """Whether every token is more than zeros, and not all are alike in it."""
    return all(map(any, X)) and len(set(X)) == len(X)


def varied(W: Grid) -> bool:
    """Whether no two columns are equal, so that the entries of a projected vector differ, and no row is without effect."""
    return all(map(any, W)) and len({*zip(*W, strict=True)}) == len(W[0])
