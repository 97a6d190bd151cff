"""Whether other numbers made the exam harder: does what was drawn for a student change what students of equal ability earn?

The numbers were drawn by lot, so this is a randomised experiment, and a permutation test of it is exact however small the class is:
if a parameter makes no difference, every other way of dealing the papers out would have been as likely. Many parameters are tested at
once; the correction of Westfall and Young (step-down maxT) keeps the chance that a fair exam is accused of anything at 5 %.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from examgen.reports.record import AnsweredQuestion, Sitting
from examgen.reports.statistics import Estimate, Numbers, slope

ACCUSED = 0.05
"""A parameter is named unfair where its corrected p-value is at most this."""
PERMUTATIONS = 1_999
FEWEST = 10
"""A question that fewer students were asked is not tested."""
AT_LEAST = 3
"""So many students must have a value of their own, and as many another one."""
_SEED = 20_260_101


@dataclass(frozen=True)
class Half:
    """Students with values from ``least`` to ``most``, and the mean share of the points that they earned."""

    least: float
    most: float
    students: int
    facility: float


@dataclass(frozen=True)
class Effect:
    """What one thing that was drawn has to do with the points.

    Attributes:
        place: where the question stands.
        number: the number that is printed before it; none where it is not the same on all papers.
        question: the question's id; empty where it is about which of several questions was drawn.
        drawn: the parameter, ``effort``, or a value such as ``padding = same``.
        below: one half of the class, as even as the values allow: those with the lower ones.
        above: the other half.
        change: how much of the question's points a unit more brings between students of equal ability.
        p: the p-value of the permutation test alone.
        corrected: the p-value corrected for all tests of this exam.
    """

    place: str
    number: int | None
    question: str
    drawn: str
    students: int
    below: Half
    above: Half
    change: Estimate | None
    p: float
    corrected: float

    @property
    def unfair(self) -> bool:
        return self.corrected <= ACCUSED


@dataclass(frozen=True)
class _Group:
    """Students who have one place in common; those of a stratum are compared with each other only.

    Attributes:
        causes: what was drawn, by name, a number for each student.
    """

    place: str
    number: int | None
    question: str
    outcome: Numbers
    ability: Numbers
    causes: dict[str, Numbers]


def effects(sittings: Sequence[Sitting]) -> list[Effect]:
    """Every test, the most suspicious first."""
    groups = [group for group in _groups(sittings) if group.causes]
    if not groups:
        return []
    random = np.random.default_rng(_SEED)
    seen: list[Numbers] = []
    shuffled: list[Numbers] = []
    dealt: dict[int, NDArray[np.int64]] = {}
    for group in groups:
        rest = _without_ability(group.outcome, group.ability)
        causes = np.column_stack([_standardised(each) for each in group.causes.values()])
        orders = dealt.get(len(rest))
        if orders is None:  # where the same students are compared, the papers are dealt out as a whole
            orders = random.permuted(np.tile(np.arange(len(rest)), (PERMUTATIONS, 1)), axis=1)
            dealt[len(rest)] = orders
        seen.append(_strength(rest[None, :], causes)[0])
        shuffled.append(_strength(rest[orders], causes))
    observed, chance = np.concatenate(seen), np.concatenate(shuffled, axis=1)
    single = (1 + (chance >= observed - 1e-12).sum(axis=0)) / (1 + PERMUTATIONS)
    corrected = iter(_step_down(observed, chance).tolist())
    alone = iter(single.tolist())
    found = [
        _effect(group, name, cause, next(alone), next(corrected))
        for group in groups
        for name, cause in group.causes.items()
    ]
    return sorted(found, key=lambda effect: (effect.corrected, effect.p))


def _without_ability(outcome: Numbers, ability: Numbers) -> Numbers:
    """What is left of the points once what the rest of the paper predicts is taken away."""
    rest = outcome - outcome.mean()
    across = ability - ability.mean()
    if across @ across > 1e-12:
        rest = rest - across * (across @ rest) / (across @ across)
    return rest if rest @ rest > 1e-12 else np.zeros_like(rest)


def _standardised(cause: Numbers) -> Numbers:
    centred = cause - cause.mean()
    length = np.sqrt(centred @ centred)
    return np.asarray(centred / length)


def _strength(rest: Numbers, causes: Numbers) -> Numbers:
    """The t-value of each correlation, without its sign; a row for each order of the students."""
    length = np.sqrt((rest**2).sum(axis=1, keepdims=True))
    r = np.divide(rest @ causes, length, out=np.zeros((len(rest), causes.shape[1])), where=length > 0)
    return np.asarray(np.abs(r) * np.sqrt((rest.shape[1] - 2) / np.maximum(1 - r**2, 1e-12)))


def _step_down(observed: Numbers, chance: Numbers) -> Numbers:
    """Westfall and Young's corrected p-values: each strength against the greatest that chance brings among it and all weaker ones."""
    order = np.argsort(observed)  # the weakest first
    greatest = np.maximum.accumulate(chance[:, order], axis=1)
    p = (1 + (greatest >= observed[order] - 1e-12).sum(axis=0)) / (1 + len(chance))
    p = np.maximum.accumulate(p[::-1])[::-1]  # a stronger one never has the greater p-value
    corrected = np.empty_like(p)
    corrected[order] = p
    return corrected


