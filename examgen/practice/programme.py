"""Which question comes next: what is due, what is weak, what is new; and what was missed comes back with other numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any, Literal

from examgen.bank.bank import Bank
from examgen.bank.card import Card
from examgen.errors import UserError
from examgen.practice.memory import Known, Memory
from examgen.practice.stock import Shown, Stock, Stocked

if TYPE_CHECKING:
    from examgen.question.entry import Entry
    from examgen.question.question import Question

Reason = Literal["", "new", "due", "weak", "missed", "misconception"]
"""Why a question comes: new, due again, weak, missed a few questions ago, or a common mistake that is due."""
Only = Literal["", "new", "weak"]

WEAK = 0.6
"""A question is weak where it went less well than this lately."""
RETURNS = 2
"""So many times a question comes back in a session at most; then it is left to another day."""
SOONEST, LATEST = 2, 4
"""What was missed comes back after so many questions, at least and at most."""
_TURNS: tuple[Reason, ...] = ("due", "new", "due", "weak", "new")
"""Whose turn it is, over and over; who has nothing is passed over."""
LONG_AGO = 0.5
"""How often, of what is due, that comes which came longest ago, instead of what FSRS thinks is most forgotten.

Where more is due than a student gets through, questions that keep going wrong are always the most forgotten, and one that went right
twice, perhaps by luck, would never come again. How people forget is not known so well that one order could be trusted alone:
benchmarks/practice.py tries three models of memory, and half and half is better than chance in all of them.
"""
_FURTHER = 0.35
"""A new question becomes so much less likely with each level that it is away from the student's own."""


class Exhausted(Exception):
    """No question is left that could be asked."""


@dataclass(frozen=True)
class Return:
    """A question that was missed, which numbered question it comes back as, and the mistakes that it is to show."""

    question: str
    at: int
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Next:
    """What is asked next; the variant itself is made when it is first looked at, which is not before an answer comes.

    Attributes:
        make: makes the variant.
        stocked: the variant with its key, where it is from the stock.
        reason: why it is this question.
    """

    make: Callable[[], Question]
    stocked: Stocked | None = None
    reason: Reason = ""

    @cached_property
    def variant(self) -> Question:
        """The variant."""
        return self.make()

    @cached_property
    def shown(self) -> Shown:
        """How it is shown."""
        return self.stocked.shown if self.stocked else Shown.of(self.variant)


