"""What answers that name options by their letters have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Blank
from examgen.answers.letters import MOST, checked_texts
from examgen.arrays import Array
from examgen.lettering import letters


@dataclass(frozen=True)
class OfOptions(AnswerType):
    """An answer that names options by their letters; ``options`` are the texts of a, b, c, … and may hold TeX."""

    options: tuple[str, ...]
    blank: ClassVar[Blank] = "options"
    cell: ClassVar[str] = "option"
    is_numeric: ClassVar[bool] = False
    most: ClassVar[int] = MOST

    def __post_init__(self) -> None:
        checked_texts(self.options, "option", most=self.most)

    @property
    def letters(self) -> str:
        """The letters of the options, in order."""
        return letters(len(self.options))

    @property
    def listed(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.letters, self.options, strict=True))

    def tex(self, value: Array) -> str:
        return rf"\text{{{self.write(value)}}}"
