"""Which question comes next: the easy ones first, what went wrong again before what went well, never the same twice running."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from examgen.bank.bank import Bank
from examgen.bank.card import Card
from examgen.errors import UserError
from examgen.question.draw import derive_key
from examgen.question.entry import Entry
from examgen.question.question import Question
from examgen.question.selection import candidates, seeded
from examgen.verify import witness


class Exhausted(Exception):
    """No question is left that could be asked."""


class Programme:
    """Draws the questions of a session; the same seed and the same answers give the same session."""

    def __init__(self, bank: Bank, cards: Sequence[Card], seed: str) -> None:
        self._bank = bank
        self._seed = seed
        shuffled = sorted(cards, key=lambda card: card.id)
        Random(derive_key(seed.encode(), "practice")).shuffle(shuffled)
        self._left = sorted(shuffled, key=lambda card: card.level)
        self._posed: Counter[str] = Counter()
        self._well: Counter[str] = Counter()
        self._last = ""
        self._draws = 0

    def next(self) -> Question:
        """The next variant; nothing of it has been run yet, so it can be shown at once.

        Raises:
            UserError: the question cannot be drawn; it will not come again.
            Exhausted: there is none left.
        """
        if not self._left:
            raise Exhausted
        others = [card for card in self._left if card.id != self._last] or self._left
        id_ = min(others, key=lambda card: (self._well[card.id], self._posed[card.id])).id
        self._last = id_
        self._posed[id_] += 1
        self._draws += 1
        try:
            question = self._bank.question(id_)
            return _telling(question, f"{self._seed}-{self._draws}")
        except UserError:
            self.drop(id_)
            raise

    def went_well(self, id_: str) -> None:
        """All of a question was right at once."""
        self._well[id_] += 1

    def drop(self, id_: str) -> None:
        """A question that turned out to be defective does not come again."""
        self._left = [card for card in self._left if card.id != id_]


def _telling(question: Entry, seed: str) -> Question:
    """An admissible variant, one whose answer does not give itself away if there is one."""
    first: Question | None = None
    for variant in candidates(question, seeded(seed, question), {}):
        first = first or variant
        answers = variant.derivation().answers
        fitted = {name: ask.type.fit(answers[name]) for name, ask in variant.asks.items() if name in answers}
        if len(fitted) == len(variant.asks) and not witness.degenerate(variant, fitted):
            return variant
    assert first is not None, "candidates raises where there is none"
    return first
