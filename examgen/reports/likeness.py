"""Students whose answers fit another student's key better than their own.

Where two papers differ, an answer that is wrong on one's own paper and right on a neighbour's says something, and several of them say
much. How often that happens by chance is taken from the class itself: answer by answer, how often anyone's answer is right on another
paper but not on the own one. It is a reason to look, and no proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from examgen.gradebook.rulebook import Item
from examgen.reports.record import Sitting, items
from examgen.reports.statistics import Numbers

Codes = NDArray[np.int64]

SUSPECT = 0.01
"""A pair is named where chance brings so many fitting answers, among all pairs of the class, with this probability at most."""
FEWEST = 3
"""Fewer answers that fit another key are no reason to look at anyone."""


@dataclass(frozen=True)
class Likeness:
    """A student whose answers fit another paper.

    Attributes:
        fitting: the labels of the answers that are wrong on the own paper and right on the other.
        own: how many of the answers with different keys are right on the own paper.
        compared: how many answers have different keys on both papers, and were answered.
        corrected: the probability that chance brings as many to any pair of the class.
    """

    student: str
    other: str
    fitting: tuple[str, ...]
    own: int
    compared: int
    corrected: float


def likenesses(sittings: Sequence[Sitting]) -> list[Likeness]:
    """The pairs that are worth a look, the most striking first."""
    n = len(sittings)
    found = list(items(sittings).items())
    if n < FEWEST or not found:
        return []
    many, right, compared = (np.zeros((n, n), dtype=np.int16) for _ in range(3))
    coded = _coded(sittings, [item for item, _ in found])
    hits, chances = (np.zeros(len(found)) for _ in range(2))
    for place, (written, keys) in enumerate(coded):  # an answer at a time, so that memory grows with the pairs alone
        differ = _differ(written[:, None], keys[:, None], keys[None, :])
        fits = differ & (written[:, None] == keys[None, :])
        many += fits
        compared += differ
        right += differ & (written == keys)[:, None]
        hits[place], chances[place] = fits.sum(), differ.sum()
    tests = max(int((compared > 0).sum()), 1)
    pairs: list[Likeness] = []
    for i, j in np.argwhere((many >= FEWEST) & (many > right)).tolist():
        seen = np.array([_differ(written[i], keys[i], keys[j]) for written, keys in coded])
        fitting = seen & np.array([written[i] == keys[j] for written, keys in coded])
        # How often chance does it: without the pair, which would excuse itself; half a case more, as nothing is impossible.
        rest = (hits - fitting + 0.5) / (chances - seen + 1)
        corrected = min(1.0, _at_least(int(many[i, j]), rest[seen]) * tests)
        if corrected <= SUSPECT:
            labels = tuple(label for (_, label), fits_ in zip(found, fitting.tolist(), strict=True) if fits_)
            own, all_ = int(right[i, j]), int(compared[i, j])
            pairs.append(Likeness(sittings[i].student, sittings[j].student, labels, own, all_, corrected))
    return sorted(pairs, key=lambda pair: pair.corrected)


def _differ(written: Codes, own: Codes, other: Codes) -> NDArray[np.bool_]:
    """Whether two papers have other keys and something was written on the first."""
    return np.asarray((own != other) & (own >= 0) & (other >= 0) & (written >= 0))


def _coded(sittings: Sequence[Sitting], found: Sequence[Item]) -> list[tuple[Codes, Codes]]:
    """For each item what the students wrote and what was right, as numbers that are equal where the texts are; -1 for nothing."""
    made = {item: (np.full(len(sittings), -1), np.full(len(sittings), -1)) for item in found}
    codes: dict[str, int] = {"": -1}
    for row, sitting in enumerate(sittings):
        for question, response in sitting.responses:
            written, keys = made[question.place, question.question, response.name]
            written[row] = codes.setdefault(response.written, len(codes))
            keys[row] = codes.setdefault(response.key, len(codes))
    return [made[item] for item in found]


def _at_least(count: int, chances: Numbers) -> float:
    """The probability of so many hits or more, each with a chance of its own: the tail of the Poisson binomial distribution."""
    spread = np.zeros(len(chances) + 1)
    spread[0] = 1
    for place, chance in enumerate(chances.tolist(), start=1):
        spread[1 : place + 1] = spread[1 : place + 1] * (1 - chance) + spread[:place] * chance
        spread[0] *= 1 - chance
    return float(min(1.0, spread[count:].sum()))
