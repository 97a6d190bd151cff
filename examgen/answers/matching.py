"""Answers that give each item one of several options."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Comparison, Reading, Unreadable
from examgen.answers.fitting import fitted
from examgen.answers.letters import checked_texts, plain
from examgen.answers.tidy import quote, tidy
from examgen.arrays import Array, Scalar, cells
from examgen.lettering import letters

NOTHING = -1
"""The place of an item that was left out."""

_PAIR = re.compile(r"\(?(\d{1,2})\)?[\s.):=>-]*\(?([a-z])\)?(?![a-z])")
_SEPARATORS = re.compile(r"[\s,;/.|&]*|\s?and\s?")
_AROUND = re.compile(r"[()\[\]{}.]")


@dataclass(frozen=True)
class Matching(AnswerType):
    """An option for each item: ``1b 2a 3c``, or the letters alone in the items' order; the value is their places, from 0.

    ``items`` are the texts of 1, 2, 3, …, ``options`` those of a, b, c, …; there may be more of one than of the other. Each
    item is a cell; one that is left out is wrong. Whoever gives all items the same option has decided nothing: that is right as
    a whole or worth nothing.
    """

    items: tuple[str, ...]
    options: tuple[str, ...]
    name: ClassVar[str] = "matching"
    cell: ClassVar[str] = "item"
    is_numeric: ClassVar[bool] = False

    def __post_init__(self) -> None:
        checked_texts(self.items, "item")
        checked_texts(self.options, "option")

    @property
    def letters(self) -> str:
        """The letters of the options, in order."""
        return letters(len(self.options))

    @property
    def listed(self) -> tuple[tuple[str, str], ...]:
        numbered = ((str(place), item) for place, item in enumerate(self.items, start=1))
        return (*numbered, *zip(self.letters, self.options, strict=True))

    @property
    def hint(self) -> str:
        return f"a letter for each number, for example {self.write(self._like)}"

    def read(self, text: str) -> Reading:
        answer = plain(tidy(text))
        value = tuple(self._paired(answer) if re.search(r"\d", answer) else self._in_order(answer))
        return Reading(value, ", ".join(f"{i}: {self._letter(place)}" for i, place in enumerate(value, start=1)))

    def fit(self, value: Array) -> Array:
        places = fitted(value, rank=1)
        named = set(cells(places))
        if not isinstance(places, tuple) or len(places) != len(self.items) or not named <= {*range(len(self.options))}:
            options, items = len(self.options), len(self.items)
            raise ValueError(f"expected one of {options} options for each of {items} items, got {value}")
        return places

    def compare(self, value: Array, key: Array) -> Comparison:
        return Comparison(super().compare(value, key).cells, as_a_whole=len({*cells(value)}) == 1)

    def write(self, value: Array) -> str:
        named = enumerate(cells(value), start=1)
        return " ".join(f"{item}{self._letter(place)}" for item, place in named if place != NOTHING)

    def tex(self, value: Array) -> str:
        return rf"\text{{{self.write(value)}}}"

    @property
    def _like(self) -> tuple[int, ...]:
        """An answer to show how: the options one after the other, from the second on."""
        return tuple((item + 1) % len(self.options) for item in range(len(self.items)))

    def _letter(self, place: Scalar) -> str:
        return "nothing" if place == NOTHING else self.letters[int(place)]

    def _paired(self, answer: str) -> list[int]:
        """``1b 2a``, in any order, with any sign between; an item may be left out."""
        places = [NOTHING] * len(self.items)
        end = 0
        for pair in _PAIR.finditer(answer):
            item, letter = int(pair[1]), pair[2]
            if not _SEPARATORS.fullmatch(answer[end : pair.start()]):
                break
            if not 1 <= item <= len(self.items) or letter not in self.letters:
                raise Unreadable(f"{quote(pair[0])} names no item or no option; write {self.hint}")
            if places[item - 1] not in (NOTHING, self.letters.index(letter)):
                raise Unreadable(f"{quote(answer)} gives {item} two options; write {self.hint}")
            places[item - 1] = self.letters.index(letter)
            end = pair.end()
        if not end or not _SEPARATORS.fullmatch(answer[end:]):
            raise Unreadable(f"{quote(answer[end:])} is not a number with its letter; write {self.hint}")
        return places

    def _in_order(self, answer: str) -> list[int]:
        """The letters alone, one for each item; ``-`` or ``?`` for an item that is left out."""
        tokens = re.sub(r"[,;/|&\s]|\band\b", " ", _AROUND.sub(" ", answer)).split()
        named = list(tokens[0]) if len(tokens) == 1 else tokens
        if len(named) != len(self.items):
            raise Unreadable(f"{quote(answer)} is not a letter for each of {len(self.items)} items; write {self.hint}")
        if strange := next((n for n in named if n not in ("-", "?", *self.letters)), None):
            raise Unreadable(f"{quote(strange)} is not one of the letters a to {self.letters[-1]}; write {self.hint}")
        if not {*named} & {*self.letters}:
            raise Unreadable(f"{quote(answer)} names no option; write {self.hint}")
        return [NOTHING if n in "-?" else self.letters.index(n) for n in named]
