"""What a session came to, and what to practise next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from examgen.bank.card import Card

Outcome = Literal["at once", "with help", "not"]


@dataclass(frozen=True)
class Row:
    """The answers of one topic: how many were right at once, with help, and not."""

    topic: str
    at_once: int
    with_help: int
    missed: int


@dataclass(frozen=True)
class Summary:
    """What a session came to.

    Attributes:
        mistakes: what was told to the student about common mistakes, each with how often it was.
        next_target: a question or topic to practise next, or nothing for all of them.
        why_next: why that.
    """

    rows: tuple[Row, ...]
    mistakes: tuple[tuple[str, int], ...]
    next_target: str
    why_next: str

    @property
    def answers(self) -> int:
        return sum(row.at_once + row.with_help + row.missed for row in self.rows)


@dataclass
class Tally:
    """Counts as the session goes."""

    cards: Sequence[Card]
    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    mistakes: Counter[str] = field(default_factory=Counter)

    def count(self, question: str, outcome: Outcome) -> None:
        self.outcomes[question, outcome] += 1

    def met(self, feedback: str) -> None:
        self.mistakes[feedback] += 1

    def summary(self) -> Summary:
        """The session so far."""
        topics = dict.fromkeys(self._topic(question) for question, _ in self.outcomes)
        rows = tuple(Row(t, self._of(t, "at once"), self._of(t, "with help"), self._of(t, "not")) for t in topics)
        return Summary(rows, tuple(self.mistakes.most_common()), *self._advice(list(topics)))

    def _topic(self, question: str) -> str:
        return next((card.topic for card in self.cards if card.id == question), question.partition(".")[0])

    def _of(self, topic: str, outcome: Outcome) -> int:
        return sum(n for (question, o), n in self.outcomes.items() if o == outcome and self._topic(question) == topic)

    def _advice(self, topics: Sequence[str]) -> tuple[str, str]:
        """What to practise next, and why."""
        if not self.outcomes:
            return "", "Nothing was answered yet."
        questions = dict.fromkeys(question for question, _ in self.outcomes)
        trouble = {q: 2 * self.outcomes[q, "not"] + self.outcomes[q, "with help"] for q in questions}
        hardest = max(trouble, key=lambda q: trouble[q])
        if trouble[hardest]:
            return hardest, "This one gave you the most trouble; the numbers will be other ones."
        level = max((card.level for card in self.cards if card.id in questions), default=0)
        harder = [c for c in self.cards if c.topic in topics and c.level > level and c.id not in questions]
        if harder:
            return min(harder, key=lambda card: card.level).id, "All right at once. This one is a level harder."
        fresh = [card.topic for card in self.cards if card.topic not in topics]
        return (fresh[0], "All right at once. Go on with another topic.") if fresh else ("", "All right at once.")
