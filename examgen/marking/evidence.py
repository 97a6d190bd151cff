"""Weighs what a whole paper says about the misconceptions that its wrong answers look like.

One answer alone can look like several misconceptions, or like one by luck. The paper knows more: a confusion shows wherever it makes
a difference, and whoever guesses also writes numbers that nothing explains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from examgen.marking.marks import AskMark, PaperMark, QuestionMark

SURE = 2.0
"""A misconception is asserted where it is so many times likelier than luck."""
DENIED = 0.1
"""So much less likely a misconception becomes by each answer that it would have changed and that is as if it were not there."""


def weighed(mark: PaperMark) -> PaperMark:
    """The mark with each diagnosis held against the rest of the paper: what speaks against it dropped, what may be luck not asserted."""
    paper = _Paper(mark.questions)
    return replace(mark, questions=tuple(replace(q, asks=tuple(map(paper.weighed, q.asks))) for q in mark.questions))


class _Paper:
    """What the answers of one paper say for and against each misconception."""

    def __init__(self, questions: Sequence[QuestionMark]) -> None:
        self._for: Counter[str] = Counter()
        self._against: Counter[str] = Counter()
        self._explained = self._unexplained = 0.0
        for question in questions:
            for mark in question.asks:
                self._for.update(mark.suspects)
                self._against.update(_denied(question, mark))
                if mark.diagnosis is None:
                    self._unexplained += mark.state == "wrong"
                elif mark.diagnosis.candidates:
                    self._explained += 1 - mark.diagnosis.luck

    def weighed(self, mark: AskMark) -> AskMark:
        """The mark with those of its explanations that the paper speaks for most."""
        found = mark.diagnosis
        if found is None or not found.candidates:
            return mark
        support = {c: sum(self._for[name] - self._against[name] for name in c) / len(c) for c in found.candidates}
        likeliest = tuple(c for c in found.candidates if support[c] == max(support.values()))
        # One more than was seen of either, so that nothing is impossible; half a guess, as most wrong answers have a reason.
        understood = 1 + self._explained - (1 - found.luck)
        denied = max(self._against[name] for name in likeliest[0])
        by_luck = (0.5 + self._unexplained) * found.luck
        sure = understood * DENIED**denied >= SURE * by_luck
        return replace(mark, diagnosis=replace(found, candidates=likeliest, asserted=sure))


def _denied(question: QuestionMark, mark: AskMark) -> Iterator[str]:
    """The misconceptions that would have led to another answer than the one that was given."""
    if mark.value is None or mark.state == "follow-through" or mark.ask.set_as_choice:
        return
    kind = question.variant.asks[mark.ask.name].type
    for name, values in question.sealed.misconceptions.items():
        led_to = values.get(mark.ask.name)
        if led_to is not None and name not in mark.suspects and not kind.compare(mark.value, led_to).right:
            yield name
