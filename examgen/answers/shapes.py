"""Answers that are the shape of an array: ``28 × 28 × 6``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Reading, Unreadable
from examgen.answers.dress import unbracketed, undress, untex
from examgen.answers.fitting import integral, number
from examgen.answers.tidy import quote, tidy
from examgen.arrays import Array, Scalar

_TIMES = re.compile(r"\s?(?:[×*·]|(?<![a-z])x(?![a-z])|\bby\b)\s?", re.IGNORECASE)
_COMMA = re.compile(r"\s?[,;]\s?")
_PRINTED = re.compile(r"shape\s?=\s?([(\[][^()\[\]]*[)\]])")  # <KerasTensor shape=(None, 28, 28, 6), dtype=float32>
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)")
_SIZE = re.compile(r"[1-9]\d{0,17}")
_BATCH = frozenset({"none", "?", "batch", "batch_size"})
_HOW = "write whole sizes, for example 28 x 28 x 6"


@dataclass(frozen=True)
class Shape(AnswerType):
    """The sizes along each axis, without the batch axis; compared exactly, axis by axis.

    ``rank`` is how many sizes the right answer has, where the ask tells it; another rank is wrong, not unreadable.
    """

    rank: int | None = None
    name: ClassVar[str] = "shape"

    def __post_init__(self) -> None:
        if self.rank is not None and self.rank < 1:
            raise ValueError(f"expected a rank of 1 or more, got {self.rank}")

    @property
    def hint(self) -> str:
        if self.rank is None:
            return "a shape without the batch axis, for example 28 x 28 x 6"
        example = " x ".join(["28"] * (self.rank - 1) + ["6"])
        return f"a shape of {self.rank} size{'' if self.rank == 1 else 's'}, for example {example}"

    def read(self, text: str) -> Reading:
        dressed = untex(tidy(text))
        printed = _PRINTED.findall(dressed)
        if len(printed) > 1:
            raise Unreadable(f"{quote(dressed)} holds more than one shape; {_HOW}")
        enclosed = printed[0] if printed else undress(dressed)
        written = unbracketed(enclosed)
        if written == enclosed and _THOUSANDS.fullmatch(written):
            several = re.sub("[, ]0*", " x ", written)
            one = re.sub("[, ]", "", written)
            raise Unreadable(f"{quote(written)} could be one size or several; write {one} or {several}")
        sizes = _sizes(written)
        batched = bool(sizes) and sizes[0].casefold() in _BATCH
        value = tuple(_size(size) for size in sizes[batched:])
        if not value:
            raise Unreadable(f"there are no sizes in {quote(text)}; {_HOW}")
        return Reading(value, self.write(value) + (" (without the batch axis)" if batched else ""))

    def fit(self, value: Array) -> Array:
        sizes = tuple(integral(size) for size in _axes(value))
        if not sizes or not all(isinstance(size, int) and size > 0 for size in sizes):
            raise ValueError(f"expected a tuple of positive integers, got {value}")
        if self.rank not in (None, len(sizes)):
            raise ValueError(f"expected a shape of {self.rank} sizes, got {value}")
        return sizes

    def write(self, value: Array) -> str:
        return " × ".join(str(size) for size in _axes(value))

    def tex(self, value: Array) -> str:
        return r" \times ".join(str(size) for size in _axes(value))


def _sizes(text: str) -> list[str]:
    """Split by the one separator that is used; what another one leaves together is then no size."""
    if _TIMES.search(text):
        return _TIMES.split(text)
    if _COMMA.search(text):
        return _COMMA.split(re.sub(r"\s?,$", "", text))  # (28,) is how Python writes one size
    return text.split()


def _size(text: str) -> int:
    if not _SIZE.fullmatch(text):
        raise Unreadable(f"{quote(text)} is not a size; {_HOW}" if text else f"a size is missing; {_HOW}")
    return int(text)


def _axes(value: Array) -> list[Scalar]:
    if not isinstance(value, tuple):
        raise ValueError(f"expected a tuple of sizes, got {value}")
    return [number(size) for size in value]