class Programme:
    """Chooses the questions of a session.

    Args:
        bank: all questions.
        cards: those that may be asked.
        memory: what the student did before.
        stock: variants whose keys are attested.
        seed: what decides where chance does.
        only: nothing but new questions, or weak ones.
        in_order: whether the questions come in the order of the cards, each once.
    """

    def __init__(
        self,
        bank: Bank,
        cards: Sequence[Card],
        memory: Memory,
        stock: Stock,
        seed: str,
        only: Only = "",
        *,
        in_order: bool = False,
    ) -> None:
        self._bank, self._memory, self._stock, self._seed = bank, memory, stock, seed
        self._cards = {card.id: card for card in cards}
        self._only = only
        self._left = list(self._cards) if in_order else None
        self._posed: list[str] = []
        self._returns: list[Return] = []
        self._returned: Counter[str] = Counter()
        self._turn = 0

    # going on where a session was interrupted -------------------------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """Where it stands, ready for JSON."""
        returns = [asdict(one) for one in self._returns]
        returned = dict(self._returned)
        return {
            "posed": self._posed,
            "returns": returns,
            "returned": returned,
            "turn": self._turn,
            "left": self._left,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from where it stood."""
        self._posed, self._turn, self._left = list(state["posed"]), state["turn"], state["left"]
        self._returned = Counter(state["returned"])
        self._returns = [
            Return(one["question"], one["at"], tuple(one["misconceptions"]))
            for one in state["returns"]
            if one["question"] in self._cards
        ]

    # what comes next --------------------------------------------------------------------------------------------------

    def next(self) -> Next:
        """The next variant.

        Raises:
            UserError: the question cannot be drawn; it will not come again.
            Exhausted: there is none left.
        """
        id_, reason, aimed = self._choose()
        self._posed.append(id_)
        try:
            found = self._variant(id_, aimed, reason)
        except UserError:
            self.drop(id_)
            raise
        self._memory.pose(id_, found.stocked.name if found.stocked else str(found.variant.settings))
        return found

    def same(self, id_: str, parameters: Mapping[str, Any], reason: Reason) -> Next:
        """A variant that was asked already, as it was.

        Raises:
            UserError: the question no longer exists.
            ValueError: the question no longer takes these parameters.
        """
        variant = self._bank.question(id_).variant(parameters)
        stocked = next((one for one in self._stock.variants(id_) if one.parameters == variant.settings), None)
        return Next(lambda: variant, stocked, reason)

    def missed(self, id_: str, misconceptions: Sequence[str]) -> None:
        """A question went wrong: it comes back soon, with other numbers that show the same mistakes."""
        times = self._returned[id_]
        if self._only == "new" or any(one.question == id_ for one in self._returns) or times >= RETURNS:
            return
        if times and self._returns:
            return  # others wait that have not come back once
        self._returned[id_] += 1
        at = len(self._posed) + self._random("return").randint(SOONEST, LATEST)
        self._returns.append(Return(id_, at, tuple(misconceptions)))

    def drop(self, id_: str) -> None:
        """A question that turned out to be defective does not come again."""
        self._cards.pop(id_, None)
        self._returns = [one for one in self._returns if one.question != id_]

    def _random(self, purpose: str) -> Random:
        return Random(f"{self._seed} {purpose} {len(self._posed)}")

    def _choose(self) -> tuple[str, Reason, tuple[str, ...]]:
        number = len(self._posed) + 1
        for one in self._returns:
            if number >= one.at:
                self._returns.remove(one)
                return one.question, "missed", one.misconceptions
        if self._left is not None:
            while self._left:
                if (id_ := self._left.pop(0)) in self._cards:
                    return id_, "", ()
            if self._returns:
                one = self._returns.pop(0)
                return one.question, "missed", one.misconceptions
            raise Exhausted
        return self._from_groups()

    def _from_groups(self) -> tuple[str, Reason, tuple[str, ...]]:
        if not self._cards:
            raise Exhausted
        known = self._memory.known()
        fresh = self._fresh()
        mistakes = self._due_mistakes(fresh)
        now = self._memory.now
        groups: dict[Reason, list[str]] = {
            "due": [id_ for id_ in fresh if id_ in known and known[id_].due <= now],
            "weak": [id_ for id_ in fresh if id_ in known and known[id_].score < WEAK],
            "new": [id_ for id_ in fresh if id_ not in known],
        }
        if self._only:
            groups = {reason: ids if reason == self._only else [] for reason, ids in groups.items()}
            mistakes = mistakes if self._only == "weak" else {}
        for step in range(len(_TURNS)):
            turn = _TURNS[(self._turn + step) % len(_TURNS)]
            if turn == "due" and mistakes and (not groups["due"] or self._random("mistake").random() < 0.5):
                self._turn += step + 1
                id_ = self._random("which").choice(sorted(mistakes))
                return id_, "misconception", mistakes[id_]
            if groups[turn]:
                self._turn += step + 1
                return self._one_of(turn, groups[turn], known), turn, ()
        if mistakes:
            id_ = self._random("which").choice(sorted(mistakes))
            return id_, "misconception", mistakes[id_]
        if self._only:
            raise Exhausted
        return min(fresh, key=lambda id_: (known[id_].mastery, id_)), "", ()

    def _fresh(self) -> list[str]:
        """What may come now: not what was asked just now, not what comes back soon, and not twice while others have not come."""
        waiting = {one.question for one in self._returns}
        times = Counter(self._posed)
        free = [id_ for id_ in self._cards if id_ not in waiting and id_ not in self._posed[-1:]] or list(self._cards)
        if self._only:
            return [id_ for id_ in free if not times[id_]] if len(self._cards) > 1 else free
        least = min(times[id_] for id_ in free)
        return [id_ for id_ in free if times[id_] == least]

    def _due_mistakes(self, fresh: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The questions at which a common mistake was met that is due again, each with these mistakes."""
        now = self._memory.now
        found: dict[str, tuple[str, ...]] = {}
        for name, mistake in self._memory.known("misconception").items():
            if mistake.question in fresh and not mistake.overcome and mistake.due <= now:
                found[mistake.question] = (*found.get(mistake.question, ()), name.rpartition("/")[2])
        return found

    def _one_of(self, reason: Reason, ids: Sequence[str], known: Mapping[str, Known]) -> str:
        if reason == "due":
            if self._random("long ago").random() < LONG_AGO:
                return min(ids, key=lambda id_: (known[id_].last, id_))
            return min(ids, key=lambda id_: (known[id_].retrievability, known[id_].due, id_))
        if reason == "weak":
            return min(ids, key=lambda id_: (known[id_].score, known[id_].due, id_))
        lately = Counter(self._cards[id_].topic for id_ in self._posed if id_ in self._cards)
        own = self._levels(known)
        weights = []
        for id_ in ids:
            card = self._cards[id_]
            away = abs(card.level - own.get(card.topic, self._lowest(card.topic)))
            weights.append(_FURTHER**away / (1 + 3 * lately[card.topic]) ** 2)
        topics = Counter(
            self._cards[id_].topic for id_ in ids
        )  # a large topic is not asked more often than a small one
        weights = [w / topics[self._cards[id_].topic] for w, id_ in zip(weights, ids, strict=True)]
        return self._random("new").choices(ids, weights)[0]

    def _lowest(self, topic: str) -> int:
        return min(card.level for card in self._cards.values() if card.topic == topic)

    def _levels(self, known: Mapping[str, Known]) -> dict[str, int]:
        """The level that a student is ready for in each topic that was tried: one above what goes well."""
        levels: dict[str, int] = {}
        for id_, one in known.items():
            if (card := self._cards.get(id_)) is not None:
                levels[card.topic] = max(levels.get(card.topic, 1), card.level + (one.score >= WEAK))
        return levels

    # its numbers ------------------------------------------------------------------------------------------------------

    def _variant(self, id_: str, aimed: Sequence[str], reason: Reason) -> Next:
        """Numbers that were not shown yet, or longest ago; those that show the mistakes in question come first."""
        shown = self._memory.posed(id_)
        order = list(self._stock.variants(id_))
        if order:
            self._random(id_).shuffle(order)
            best = min(
                order,
                key=lambda one: (
                    -sum(name in one.misconceptions for name in aimed),
                    one.name in shown,
                    shown.get(one.name, ""),
                ),
            )
            return Next(lambda: best.variant(self._bank), best, reason)
        variant = _telling(self._bank.question(id_), f"{self._seed}-{len(self._posed)}")
        return Next(lambda: variant, None, reason)

    def left_of(self, id_: str) -> int:
        """How many variants in stock of a question were not shown yet."""
        shown = self._memory.posed(id_)
        return sum(one.name not in shown for one in self._stock.variants(id_))


def _telling(question: Entry, seed: str) -> Question:
    """An admissible variant, one whose answer does not give itself away if there is one."""
    from examgen.question.selection import candidates, seeded
    from examgen.verify import witness

    first: Question | None = None
    for variant in candidates(question, seeded(f"practice {seed}", question), {}):
        first = first or variant
        answers = variant.derivation().answers
        fitted = {name: ask.type.fit(answers[name]) for name, ask in variant.asks.items() if name in answers}
        if len(fitted) == len(variant.asks) and not witness.degenerate(variant, fitted):
            return variant
    assert first is not None, "candidates raises where there is none"
    return first
