"""What a student's practice has come to: mastery of each topic, common mistakes met and overcome, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from examgen.bank.card import Card
from examgen.practice.memory import RECENT, Known, Memory
from examgen.practice.programme import WEAK
from examgen.wording import listed

ENOUGH = 8
"""A topic is mastered when so many different questions of it are, or all of them where it has fewer."""
READY = 0.6
"""From this mastery on a student is ready for harder questions of a topic."""
_NAMED = 3
"""So many topics are named in a sentence at most."""


@dataclass(frozen=True)
class Topic:
    """A topic.

    Attributes:
        tried: how many of its questions were tried.
        mastery: how much of it is mastered now, 0 to 1.
        score: how well the tried ones went lately, 0 to 1.
        level: the highest level of a question that went well.
    """

    name: str
    questions: int
    tried: int
    mastery: float
    score: float
    level: int


@dataclass(frozen=True)
class Mistake:
    """A common mistake that was met: in which question last, what was told, how often, and whether it is overcome."""

    name: str
    title: str
    feedback: str
    met: int
    overcome: bool


@dataclass(frozen=True)
class Progress:
    """All of it.

    Attributes:
        due: the questions that are due, the longest first.
        sentence: where the student stands, in one sentence.
        answers: how many answers are remembered.
        mocks: the mock exams, in order.
    """

    topics: tuple[Topic, ...]
    mistakes: tuple[Mistake, ...]
    due: tuple[str, ...]
    sentence: str
    answers: int
    mocks: tuple[dict[str, Any], ...]

    def as_object(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


def progress(memory: Memory, cards: Sequence[Card]) -> Progress:
    """What is remembered, of the questions that there are."""
    known, mistaken = memory.known(), memory.known("misconception")
    titles = {card.id: card.title for card in cards}
    topics = tuple(_topic(name, cards, known) for name in dict.fromkeys(card.topic for card in cards))
    mistakes = tuple(
        Mistake(name, titles.get(one.question, one.question), one.feedback, one.met, one.overcome)
        for name, one in sorted(mistaken.items(), key=lambda item: (item[1].overcome, -item[1].met, item[0]))
    )
    late = [one for id_, one in known.items() if id_ in titles and one.due <= memory.now]
    due = tuple(one.name for one in sorted(late, key=lambda one: one.due))
    return Progress(topics, mistakes, due, _sentence(topics, due, cards), memory.answers, tuple(memory.mocks()))


def _topic(name: str, cards: Sequence[Card], known: dict[str, Known]) -> Topic:
    own = [card for card in cards if card.topic == name]
    tried = [(card, known[card.id]) for card in own if card.id in known]
    mastery = sum(one.mastery for _, one in tried) / min(len(own), ENOUGH)
    score = sum(one.score / _reachable(one) for _, one in tried) / len(tried) if tried else 0.0
    level = max((card.level for card, one in tried if one.score >= WEAK), default=0)
    return Topic(name, len(own), len(tried), min(1.0, mastery), score, level)


def _reachable(one: Known) -> float:
    """The score of a question that always came right at once, as often as this one was asked."""
    return sum(RECENT[: len(one.scores)])


def _sentence(topics: Sequence[Topic], due: Sequence[str], cards: Sequence[Card]) -> str:
    tried = [topic for topic in topics if topic.tried]
    if not tried:
        return "Nothing has been practised yet: start with examgen practice."
    weak = [topic.name for topic in sorted(tried, key=lambda topic: topic.score) if topic.score < WEAK]
    strong = [topic for topic in tried if topic.score >= WEAK and topic.mastery >= READY]
    parts = []
    if weak:
        parts.append(f"weak at {listed(weak[:_NAMED])}")
    if len(strong) == len(topics):
        parts.append("ready for a mock exam (examgen mock)")
    elif strong:
        best = max(strong, key=lambda topic: topic.mastery)
        harder = [card.level for card in cards if card.topic == best.name and card.level > best.level]
        parts.append(f"ready for {f'level {min(harder)}' if harder else 'an exam'} of {best.name}")
    if not parts:
        parts.append(f"a good start on {listed([topic.name for topic in tried][:_NAMED])}")
    if due:
        parts.append(f"{len(due)} question{'s are' if len(due) > 1 else ' is'} due")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."
