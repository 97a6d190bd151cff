"""How many questions a simulated student needs until mastery: in practice's order, against random order.

    python benchmarks/practice.py [--json] [--students 12]

The student forgets: what was understood is remembered with a probability that halves in a time of its own, longer after each
success, the more so the nearer it was to being forgotten. A question that goes wrong is explained, and the explanation is understood
three times in five. Two common mistakes spoil every question that shows them; to avoid one is learned and forgotten in the same
way. Ten questions are answered each evening. Mastery: four of five questions would come right today, and both mistakes would be
avoided.

How memory works is a model, so three are tried: ``spacing`` as above; ``doubling``, where every success doubles the half-life and every
miss halves it, whenever it comes (half-life regression, Settles and Meeder 2016); ``traces``, where each time that something is
understood leaves a trace that fades by a power of time, faster the fresher it still was (Pavlik and Anderson 2005). For twelve students the
ratios were 0.83, 0.66 and 0.89. With FSRS's order alone (what is most forgotten first) they were 0.76, 0.53 and 1.06: questions that kept
going wrong were asked two dozen times, and some that had gone right twice by luck never again; `LONG_AGO` in programme.py ends that.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from examgen.bank.bank import Bank
from examgen.bank.card import Card
from examgen.practice.memory import Answered, Memory
from examgen.practice.programme import Programme
from examgen.practice.stock import Stock

TOPICS = ("convolution", "pooling")
EVENING, EVENINGS = 10, 120
GOAL = 0.8
UNDERSTOOD = 0.6
"""How likely an explanation is understood at once."""
FIRST = 2.0
"""Days in which half of what was just understood is forgotten."""


class Clock:
    """A clock that the simulation sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Trace:
    """Something that is understood, and forgotten."""

    def __init__(self) -> None:
        self.half_life = 0.0
        self.since: datetime | None = None

    def recall(self, now: datetime) -> float:
        """How likely it is remembered."""
        if self.since is None or not self.half_life:
            return 0.0
        return float(0.5 ** ((now - self.since) / timedelta(days=1) / self.half_life))

    def worked_on(self, now: datetime, chance: Random, *, well: bool) -> None:
        """It was answered: a success makes it last, the more the nearer it was to being forgotten; else it is explained."""
        if well and self.half_life:
            self.half_life *= 1.3 + 2 * (1 - self.recall(now))
            self.since = now
        elif chance.random() < UNDERSTOOD:
            self.half_life = max(FIRST, 0.7 * self.half_life)
            self.since = now


class Doubling(Trace):
    """Every success doubles the half-life, every miss halves it."""

    def worked_on(self, now: datetime, chance: Random, *, well: bool) -> None:
        """It was answered."""
        if well and self.half_life:
            self.half_life *= 2
            self.since = now
        elif chance.random() < UNDERSTOOD:
            self.half_life = max(FIRST, self.half_life / 2)
            self.since = now


class Traces(Trace):
    """Each time leaves a trace that fades by a power of time; between two evenings time counts for less, as nothing interferes."""

    DECAY, FRESH, THRESHOLD, NOISE, BETWEEN = 0.177, 0.217, -0.704, 0.255, 0.025

    def __init__(self) -> None:
        super().__init__()
        self.left: list[tuple[datetime, float]] = []

    def _activation(self, now: datetime) -> float:
        strength = sum(max(1.0, self._seconds(then, now)) ** -decay for then, decay in self.left)
        return math.log(strength) if strength else -math.inf

    def _seconds(self, then: datetime, now: datetime) -> float:
        evenings = (now.date() - then.date()).days
        passed = (now - then).total_seconds()
        return passed if not evenings else passed * self.BETWEEN

    def recall(self, now: datetime) -> float:
        """How likely it is remembered."""
        return 1 / (1 + math.exp((self.THRESHOLD - self._activation(now)) / self.NOISE)) if self.left else 0.0

    def worked_on(self, now: datetime, chance: Random, *, well: bool) -> None:
        """It was answered."""
        if (well and self.left) or chance.random() < UNDERSTOOD:
            active = self._activation(now) if self.left else -math.inf
            self.left.append((now, self.FRESH * math.exp(active) + self.DECAY))


MODELS: Mapping[str, type[Trace]] = {"spacing": Trace, "doubling": Doubling, "traces": Traces}


