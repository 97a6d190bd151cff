"""Answers that give each item one of several options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Reading, Unreadable
from examgen.answers.characters import quote
from examgen.answers.fitting import fitted
from examgen.answers.letters import (
    NAMES,
    Names,
    checked_length,
    checked_texts,
    flat,
    grouped,
    item_place,
    known,
    leaves,
    numeral,
    parse,
)
from examgen.answers.parsing import Node, is_token
from examgen.arrays import Array, Scalar, cells
from examgen.lettering import letters

NOTHING = -1
"""The place of an item that was left out."""


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
    uniform_decides_nothing: ClassVar[bool] = True

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

    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        options, items = known(self.options), known(self.items)
        if (pairs := grouped(checked_length(text, self.hint))) is not None:
            return [self._grouped(pairs, text)]
        tree = parse("start_matching", text, options, items, self.hint)
        names = Names(text, options, self.letters, self.hint)
        around = ("lead", "tail", "OPEN_WRAP", "CLOSE_WRAP", "LIST_DASH")
        (body,) = (part for part in tree.children if (part.type if is_token(part) else part.data) not in around)
        if is_token(body):
            value = [names.letter(letter) for letter in body] if body.type == "TOGETHER" else [self._place(body, names)]
        elif body.data == "pairs" or body.data in ("pair", "reversed"):
            value = self._paired(body, names, text)
        else:
            parts = flat(body, str(body.data), also="DASH")
            if len(parts) != len(self.items):  # the dashes part the letters
                parts = [part for part in parts if not is_token(part) or part.type != "DASH"]
            value = [self._place(part, names) for part in parts]
        if len(value) != len(self.items):
            raise Unreadable(
                f"{quote(text)} does not give a letter for each of the {len(self.items)} items; write {self.hint}"
            )
        if set(value) == {NOTHING}:
            raise Unreadable(f"{quote(text)} does not name an option; write {self.hint}")
        return [self._said(value)]

    def _said(self, value: Sequence[int]) -> Reading:
        return Reading(tuple(value), ", ".join(f"{i}: {self._letter(place)}" for i, place in enumerate(value, start=1)))

    def _grouped(self, pairs: Sequence[tuple[int, str]], text: str) -> Reading:
        """``a: 1, 4; b: 2, 3``: every item once."""
        if sorted(item for item, _ in pairs) != list(range(1, len(self.items) + 1)):
            raise Unreadable(f"{quote(text)} does not name each of the {len(self.items)} items once; write {self.hint}")
        names = Names(text, known(self.options), self.letters, self.hint)
        return self._said([names.letter(letter) for _, letter in sorted(pairs)])

    def _paired(self, body: Node, names: Names, text: str) -> list[int]:
        """``1b 2a``, in any order, with any sign between; an item may be left out."""
        places: list[int | None] = [None] * len(self.items)
        ways: set[str] = set()
        if _arrows_between(body):
            raise Unreadable(f"the arrows in {quote(text)} do not say what belongs together; write {self.hint}")
        for pair in flat(body, "pairs"):
            item, place, way = self._pair(pair, names)
            ways.add(way)
            if not 0 <= item < len(self.items):
                raise Unreadable(f"{quote(text)} refers to item {item + 1}, which does not exist; write {self.hint}")
            if places[item] not in (None, place):
                raise Unreadable(f"{quote(text)} gives two options for {item + 1}; write {self.hint}")
            places[item] = place
        if len(ways) > 1:
            raise Unreadable(f"numbers and letters are in different orders in {quote(text)}; write {self.hint}")
        return [NOTHING if place is None else place for place in places]

    def _pair(self, pair: Node, names: Names) -> tuple[int, int, str]:
        if len(pair.children) == 1 and is_token(pair.children[0]):  # (1, b)
            written = str(pair.children[0])
            way = "pair" if re.search(r"\d.*[a-z]", written) else "reversed"
            return int(re.sub(r"\D", "", written)) - 1, names.letter(re.sub(r"[^a-z]", "", written)), way
        (item,) = (part for part in pair.children if not is_token(part) and part.data == "item")
        others = [p for p in pair.children if p is not item and (not is_token(p) or p.type in NAMES)]
        return self._item(item), self._place(others[0], names), str(pair.data)

    def _item(self, node: Node) -> int:
        """The place of an item that is named by its number or its text.

        Raises:
            Unreadable: number and text contradict each other.
        """
        named: set[int] = set()
        for leaf in leaves(node):
            if leaf.type in ("NUMBER", "NUMBER_DOT"):
                named.add(numeral(leaf) - 1)
            elif leaf.type == "ITEM_TEXT":
                named.add(item_place(leaf))
        if len(named) > 1:
            raise Unreadable(f"a number is before the text of another item; write {self.hint}")
        return named.pop()

    def _place(self, node: Node, names: Names) -> int:
        if is_token(node) and node.type in ("NOTHING", "DASH"):
            return NOTHING
        return names.one(node)

    def fit(self, value: Array) -> Array:
        places = fitted(value, rank=1)
        named = set(cells(places))
        if not isinstance(places, tuple) or len(places) != len(self.items) or not named <= {*range(len(self.options))}:
            options, items = len(self.options), len(self.items)
            raise ValueError(f"expected one of {options} options for each of {items} items, got {value}")
        return places

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


def _arrows_between(body: Node) -> bool:
    """Whether an arrow stands between two pairs: 1 -> a -> 2 -> b."""
    node = body
    while not is_token(node) and node.data == "pairs":
        if any(is_token(part) and part.type == "DASH_NUMBER" and re.search("[>→]", part) for part in node.children):
            return True
        node = node.children[0]
    return False
