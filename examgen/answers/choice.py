"""Answers that are one of several options."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Blank, Reading, Unreadable
from examgen.answers.fitting import fitted, number
from examgen.answers.tidy import quote, tidy
from examgen.arrays import Array
from examgen.lettering import MOST, letters

_LABEL = re.compile(r"(?:(?:the )?(?:answer|option|choice)\b(?: is\b)? ?[:=]? ?)*", re.IGNORECASE)
_LETTER = re.compile(r"\(?([a-z])(?:[).:]{0,2}|[).:]{1,2} (.+))")
_LETTERS = re.compile(r"[a-z](?:(?: ?[,;/&+] ?| and | or | )[a-z])+")


@dataclass(frozen=True)
class Choice(AnswerType):
    """One option, named by its letter or by its own text; the value is its place, from 0.

    ``options`` are the texts of a, b, c, … and may hold TeX.
    """

    options: tuple[str, ...]
    name: ClassVar[str] = "choice"
    blank: ClassVar[Blank] = "options"
    cell: ClassVar[str] = "option"
    is_numeric: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not 2 <= len(self.options) <= MOST:
            raise ValueError(f"expected 2 to {MOST} options, got {len(self.options)}")
        if not all(option.strip() for option in self.options):
            raise ValueError(f"expected a text for each option, got {self.options}")
        if twice := next((option for option in self.options if self.options.count(option) > 1), None):
            raise ValueError(f"expected different options, got {twice!r} twice")

    @property
    def letters(self) -> str:
        """The letters of the options, in order."""
        return letters(len(self.options))

    @property
    def listed(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.letters, self.options, strict=True))

    @property
    def hint(self) -> str:
        return (
            f"one letter from a to {self.letters[-1]}, for example b" if len(self.options) > 2 else "one letter, a or b"
        )

    def read(self, text: str) -> Reading:
        typed = tidy(text)
        answer = _LABEL.sub("", typed, count=1)
        places = (self._by_text(typed) or self._by_text(answer)) | self._by_letter(answer)
        if len(places) != 1:
            several = places or _LETTERS.fullmatch(_folded(answer))
            reason = "names more than one option" if several else "names no option"
            raise Unreadable(f"{quote(text)} {reason}; write {self.hint}")
        (place,) = places
        return Reading(place, f"{self.letters[place]}: {self.options[place]}")

    def fit(self, value: Array) -> Array:
        place = fitted(value, rank=0)
        if not isinstance(place, int) or not 0 <= place < len(self.options):
            raise ValueError(f"expected the place of an option, 0 to {len(self.options) - 1}, got {place}")
        return place

    def write(self, value: Array) -> str:
        return self.letters[int(number(self.fit(value)))]

    def tex(self, value: Array) -> str:
        return rf"\text{{{self.write(value)}}}"

    def _by_text(self, text: str) -> frozenset[int]:
        """The options of this very text, else those that differ from it only in case, spaces and dollar signs."""
        for form in (str, _folded):
            if named := [place for place, option in enumerate(self.options) if form(tidy(option)) == form(text)]:
                return frozenset(named)
        return frozenset()

    def _by_letter(self, text: str) -> frozenset[int]:
        """The option of a letter; a text after it, as in ``b) 28``, must be an option's and may name another one."""
        match = _LETTER.fullmatch(_folded(text))
        if not match or match[1] not in self.letters:
            return frozenset()
        lettered = frozenset({self.letters.index(match[1])})
        if match[2] is None:
            return lettered
        named = self._by_text(match[2])
        return lettered | named if named else named


def _folded(text: str) -> str:
    return " ".join(text.replace("$", " ").casefold().split())
