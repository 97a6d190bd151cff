"""Judges answers: compares each with the key, follows a mistake through, and looks for the misconception behind a wrong one.

All networks that judging needs, what follows from wrong answers and what misconceptions make of them, run in one pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from examgen.answers import LayerDesign
from examgen.arrays import Array, agree, cells, reshape, shape, transposed
from examgen.judge.diagnosis import diagnose, diagnose_pair, is_telling, pairs
from examgen.judge.evidence import Weighed, weighed
from examgen.judge.reading import Answer
from examgen.judge.rules import Rules, Verified
from examgen.judge.verdict import State, Verdict
from examgen.judge.work import FollowThrough, Start, Work
from examgen.oracle import OracleError
from examgen.question import misconceptions
from examgen.question.question import Misconception
from examgen.verify import witness
from examgen.verify.witness import Scenario, Values

Verdicts = dict[str, Verdict]
"""What was found of the answers to one question, by the names of its asks."""


def judge(
    papers: Sequence[Sequence[Work]], rules: Rules, *, keras: bool = True, diagnosis: bool = True
) -> list[list[Verdicts]]:
    """Judge papers, each the work of one student on several questions; the same work on several papers is judged once.

    With ``keras`` what follows from a wrong answer is worked out by both witnesses; without, no network runs and the derivation
    alone says what follows. Without ``diagnosis`` no reason is looked for.
    """
    distinct = {
        id(work): FollowThrough(work, rules) for paper in papers for work in paper
    }  # one work may be on many papers
    works = list(distinct.values())
    scenarios = _Scenarios(works, keras=keras, diagnosis=diagnosis)
    judged = [_Judge(work, scenarios, rules, keras=keras, diagnosis=diagnosis).verdicts() for work in works]
    if keras and diagnosis:
        _explain_by_pairs(works, judged)
    found = dict(zip(distinct, judged, strict=True))
    before = Weighed()
    return [weighed([(work, found[id(work)]) for work in paper], before) for paper in papers]


def judge_answer(work: Work, name: str, rules: Rules | None = None, *, keras: bool = True) -> Verdict:
    """Judge one answer; the others of the work are the student's answers to the asks before it."""
    ((verdicts,),) = judge([[work]], rules or Rules(), keras=keras)
    return verdicts[name]


_Place = tuple[int, str, int, str]
"""Which work, which ask, which of its starts, and with which misconception (none where empty)."""


class _Scenarios:
    """What follows from students' own answers, with and without a misconception; everything that is needed, run in one pass."""

    def __init__(self, works: Sequence[FollowThrough], *, keras: bool, diagnosis: bool) -> None:
        self._starts: dict[tuple[int, str], tuple[Start, ...]] = {}
        self._seen: dict[_Place, Values] = {}
        scenarios: list[tuple[_Place, Scenario]] = []
        for work in works:
            variant = work.work.variant
            edits = tuple(misconceptions.all_of(variant)) if diagnosis and keras else ()
            for name, answer in work.work.answers.items():
                if (
                    not answer.readings
                    or not answer.type.is_judged
                    or (isinstance(answer.type, LayerDesign) and not keras)
                ):
                    continue
                if all(work.compare(name, reading.value, work.work.key[name]).right for reading in answer.readings):
                    continue
                starts = self._starts[id(work), name] = work.starts(name)
                for n, start in enumerate(starts):
                    scenarios.append(((id(work), name, n, ""), Scenario(variant, given=start.given)))
                    scenarios.extend(
                        ((id(work), name, n, edit.name), Scenario(variant, edit, start.given)) for edit in edits
                    )
        if keras:
            for (place, _), values in zip(scenarios, witness.evaluate([s for _, s in scenarios]), strict=True):
                self._seen[place] = {} if isinstance(values, OracleError) else values

    def starts(self, work: FollowThrough, name: str) -> tuple[Start, ...]:
        return self._starts.get((id(work), name), ())

    def seen(self, work: FollowThrough, name: str, start: int) -> Array | None:
        """What Keras makes of an ask, from one of its starts; ``None`` where it cannot go on from that."""
        return self._seen.get((id(work), name, start, ""), {}).get(name)

    def misled(self, work: FollowThrough, name: str) -> Iterator[tuple[str, Array]]:
        """What each misconception makes of an ask: from the right answers before it, and from the student's own."""
        for misconception, values in work.work.misled.items():
            if name in values:
                yield misconception, values[name]
        for n in range(len(self.starts(work, name))):
            for edit in misconceptions.all_of(work.work.variant):
                values = self._seen.get((id(work), name, n, edit.name), {})
                if name in values:
                    yield edit.name, values[name]


