"""Measures of a classifier from its confusion matrix, with one row per actual class, by counting examples."""

from collections.abc import Callable
from fractions import Fraction
from operator import eq
from statistics import harmonic_mean

from examgen.authoring import Grid

Test = Callable[[int, int], bool]
"""Whether an example counts, by its actual and its predicted class."""


def share(counts: Grid, wanted: Test, among: Test = lambda true, predicted: True) -> Fraction:
    """The share of the wanted examples among all, or among some of them.

    Raises:
        ZeroDivisionError: there are none to be among.
    """
    found = {(i, j): int(n) for i, row in enumerate(counts) for j, n in enumerate(row) if among(i, j)}
    return Fraction(sum(n for pair, n in found.items() if wanted(*pair)), sum(found.values()))


def accuracy(counts: Grid) -> Fraction:
    """The share of examples whose class is predicted."""
    return share(counts, eq)


def precision(counts: Grid, k: int) -> Fraction:
    """The share of class k among those predicted as k."""
    return share(counts, lambda true, predicted: true == k, lambda true, predicted: predicted == k)


def recall(counts: Grid, k: int) -> Fraction:
    """The share of those predicted as k among class k."""
    return share(counts, lambda true, predicted: predicted == k, lambda true, predicted: true == k)


def f1(counts: Grid, k: int) -> Fraction:
    """The harmonic mean of precision and recall."""
    return harmonic_mean((precision(counts, k), recall(counts, k)))
