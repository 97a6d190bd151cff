"""Weighs what a whole paper says about the misconceptions that its wrong answers look like.

One answer alone can look like several misconceptions, or like one by luck. The paper knows more: a misconception shows wherever it
makes a difference, and whoever guesses also writes numbers that nothing explains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from examgen.judge.verdict import Verdict
from examgen.judge.work import Work

SURE = 2.0
"""A misconception is asserted where it is this many times likelier than luck."""
DENIED = 0.1
"""The factor by which a misconception becomes less likely with each answer that it would have changed, but did not."""

Judged = tuple[Work, Mapping[str, Verdict]]
"""A student's work on one question, and what was found of each answer."""


Denied = dict[tuple[int, str], tuple[str, ...]]
"""What was found already to speak against misconceptions, by work and ask; the same work may be on many papers."""


def weighed(paper: Sequence[Judged], denied: Denied | None = None) -> list[dict[str, Verdict]]:
    """The verdicts of a paper, each diagnosis held against the rest of it: what speaks against it is dropped, luck not asserted."""
    evidence = _Evidence(paper, {} if denied is None else denied)
    return [{name: evidence.weighed(verdict) for name, verdict in verdicts.items()} for _, verdicts in paper]


class _Evidence:
    """What the answers of one paper say for and against each misconception."""

    def __init__(self, paper: Sequence[Judged], denied: Denied) -> None:
        self._for: Counter[str] = Counter()
        self._against: Counter[str] = Counter()
        self._explained = self._unexplained = 0.0
        for work, verdicts in paper:
            for name, verdict in verdicts.items():
                self._for.update(verdict.suspects)
                if (id(work), name) not in denied:
                    denied[id(work), name] = tuple(_denied(work, name, verdict))
                self._against.update(denied[id(work), name])
                if verdict.diagnosis is None:
                    self._unexplained += verdict.state == "wrong"
                elif verdict.diagnosis.candidates:
                    self._explained += 1 - verdict.diagnosis.luck

    def weighed(self, verdict: Verdict) -> Verdict:
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
        return replace(verdict, diagnosis=replace(found, candidates=likeliest, asserted=sure))


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