@dataclass(frozen=True)
class _Expected:
    """A value that is right for an ask: the key, or what follows from the student's own answers.

    Attributes:
        factor: the part of its points that an answer earns at most which is right by this value.
        start: the own answers from which it follows; ``None`` for the key.
        alone: whether only the derivation says so.
    """

    value: Array
    factor: Fraction = Fraction(1)
    start: Start | None = None
    alone: bool = False
    disputed: bool = False


class _Judge:
    """Judges one student's answers to one question."""

    def __init__(
        self, work: FollowThrough, scenarios: _Scenarios, rules: Rules, *, keras: bool, diagnosis: bool
    ) -> None:
        self._work, self._scenarios, self._rules = work, scenarios, rules
        self._keras, self._diagnosis = keras, diagnosis

    def verdicts(self) -> Verdicts:
        """What is found of every answer, in order."""
        found: Verdicts = {}
        for name, answer in self._work.work.answers.items():
            verdict = self._verdict(name, answer)
            waits_for = tuple(n for n in found if n in self._work.before(name) and found[n].pending)
            if waits_for and verdict.lost and verdict.highest < self._rules.follow_through:
                verdict = replace(verdict, highest=self._rules.follow_through, waits_for=waits_for)
            found[name] = verdict
        return found

    def _verdict(self, name: str, answer: Answer) -> Verdict:
        if answer.outcome == "blank":
            return Verdict("blank")
        if not answer.type.is_judged or (isinstance(answer.type, LayerDesign) and not self._keras):
            return Verdict("to-be-marked", highest=Fraction(1))
        if answer.outcome == "unreadable":
            return Verdict("unreadable", highest=Fraction(1))
        expected = self._expected(name)
        found = [self._of_value(name, answer, reading.value, expected) for reading in answer.readings]
        if len({(verdict.state, verdict.share, verdict.highest) for verdict in found}) == 1:
            return found[0]
        least, most = min(v.share for v in found), max(v.highest for v in found)
        return Verdict("doubtful", least, most)

    def _expected(self, name: str) -> list[_Expected]:
        """What is right: the key, and what follows from the student's own answers."""
        found = [_Expected(self._work.work.key[name])]
        for n, start in enumerate(self._scenarios.starts(self._work, name)):
            factor = self._rules.follow_through if start.mistakes else Fraction(1)
            derived = self._work.derived(name, start.given)
            seen = self._scenarios.seen(self._work, name, n)
            if derived is None:
                continue
            if seen is None or agree(derived, seen):
                found.append(_Expected(derived, factor, start, alone=seen is None))
            else:
                found += [_Expected(value, factor, start, disputed=True) for value in (derived, seen)]
        return found

    def _of_value(self, name: str, answer: Answer, value: Array, expected: Sequence[_Expected]) -> Verdict:
        verdict = self._held(name, value, expected)
        if verdict.share < 1 and (unrounded := self._unrounded(name, value, expected)):
            verdict = self._held(name, value, [*expected, *unrounded])
        if not verdict.lost or verdict.disputed:
            return verdict
        if follows := next((e.start.mistakes for e in expected if e.start and self._is_right(name, value, e)), ()):
            return replace(verdict, consistent=follows)  # nothing is wrong with it that has not been explained before
        if not answer.by_person and (most := self._laid_out_otherwise(name, value, expected)) > verdict.share:
            return replace(verdict, state="doubtful", highest=most)
        if self._diagnosis:
            values = [e.value for e in expected[1:]] + [expected[0].value]
            reason = diagnose(answer.type, value, values, list(self._scenarios.misled(self._work, name)))
            if reason and answer.set_as_choice:
                reason = replace(reason, luck=1.0)  # every wrong option is what some misconception leads to
            verdict = replace(verdict, diagnosis=reason)
        return verdict

    def _is_right(self, name: str, value: Array, expected: _Expected) -> bool:
        return self._rules.worth(self._work.compare(name, value, expected.value))[0] == "right"

    def _unrounded(self, name: str, value: Array, expected: Sequence[_Expected]) -> list[_Expected]:
        """What follows from the student's own answers when more of their digits are carried on than were written."""
        found = []
        for each in expected:
            if each.start is not None and each.start.mistakes and not each.disputed:
                near = self._work.allowing_for_rounding(name, value, each.value, each.start.given)
                if near is not None and self._rules.worth(self._work.compare(name, value, near))[0] != "coarse":
                    found.append(replace(each, value=near))
        return found

    def _held(self, name: str, value: Array, expected: Sequence[_Expected]) -> Verdict:
        """A value held against all that is right, and what it is by the one that is worth most."""
        held = [(e, self._work.compare(name, value, e.value)) for e in expected]
        worths = [self._rules.worth(comparison) for _, comparison in held]
        shares = [share * e.factor for (_, share), e in zip(worths, expected, strict=True)]
        # The key comes first, so that it is held against what follows from other answers only where that is worth more.
        best = max(range(len(held)), key=lambda i: (not expected[i].disputed, shares[i], worths[i][0] == "right", -i))
        (by, comparison), (is_, _), share = held[best], worths[best], shares[best]
        verdict = Verdict(
            state=_state(by, is_),
            share=share,
            highest=share,
            value=value,
            comparison=comparison,
            followed=by.start.mistakes if by.start else (),
            carried=by.value if by.start else None,
            from_rounded=by.start.rounded if by.start else (),
            coarse_cells=tuple(i for i, coarse in enumerate(self._rules.coarse(comparison)) if coarse),
            alone=by.alone,
        )
        if not verdict.lost:
            return verdict
        if any(e.disputed and worth[0] == "right" for e, worth in zip(expected, worths, strict=True)):
            return replace(verdict, highest=max(share, self._rules.follow_through), disputed=True)
        return verdict

    def _laid_out_otherwise(self, name: str, value: Array, expected: Sequence[_Expected]) -> Fraction:
        """What an array of another size would earn with its numbers, as many as expected, laid out as they should be."""
        most = Fraction(0)
        kind = self._work.type(name)
        for right in expected:
            size = shape(right.value)
            numbers = list(cells(value))
            if not kind.is_numeric or kind.name == "shape" or shape(value) == size or not size:
                continue
            if len(numbers) == len(list(cells(right.value))):
                for laid_out in _layouts(tuple(numbers), size):
                    _, share = self._rules.worth(kind.compare(laid_out, right.value))
                    most = max(most, share * right.factor)
        return most


