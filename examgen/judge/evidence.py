"""Weighs what a whole paper says about the misconceptions that its wrong answers look like.

One answer alone can look like several misconceptions, or like one by luck. The paper knows more: a misconception shows wherever it
makes a difference, and whoever guesses also writes numbers that nothing explains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from examgen.judge.verdict import Verdict
from examgen.judge.work import Work

SURE = 2.0
"""A misconception is asserted where it is this many times likelier than luck."""
DENIED = 0.1
"""The factor by which a misconception becomes less likely with each answer that it would have changed, but did not."""

Judged = tuple[Work, dict[str, Verdict]]
"""A student's work on one question, and what was found of each answer."""


@dataclass
class Weighed:
    """What was found already: the same work may be on many papers, and many papers may say the same of an answer."""

    works: dict[int, _Said] = field(default_factory=dict)
    verdicts: dict[tuple[int, tuple[tuple[str, ...], ...], bool], Verdict] = field(default_factory=dict)


def weighed(paper: Sequence[Judged], found: Weighed | None = None) -> list[dict[str, Verdict]]:
    """The verdicts of a paper, each diagnosis held against the rest of it: what speaks against it is dropped, luck not asserted.

    Args:
        paper: a student's works.
        found: what was found of other papers; their works and verdicts must still be there.
    """
    if not any(v.diagnosis and v.diagnosis.candidates for _, verdicts in paper for v in verdicts.values()):
        return [verdicts for _, verdicts in paper]
    evidence = _Evidence(paper, Weighed() if found is None else found)
    return [evidence.of(verdicts) for _, verdicts in paper]


@dataclass(frozen=True)
class _Said:
    """What one work says for and against each misconception, and how much of what is wrong in it has a reason."""

    suspects: tuple[str, ...]
    denied: tuple[str, ...]
    explained: float
    unexplained: int

    @classmethod
    def by(cls, work: Work, verdicts: Mapping[str, Verdict]) -> _Said:
        every = verdicts.values()
        return cls(
            tuple(name for verdict in every for name in verdict.suspects),
            tuple(misconception for name, v in verdicts.items() for misconception in _denied(work, name, v)),
            sum(1 - v.diagnosis.luck for v in every if v.diagnosis is not None and v.diagnosis.candidates),
            sum(v.diagnosis is None and v.state == "wrong" for v in every),
        )


class _Evidence:
    """What the answers of one paper say for and against each misconception."""

    def __init__(self, paper: Sequence[Judged], found: Weighed) -> None:
        self._found = found
        self._for: Counter[str] = Counter()
        self._against: Counter[str] = Counter()
        self._explained = self._unexplained = 0.0
        for work, verdicts in paper:
            said = found.works.get(id(work))
            if said is None:
                said = found.works[id(work)] = _Said.by(work, verdicts)
            if said.suspects:
                self._for.update(said.suspects)
            if said.denied:
                self._against.update(said.denied)
            self._explained += said.explained
            self._unexplained += said.unexplained

    def of(self, verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
        """The verdicts of one work; themselves where the paper changes nothing."""
        if not any(verdict.diagnosis and verdict.diagnosis.candidates for verdict in verdicts.values()):
            return verdicts
        return {name: self._weighed(verdict) for name, verdict in verdicts.items()}

    def _weighed(self, verdict: Verdict) -> Verdict:
        """The verdict with those of its explanations that the paper speaks for most."""
        found = verdict.diagnosis
        if found is None or not found.candidates:
            return verdict
        support = {c: sum(self._for[name] - self._against[name] for name in c) / len(c) for c in found.candidates}
        likeliest = tuple(c for c in found.candidates if support[c] == max(support.values()))
        # One more than was seen of either, so that nothing is impossible; half a guess, as most wrong answers have a reason.
        understood = 1 + self._explained - (1 - found.luck)
        denied = max(self._against[name] for name in likeliest[0])
        by_luck = (0.5 + self._unexplained) * found.luck
        sure = understood * DENIED**denied >= SURE * by_luck
        key = (id(verdict), likeliest, sure)
        if key not in self._found.verdicts:
            diagnosis = replace(found, candidates=likeliest, asserted=sure)
            self._found.verdicts[key] = replace(verdict, diagnosis=diagnosis)
        return self._found.verdicts[key]


def _denied(work: Work, name: str, verdict: Verdict) -> Iterator[str]:
    """The misconceptions that would have led to another answer than the one that was given."""
    if verdict.value is None or verdict.state == "follow-through" or work.answers[name].set_as_choice:
        return
    kind = work.variant.asks[name].type
    for misconception, values in work.misled.items():
        led_to = values.get(name)
        if (
            led_to is not None
            and misconception not in verdict.suspects
            and not kind.compare(verdict.value, led_to).right
        ):
            yield misconception
