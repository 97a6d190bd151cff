"""Students whose answers fit another student's key better than their own.

Where two papers differ, an answer that is wrong on one's own paper and right on a neighbour's says something, and several of them say
much. How often that happens by chance is taken from the class itself: answer by answer, how often anyone's answer is right on another
paper but not on the own one. It is a reason to look, and no proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from examgen.reports.record import Item, Sitting, items
from examgen.reports.statistics import Numbers

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
    fits, own, compared = (np.zeros((len(found), n, n), dtype=bool) for _ in range(3))
    for index, (item, _) in enumerate(found):
        written, keys = _coded(sittings, item)
        differ = (
            (keys[:, None] != keys[None, :]) & (keys >= 0)[:, None] & (keys >= 0)[None, :] & (written >= 0)[:, None]
        )
        compared[index] = differ
        fits[index] = differ & (written[:, None] == keys[None, :])
        own[index] = differ & (written == keys)[:, None]
    many, right = fits.sum(axis=0), own.sum(axis=0)
    # how often chance does it: half a case more, as nothing is impossible
    hits, chances = fits.sum(axis=(1, 2)), compared.sum(axis=(1, 2))
    tests = max(int((compared.any(axis=0)).sum()), 1)
    pairs: list[Likeness] = []
    for i, j in np.argwhere((many >= FEWEST) & (many > right)):
        # without the pair itself, which would otherwise excuse what it does
        rest = (hits - fits[:, i, j] + 0.5) / (chances - compared[:, i, j] + 1)
        p = _at_least(int(many[i, j]), rest[compared[:, i, j]])
        corrected = min(1.0, p * tests)
        if corrected <= SUSPECT:
            labels = tuple(label for (_, label), fitting in zip(found, fits[:, i, j], strict=True) if fitting)
            pairs.append(
                Likeness(
                    sittings[i].student,
                    sittings[j].student,
                    labels,
                    int(right[i, j]),
                    int(compared[:, i, j].sum()),
                    corrected,
                )
            )
    return sorted(pairs, key=lambda pair: pair.corrected)


def _coded(sittings: Sequence[Sitting], item: Item) -> tuple[np.ndarray, np.ndarray]:
    """What each student wrote for an item and what was right, as numbers that are equal where the texts are; -1 for nothing."""
    codes: dict[str, int] = {"": -1}
    written, keys = (np.full(len(sittings), -1) for _ in range(2))
    for row, sitting in enumerate(sittings):
        for question, response in sitting.responses:
            if (question.place, question.question, response.name) == item:
                written[row] = codes.setdefault(response.written, len(codes))
                keys[row] = codes.setdefault(response.key, len(codes))
    return written, keys


def _at_least(count: int, chances: Numbers) -> float:
    """The probability of so many hits or more, each with a chance of its own: the tail of the Poisson binomial distribution."""
    spread = np.zeros(len(chances) + 1)
    spread[0] = 1
    for place, chance in enumerate(chances.tolist(), start=1):
        spread[1 : place + 1] = spread[1 : place + 1] * (1 - chance) + spread[:place] * chance
        spread[0] *= 1 - chance
    return float(min(1.0, spread[count:].sum()))
