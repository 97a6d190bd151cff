"""Answers that put items in an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Reading, Unreadable
from examgen.answers.characters import quote
from examgen.answers.fitting import fitted
from examgen.answers.letters import NAMES, Names, checked_texts, flat, known, leaves, numeral, parse
from examgen.answers.parsing import Node, is_token
from examgen.arrays import Array, cells
from examgen.lettering import letters


@dataclass(frozen=True)
class Ordering(AnswerType):
    """All items in order, by their letters: ``c a b`` or ``c > a > b``; the value is their places, the first one first.

    ``items`` are the texts of a, b, c, … and may hold TeX. Each place in the order is a cell.
    """

    items: tuple[str, ...]
    name: ClassVar[str] = "ordering"
    cell: ClassVar[str] = "place"
    is_numeric: ClassVar[bool] = False

    def __post_init__(self) -> None:
        checked_texts(self.items, "item")

    @property
    def letters(self) -> str:
        """The letters of the items."""
        return letters(len(self.items))

    @property
    def listed(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.letters, self.items, strict=True))

    @property
    def hint(self) -> str:
        return f"all letters from first to last, for example {self.write(tuple(reversed(range(len(self.items)))))}"

    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        texts = known(self.items)
        tree = parse("start_ordering", text, texts, None, self.hint)
        names = Names(text, texts, self.letters, self.hint)
        (order,) = (
            part
            for part in tree.children
            if (part.type != "FIRST" if is_token(part) else part.data not in ("lead", "tail"))
        )
        places = self._places(order, names, text)
        if missing := [letter for place, letter in enumerate(self.letters) if place not in places]:
            raise Unreadable(f"{quote(text)} leaves out {', '.join(missing)}; write {self.hint}")
        return [Reading(tuple(places), ", then ".join(self.letters[place] for place in places))]

    def _places(self, order: Node, names: Names, text: str) -> list[int]:
        if is_token(order) and order.type == "TOGETHER":
            return names.together(str(order))
        name = "" if is_token(order) else str(order.data)
        if name == "together":
            return names.together(str(order.children[0]))
        if name == "backward":
            return names.several(flat(order, name))[::-1]
        if name == "numbered":
            return self._numbered(order, names, text)
        signs = {leaf.type for leaf in leaves(order)} & {"LESS", "GREATER", "ARROW"}
        if "LESS" in signs and len(signs) > 1:
            raise Unreadable(f"{quote(text)} contains signs in both directions; write {self.hint}")
        kinds = {leaf.type for leaf in leaves(order)}
        if kinds & {"ARROW", "SLASH"} and kinds & {"COMMA", "SEMICOLON"}:  # c -> a, b -> d
            raise Unreadable(f"{quote(text)} uses two different separators; write {self.hint}")
        if "AND" in kinds and any(
            leaf.type == "THEN" and "before" in leaf for leaf in leaves(order)
        ):  # a and b before c
            raise Unreadable(f"{quote(text)} leaves open which step is first; write {self.hint}")
        return names.several(flat(order, "sequence"))

    def _numbered(self, order: Node, names: Names, text: str) -> list[int]:
        """Places that say which number each item has: 1. c 2. a, or c: 1, a: 2."""
        found: dict[int, int] = {}
        kinds: set[str] = set()
        for part in flat(order, "numbered"):
            kinds.add(str(part.data))
            number = next(leaf for leaf in leaves(part) if leaf.type in ("NUMBER", "NUMBER_DOT"))
            name = next(p for p in part.children if not is_token(p) or p.type in NAMES)
            found[numeral(number)] = names.one(name)
        if len(kinds) > 1 or sorted(found) != list(range(1, len(self.items) + 1)):
            raise Unreadable(f"the numbers in {quote(text)} do not number the items in order; write {self.hint}")
        return names.checked([found[number] for number in sorted(found)])

    def fit(self, value: Array) -> Array:
        places = fitted(value, rank=1)
        if not isinstance(places, tuple) or sorted(cells(places)) != list(range(len(self.items))):
            raise ValueError(f"expected each of {len(self.items)} places once, got {value}")
        return places

    def write(self, value: Array) -> str:
        return " ".join(self.letters[int(place)] for place in cells(value))

    def tex(self, value: Array) -> str:
        return rf"\text{{{', '.join(self.write(value).split())}}}"
