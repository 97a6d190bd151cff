"""Equal work: at one place of an exam every paper gets a variant of about the same effort and the same length.

The target is found from a sample of the question's variants with the parameters that are given. No secret and no paper has a say in
it, so what is drawn for one paper depends on no other one, nor on what else the exam asks or the bank holds.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from examgen.errors import NO_VALUE
from examgen.exam.minutes import seconds
from examgen.question.draw import derive_key
from examgen.question.entry import Entry
from examgen.question.pins import PinError
from examgen.question.question import Question
from examgen.question.selection import DRAWS, candidates, numbered, standards, without_good_variant

NEAR, UNEVEN = 0.025, 0.07
"""A draw is taken whose effort and time are within this part of the target; of questions with few variants, within the second."""
VARIETY, UNREPEATED = 8, 4
"""So many different variants of the sample are to be near the target, or so many without a repetition: neighbours are not to have
the same one."""
SAMPLE = 32
"""So many variants tell what a question takes."""
SAMPLED = 250
"""So many draws are looked at for them."""
TRIED = 120
"""So many draws are looked at before the nearest ones are taken."""

_SHORT, _KNOWN = 80, 4000
"""Variants of few parameters come again and again: of those so many are remembered that are told in so many characters."""


@dataclass(frozen=True)
class TargetWork:
    """What a variant is to take: operations, and seconds with reading and writing; it may be off by a part of them."""

    effort: float
    seconds: float
    width: float = NEAR
    _known: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def distance(self, variant: Question) -> float:
        """How far a variant is off, as a part of this; the time is looked at only where the effort is near."""
        try:
            effort = variant.solution.exact_effort
            off = _off(effort, self.effort)
            return off if off > self.width else max(off, _off(seconds(variant, effort), self.seconds))
        except NO_VALUE:
            return float("inf")

    def known_distance(self, variant: Question) -> float:
        """The same; it is remembered for variants of few parameters, which come again and again."""
        told = repr([variant.__dict__[name] for name in type(variant).model_fields])
        if (known := self._known.get(told)) is not None:
            return known
        off = self.distance(variant)
        if len(told) <= _SHORT and len(self._known) < _KNOWN:
            self._known[told] = off
        return off


def _off(value: float, target: float) -> float:
    return abs(value - target) / target if target else float(value != 0)


@dataclass(frozen=True)
class Sampled:
    """What one variant takes; ``variant`` tells it from others."""

    effort: float
    seconds: float
    variant: str


def sample(entry: Entry, pins: Mapping[str, object], good: Callable[[Question], bool]) -> list[Sampled]:
    """What some variants of a question take; the same ones at any time."""
    keys = (derive_key(b"effort", entry.id, attempt) for attempt in range(SAMPLED))
    try:
        found = itertools.islice(filter(good, candidates(entry, keys, pins)), SAMPLE)
        return [Sampled(each.solution.exact_effort, seconds(each), str(each)) for each in found]
    except PinError:
        return []  # whoever draws says why


def target(sampled: Sequence[Sampled]) -> TargetWork | None:
    """What the variants of a question are to take: what many different ones do, so that they are found soon."""
    if not sampled:
        return None
    efforts = _middle([each.effort for each in sampled])
    near, wanted = _commonest(sampled, efforts, NEAR)
    variety = len({each.variant for each in near})
    if variety >= VARIETY or (variety >= UNREPEATED and variety == len(near)):
        return wanted
    return _commonest(sampled, efforts, UNEVEN)[1]


def shared_target(samples: Sequence[Sequence[Sampled]]) -> list[TargetWork | None]:
    """What the variants of several questions are to take that stand for each other: the same time, where all can take it."""
    if not all(samples):
        return list(map(target, samples))
    times = sorted({each.seconds for sampled in samples for each in sampled})
    common = max(times, key=lambda time: min(_variety(sampled, _seconds, time, UNEVEN) for sampled in samples))
    found: list[TargetWork | None] = []
    for sampled in samples:
        near = [each for each in sampled if _off(each.seconds, common) <= UNEVEN]
        if not near:
            return list(map(target, samples))
        efforts = _middle([each.effort for each in near])
        effort = max(efforts, key=lambda effort, near=near: _variety(near, _effort, effort, UNEVEN))  # type: ignore[misc]
        found.append(TargetWork(effort, common, UNEVEN))
    return found


def _middle(values: Sequence[float]) -> list[float]:
    """The middle half of several values, those nearest to the median first."""
    quarter, median = len(values) // 4, statistics.median(values)
    return sorted(sorted(values)[quarter : len(values) - quarter], key=lambda value: abs(value - median))


def _commonest(sampled: Sequence[Sampled], efforts: Sequence[float], width: float) -> tuple[list[Sampled], TargetWork]:
    """Of several efforts that near which most variants lie, with the commonest time of these; and the variants that have both."""
    effort = max(efforts, key=lambda effort: _variety(sampled, _effort, effort, width))
    near = [each for each in sampled if _off(each.effort, effort) <= width]
    median = statistics.median(map(_seconds, near))
    times = sorted(map(_seconds, near), key=lambda time: abs(time - median))
    best = max(times, key=lambda time: _variety(near, _seconds, time, width))
    return [each for each in near if _off(each.seconds, best) <= width], TargetWork(effort, best, width)


def _variety(sampled: Sequence[Sampled], of: Callable[[Sampled], float], value: float, width: float) -> int:
    """How many different variants take about so much."""
    return len({each.variant for each in sampled if _off(of(each), value) <= width})


def _effort(sampled: Sampled) -> float:
    return sampled.effort


def _seconds(sampled: Sampled) -> float:
    return sampled.seconds


def balanced(
    entry: Entry,
    pins: Mapping[str, object],
    keys: Callable[[int], bytes],
    wanted: TargetWork | None,
    good: Callable[[Question], bool],
) -> Iterator[tuple[int, Question]]:
    """Variants that may be asked with the number of the attempt: those near the target in the order of drawing, then the nearest.

    Raises:
        PinError: a pin is unknown or no value of its field, or no draw with these pins may be asked.
    """
    for may_be_asked in standards(pins):
        if (yield from _nearest(entry, pins, keys, wanted, good, may_be_asked)):
            return
    raise without_good_variant(entry, pins)


def _nearest(
    entry: Entry,
    pins: Mapping[str, object],
    keys: Callable[[int], bytes],
    wanted: TargetWork | None,
    good: Callable[[Question], bool],
    may_be_asked: Callable[[Question], bool],
) -> Generator[tuple[int, Question], None, bool]:
    """The variants by one standard; returns whether any met it."""
    aside: list[tuple[float, int]] = []
    drawn = numbered(entry, map(keys, range(DRAWS)), pins)
    found = False
    for attempt, variant in itertools.islice(drawn, TRIED):
        off = wanted.known_distance(variant) if wanted else 0.0
        if (
            wanted and off > wanted.width
        ):  # it is drawn again if need be: what all papers put aside would take much memory
            aside.append((off, attempt))
        elif may_be_asked(variant):
            found = True
            if good(variant):
                yield attempt, variant
    again = (
        (attempt, variant) for _, attempt in sorted(aside) for _, variant in numbered(entry, [keys(attempt)], pins)
    )
    for attempt, variant in itertools.chain(again, drawn):
        if may_be_asked(variant):
            found = True
            if good(variant):
                yield attempt, variant
    return found
