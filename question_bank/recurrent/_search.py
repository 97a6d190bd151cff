"""Greedy search and beam search on the transition probabilities of a language model; words are numbered from 1."""

from collections.abc import Sequence
from itertools import pairwise
from math import prod
from typing import Any

from examgen.authoring import Grid, Row


def searched(first: Row, follows: Grid, length: int, width: int) -> tuple[int, ...]:
    """The sequence that a search of this width finds, on logarithms; width 1 is greedy search."""
    import numpy

    start, transition = numpy.log(numpy.array(first, float)), numpy.log(numpy.array(follows, float))
    paths, scores = numpy.arange(len(start))[:, None], start
    for step in range(length):
        if step:
            scores = (scores[:, None] + transition[paths[:, -1]]).ravel()
            old, new = numpy.divmod(numpy.arange(len(scores)), len(start))
            paths = numpy.column_stack([paths[old], new])
        best = numpy.argsort(-scores, kind="stable")[:width]
        paths, scores = paths[best], scores[best]
    return tuple(int(word) + 1 for word in paths[0])


def probability(start: Row, follows: Grid, words: Sequence[Any]) -> float:
    """The probability of a sequence of words."""
    first, *_ = words = [int(word) - 1 for word in words]
    if min(words) < 0:
        raise LookupError("words are numbered from 1")
    pairs = pairwise(words)
    return float(start[first]) * prod(float(follows[a][b]) for a, b in pairs)


def clear(first: Row, follows: Grid, length: int, width: int) -> bool:
    """Whether it is clear, at each step, which sequences are kept, and which one is the most probable in the end."""
    kept: list[tuple[int, ...]] = [()]
    for step in range(1, length + 1):
        grown = [(*path, word) for path in kept for word in range(1, len(first) + 1)]
        found = sorted(((probability(first, follows, path), path) for path in grown), reverse=True)
        last = 1 if step == length else width
        if len(found) > last and found[last - 1][0] <= 1.01 * found[last][0]:
            return False
        kept = [path for _, path in found[:width]]
    return True
