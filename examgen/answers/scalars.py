"""Answers that are one number: ``Integer`` and ``Real``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Reading
from examgen.answers.dress import unbracketed, undress
from examgen.answers.fitting import checked_decimals, fitted, number, squeezed
from examgen.answers.numbers import INTEGER, REAL, read_number
from examgen.answers.spelling import brief, exact, rounded, tex_number, to_decimals
from examgen.answers.tidy import tidy
from examgen.arrays import Array


@dataclass(frozen=True)
class Integer(AnswerType):
    """A whole number, compared exactly; ``1,000`` is a thousand.

    ``28.5`` is read, because it tells which step was forgotten; it is never right.
    """

    name: ClassVar[str] = "integer"

    @property
    def hint(self) -> str:
        return "an integer, for example 42"

    def read(self, text: str) -> Reading:
        reading = read_number(unbracketed(undress(tidy(text))), INTEGER)
        return reading if isinstance(reading.value, int) else Reading(reading.value, f"{reading.said}, not an integer")

    def fit(self, value: Array) -> Array:
        whole = fitted(value, rank=0)
        if not isinstance(whole, int):
            raise ValueError(f"expected an integer, got {whole}")
        return whole

    def write(self, value: Array) -> str:
        text = exact(number(value))
        # 3.375, a slip's value, would be refused as it may be three thousand; 3.3750 is not
        return f"{text}0" if re.fullmatch(r"-?\d+\.\d{3}", text) else text

    def tex(self, value: Array) -> str:
        return tex_number(brief(number(value)))


@dataclass(frozen=True)
class Real(AnswerType):
    """A number, right to one unit in the last asked decimal; the point is the decimal mark, ``1,000`` is refused.

    ``tiny``: next to 0 it is meant as it is, and is not what a computation in float64 left over of 0.
    """

    decimals: int = 3
    tiny: bool = False
    name: ClassVar[str] = "real"

    def __post_init__(self) -> None:
        checked_decimals(self.decimals)

    @property
    def hint(self) -> str:
        if not self.decimals:
            return "a number, rounded to a whole one, for example 42"
        return f"a number {to_decimals(self.decimals)}, for example {rounded(0.125, self.decimals)}"

    @property
    def tolerance(self) -> float:
        return 10.0**-self.decimals

    def read(self, text: str) -> Reading:
        return read_number(unbracketed(undress(tidy(text))), REAL)

    def fit(self, value: Array) -> Array:
        if self.tiny and 0 < abs(one := number(squeezed(value, rank=0))) < 1e-9:
            return one
        return fitted(value, rank=0)

    def write(self, value: Array) -> str:
        return rounded(number(value), self.decimals)

    def tex(self, value: Array) -> str:
        return tex_number(self.write(value))