class Student:
    """A student with two common mistakes."""

    def __init__(self, cards: Sequence[Card], mistakes: Sequence[str], seed: int, memory: type[Trace]) -> None:
        self.random = Random(seed)
        self.levels = {card.id: card.level for card in cards}
        self.questions = {card.id: memory() for card in cards}
        self.mistakes = {name: memory() for name in mistakes}

    def answer(self, question: str, shows: Sequence[str], now: datetime) -> tuple[bool, list[str]]:
        """Answer a question that shows some mistakes: whether it was right, and which mistakes were made."""
        guess = 0.5 ** self.levels[question]
        known = self.random.random() < max(guess, self.questions[question].recall(now))
        made = [
            name for name, trace in self.mistakes.items() if name in shows and self.random.random() > trace.recall(now)
        ]
        right = known and not made
        self.questions[question].worked_on(now, self.random, well=right)
        for name in self.mistakes:
            if name in made:
                self.mistakes[name].worked_on(now, self.random, well=False)
            elif name in shows:
                self.mistakes[name].worked_on(now, self.random, well=True)
        return right, made

    def mastered(self, now: datetime) -> bool:
        """Whether most would come right today."""
        shares = [trace.recall(now) >= 0.5 for trace in self.questions.values()]
        return sum(shares) >= GOAL * len(shares) and all(trace.recall(now) >= GOAL for trace in self.mistakes.values())


Chooser = Callable[[int], tuple[str, Sequence[str]]]


def needed(student: Student, clock: Clock, evening: Callable[[], Chooser], told: Callable[..., None]) -> int:
    """How many questions a student answers until mastery."""
    asked = 0
    for _ in range(EVENINGS):
        if student.mastered(clock.now):
            return asked
        choose = evening()
        for number in range(EVENING):
            question, shows = choose(number)
            told(question, shows, *student.answer(question, shows, clock.now))
            asked += 1
            clock.now += timedelta(minutes=3)
        clock.now += timedelta(hours=23, minutes=30)
    return asked


def simulated(
    bank: Bank, cards: Sequence[Card], mistakes: Sequence[str], seed: int, model: type[Trace]
) -> tuple[int, int]:
    """The questions needed in practice's order, and in random order."""
    stock = Stock.of(bank)
    clock = Clock()
    memory = Memory(now=clock)
    programmes: list[Programme] = []
    topics = {card.id: card.topic for card in cards}

    def evening() -> Chooser:
        programmes.append(Programme(bank, cards, memory, stock, f"{seed} {len(programmes)}"))

        def choose(number: int) -> tuple[str, Sequence[str]]:
            found = programmes[-1].next()
            assert found.stocked is not None, "make the stock first: examgen bank stock"
            return found.stocked.question, tuple(found.stocked.misconceptions)

        return choose

    def told(question: str, shows: Sequence[str], right: bool, made: Sequence[str]) -> None:
        met = dict.fromkeys(made, "told")
        avoided = tuple(name for name in shows if name not in made) if right else ()
        memory.record(
            Answered("s", question, topics[question], 1, "y", {}, "", "right" if right else "wrong", met, avoided)
        )
        memory.finished(question, ["at once" if right else "not"])
        if not right:
            programmes[-1].missed(question, made)

    ours = needed(Student(cards, mistakes, seed, model), clock, evening, told)
    clock, chance = Clock(), Random(seed)

    def at_random(number: int) -> tuple[str, Sequence[str]]:
        card = chance.choice(list(cards))
        return card.id, tuple(chance.choice(stock.variants(card.id)).misconceptions)

    return ours, needed(Student(cards, mistakes, seed, model), clock, lambda: at_random, lambda *_: None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--students", type=int, default=12)
    options = parser.parse_args()
    bank = Bank()
    stock = Stock.of(bank)
    cards = [card for card in stock.cards() if card.topic in TOPICS and stock.variants(card.id)]
    shown = Counter(name for card in cards for one in stock.variants(card.id)[:1] for name in one.misconceptions)
    mistakes = [name for name, _ in shown.most_common(2)]
    figures: dict[str, object] = {"questions": len(cards), "mistakes": mistakes}
    for name, model in MODELS.items():
        pairs = [simulated(bank, cards, mistakes, seed, model) for seed in range(options.students)]
        ours, chance = (statistics.mean(column) for column in zip(*pairs, strict=True))
        fewer = sum(a < b for a, b in pairs)
        figures[name] = {"practice": ours, "random": chance, "ratio": ours / chance, "fewer": fewer, "of": len(pairs)}
        if not options.json:
            print(
                f"{name:9} {ours:5.0f} questions in practice's order, {chance:5.0f} in random order ({ours / chance:.2f}); "
                f"fewer for {fewer} of {len(pairs)} students"
            )
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        print(f"until mastery of {len(cards)} questions, with the common mistakes {' and '.join(mistakes)}")


if __name__ == "__main__":
    main()