def _groups(sittings: Sequence[Sitting]) -> Iterator[_Group]:
    at: dict[str, list[tuple[Sitting, AnsweredQuestion]]] = defaultdict(list)
    for sitting in sittings:
        for question in sitting.questions:
            if not question.pending:
                at[question.place].append((sitting, question))
    for sat in at.values():
        by_question: dict[str, list[tuple[Sitting, AnsweredQuestion]]] = defaultdict(list)
        for sitting, question in sat:
            by_question[question.question].append((sitting, question))
        if len(by_question) > 1 and len(sat) >= FEWEST:
            drawn = [question.question for _, question in sat]
            yield _group(sat, "", dict(_indicators("question", drawn)))
        for id_, same in by_question.items():
            if len(same) >= FEWEST:
                yield _group(same, id_, dict(_apart(_causes([question for _, question in same]))))


def _group(sat: Sequence[tuple[Sitting, AnsweredQuestion]], question: str, causes: dict[str, Numbers]) -> _Group:
    first = sat[0][1]
    outcome = np.array([q.points / q.of if q.of else 0.0 for _, q in sat])
    ability = np.array([(s.points - q.points) / (s.of - q.of) if s.of > q.of else 0.0 for s, q in sat])
    number = first.number if all(q.number == first.number for _, q in sat) else None
    return _Group(first.place, number, question, outcome, ability, causes)


def _causes(drawn: Sequence[AnsweredQuestion]) -> Iterator[tuple[str, Numbers]]:
    """What differs between the variants of a question: their effort, and every parameter that is a number or a word."""
    yield "effort", np.array([each.effort for each in drawn])
    for name in dict.fromkeys(name for each in drawn for name in each.parameters):
        values = [each.parameters.get(name) for each in drawn]
        if all(isinstance(value, bool) for value in values) or all(isinstance(value, int | float) for value in values):
            yield name, np.array(values, dtype=float)
        elif all(isinstance(value, str | bool | int | float | None) for value in values):
            yield from _indicators(name, values)


def _indicators(name: str, values: Sequence[Any]) -> Iterator[tuple[str, Numbers]]:
    """For each value that enough have, who has it; of two values one says it all."""
    counts = Counter(values)
    common = [value for value, count in counts.items() if count >= AT_LEAST]
    for value in sorted(common, key=str)[: 1 if len(counts) == 2 else None]:
        yield f"{name} = {value}", np.array([float(each == value) for each in values])


def _apart(causes: Iterator[tuple[str, Numbers]]) -> Iterator[tuple[str, Numbers]]:
    """Those that vary enough to be tested, and of those that go up and down together the first."""
    kept: list[Numbers] = []
    for name, values in causes:
        most = max(Counter(values.tolist()).values(), default=0)
        if len(values) - most < AT_LEAST:
            continue
        standard = _standardised(values)
        if all(abs(float(standard @ other)) < 0.999 for other in kept):
            kept.append(standard)
            yield name, values


def _effect(group: _Group, name: str, cause: Numbers, p: float, corrected: float) -> Effect:
    lower = cause <= _split(cause)
    return Effect(
        place=group.place,
        number=group.number,
        question=group.question,
        drawn=name,
        students=len(cause),
        below=_half(group, cause, lower),
        above=_half(group, cause, ~lower),
        change=slope(group.outcome, cause, group.ability),
        p=p,
        corrected=corrected,
    )


def _half(group: _Group, cause: Numbers, those: NDArray[np.bool_]) -> Half:
    values, outcome = cause[those], group.outcome[those]
    return Half(float(values.min()), float(values.max()), len(values), float(outcome.mean()))


def _split(cause: Numbers) -> float:
    """The value that parts the class most evenly."""
    values = np.unique(cause).tolist()
    halves = [value for value, _ in pairwise(values)]
    return float(min(halves, key=lambda value: abs(int((cause <= value).sum()) - len(cause) / 2)))
