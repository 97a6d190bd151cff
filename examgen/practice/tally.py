"""What a session came to, and what to practise next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from examgen.bank.card import Card
from examgen.practice.memory import Outcome

SUMMED_UP = 5
"""So many common mistakes are named at the end, those that were made most often; `examgen progress` has them all."""


@dataclass(frozen=True)
class Row:
    """The answers of one topic: how many were right at once, with help, and not."""

    topic: str
    at_once: int
    with_help: int
    missed: int


@dataclass(frozen=True)
class Met:
    """A common mistake that was met: at which question, what was told, and how often."""

    title: str
    feedback: str
    times: int


@dataclass(frozen=True)
class Summary:
    """What a session came to.

    Attributes:
        next_target: a question or topic to practise next, or nothing for all of them.
        why_next: why that.
    """

    rows: tuple[Row, ...]
    mistakes: tuple[Met, ...]
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
    mistakes: Counter[tuple[str, str]] = field(default_factory=Counter)
    told: dict[tuple[str, str], str] = field(default_factory=dict)

    def count(self, question: str, outcome: Outcome) -> None:
        self.outcomes[question, outcome] += 1

    def met(self, title: str, misconception: str, feedback: str) -> None:
        """A misconception was diagnosed in an answer to the question of a title, and the feedback told."""
        self.mistakes[title, misconception] += 1
        self.told[title, misconception] = feedback

    @property
    def state(self) -> dict[str, Any]:
        """Where it stands, ready for JSON."""
        return {
            "outcomes": [[*place, n] for place, n in self.outcomes.items()],
            "mistakes": [[*place, self.told[place], n] for place, n in self.mistakes.items()],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from where it stood."""
        self.outcomes = Counter({(question, outcome): n for question, outcome, n in state["outcomes"]})
        self.mistakes = Counter({(title, name): n for title, name, _, n in state["mistakes"]})
        self.told = {(title, name): told for title, name, told, _ in state["mistakes"]}

    def summary(self, *, begun: bool = False) -> Summary:
        """The session so far; ``begun`` where an answer was tried that is still open, and not counted yet."""
        topics = dict.fromkeys(self._topic(question) for question, _ in self.outcomes)
        rows = tuple(Row(t, self._of(t, "at once"), self._of(t, "with help"), self._of(t, "not")) for t in topics)
        often = self.mistakes.most_common(SUMMED_UP)
        met = tuple(Met(place[0], self.told[place], n) for place, n in often)
        return Summary(rows, met, *self._advice(list(topics), begun=begun))

    def _topic(self, question: str) -> str:
        return next((card.topic for card in self.cards if card.id == question), question.partition(".")[0])

    def _of(self, topic: str, outcome: Outcome) -> int:
        return sum(n for (question, o), n in self.outcomes.items() if o == outcome and self._topic(question) == topic)

    def _advice(self, topics: Sequence[str], *, begun: bool) -> tuple[str, str]:
        """What to practise next, and why."""
        if not self.outcomes:
            return "", "Your first answer is still open." if begun else "Nothing was answered yet."
        questions = dict.fromkeys(question for question, _ in self.outcomes)
        trouble = {q: 2 * self.outcomes[q, "not"] + self.outcomes[q, "with help"] for q in questions}
        hardest = max(trouble, key=lambda q: trouble[q])
        if trouble[hardest]:
            return hardest, "This question gave you the most trouble; the numbers will be different."
        met = "Everything was right in the end" if self.mistakes else "Everything was right at once"
        level = max((card.level for card in self.cards if card.id in questions), default=0)
        harder = [c for c in self.cards if c.topic in topics and c.level > level and c.id not in questions]
        if harder:
            return min(harder, key=lambda card: card.level).id, f"{met}. This question is a level harder."
        fresh = [card.topic for card in self.cards if card.topic not in topics]
        return (fresh[0], f"{met}. Go on with another topic.") if fresh else ("", f"{met}.")
