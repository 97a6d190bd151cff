"""Answers that are several of several options."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Blank, Comparison, Reading
from examgen.answers.fitting import fitted
from examgen.answers.letters import checked_texts, plain, read_letters
from examgen.answers.tidy import tidy
from examgen.arrays import Array, cells
from examgen.lettering import letters

_ALL_OR_NONE = re.compile(r"(all|none)(?: (?:are|is) (?:right|true|correct))?(?: of (?:them|these|the above))?\.?")


@dataclass(frozen=True)
class Choices(AnswerType):
    """Every option that holds, named by their letters in any order; the value is 1 or 0 for each option.

    ``options`` are the texts of a, b, c, … and may hold TeX. Each option that is rightly ticked or rightly left is a right
    cell. Whoever ticks all or none has decided nothing: that is right as a whole or worth nothing.
    """

    options: tuple[str, ...]
    name: ClassVar[str] = "choices"
    blank: ClassVar[Blank] = "options"
    cell: ClassVar[str] = "option"
    is_numeric: ClassVar[bool] = False

    def __post_init__(self) -> None:
        checked_texts(self.options, "option")

    @property
    def letters(self) -> str:
        """The letters of the options, in order."""
        return letters(len(self.options))

    @property
    def listed(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.letters, self.options, strict=True))

    @property
    def hint(self) -> str:
        return "the letters of all that hold, or none; for example a, b"

    def read(self, text: str) -> Reading:
        answer = plain(tidy(text))
        if whole := _ALL_OR_NONE.fullmatch(answer):
            ticked = list(range(len(self.options))) if whole[1] == "all" else []
        else:
            ticked = read_letters(answer, self.letters, self.hint)
        value = tuple(int(place in ticked) for place in range(len(self.options)))
        left = [letter for letter, tick in zip(self.letters, value, strict=True) if not tick]
        return Reading(value, f"ticked: {self.write(value)}; left: {', '.join(left) or 'none'}")

    def fit(self, value: Array) -> Array:
        ticks = fitted(value, rank=1)
        if not isinstance(ticks, tuple) or len(ticks) != len(self.options) or not {*ticks} <= {0, 1}:
            raise ValueError(f"expected 0 or 1 for each of {len(self.options)} options, got {value}")
        return ticks

    def compare(self, value: Array, key: Array) -> Comparison:
        return Comparison(super().compare(value, key).cells, as_a_whole=len({*cells(value)}) == 1)

    def write(self, value: Array) -> str:
        return ", ".join(letter for letter, tick in zip(self.letters, cells(value), strict=True) if tick) or "none"

    def tex(self, value: Array) -> str:
        return rf"\text{{{self.write(value)}}}"