def _layouts(numbers: tuple[Array, ...], size: tuple[int, ...]) -> Iterator[Array]:
    """Numbers laid out row by row, and for a grid also column by column."""
    yield reshape(numbers, size)
    if len(size) == 2:
        yield transposed(reshape(numbers, size[::-1]))


def _state(by: _Expected, is_: Verified) -> State:
    return "follow-through" if is_ == "right" and by.start is not None and by.start.mistakes else is_


def _explain_by_pairs(works: Sequence[FollowThrough], judged: list[Verdicts]) -> None:
    """Two misconceptions together, for the wrong answers that nothing simpler explains; one more pass over their networks."""
    asked: list[tuple[int, Misconception]] = []
    for index, (work, verdicts) in enumerate(zip(works, judged, strict=True)):
        if any(_unexplained(work, name, verdict) for name, verdict in verdicts.items()):
            had = [m for m in misconceptions.all_of(work.work.variant) if m.name in work.work.misled]
            asked.extend((index, pair) for pair in pairs(had))
    seen: dict[int, dict[str, Values]] = {}
    evaluated = witness.evaluate([Scenario(works[index].work.variant, pair) for index, pair in asked])
    for (index, pair), values in zip(asked, evaluated, strict=True):
        if not isinstance(values, OracleError):
            seen.setdefault(index, {})[pair.name] = values
    for index, (work, verdicts) in enumerate(zip(works, judged, strict=True)):
        for name, verdict in verdicts.items():
            if _unexplained(work, name, verdict) and verdict.value is not None:
                found = diagnose_pair(work.type(name), name, verdict.value, seen.get(index, {}))
                verdicts[name] = replace(verdict, diagnosis=found)


def _unexplained(work: FollowThrough, name: str, verdict: Verdict) -> bool:
    explained = not verdict.lost or verdict.diagnosis is not None or verdict.value is None
    return not explained and not work.work.answers[name].set_as_choice and is_telling(work.type(name), verdict.value)  # type: ignore[arg-type]
