"""Answers that put items in an order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Reading, Unreadable
from examgen.answers.fitting import fitted
from examgen.answers.letters import checked_texts, plain, read_letters
from examgen.answers.tidy import quote, tidy
from examgen.arrays import Array, cells
from examgen.lettering import letters

_ARROWS = re.compile(r"(?:->|=>|>|→|»)|(<-|<=|<|←|«)|( - )")


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

    def read(self, text: str) -> Reading:
        answer = plain(tidy(text))
        signs = {bool(sign[1]) for sign in _ARROWS.finditer(answer)}
        if signs == {True, False}:
            raise Unreadable(f"{quote(answer)} points both ways; write {self.hint}")
        places = read_letters(_ARROWS.sub(" ", answer), self.letters, self.hint)
        if missing := [letter for place, letter in enumerate(self.letters) if place not in places]:
            raise Unreadable(f"{quote(answer)} leaves out {', '.join(missing)}; write {self.hint}")
        return Reading(tuple(places), ", then ".join(self.letters[place] for place in places))

    def fit(self, value: Array) -> Array:
        places = fitted(value, rank=1)
        if not isinstance(places, tuple) or sorted(cells(places)) != list(range(len(self.items))):
            raise ValueError(f"expected each of {len(self.items)} places once, got {value}")
        return places

    def write(self, value: Array) -> str:
        return " ".join(self.letters[int(place)] for place in cells(value))

    def tex(self, value: Array) -> str:
        return rf"\text{{{', '.join(self.write(value).split())}}}"
