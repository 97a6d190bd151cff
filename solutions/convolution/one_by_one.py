"""At every pixel, the channels times the weights of each filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import times, unnamed
from examgen.solutions.steps import as_typed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.one_by_one import OneByOne


def solve(q: OneByOne, show: Show) -> None:
    rows, columns, channels, filters = len(q.image), len(q.image[0]), len(q.W), len(q.b)
    why = "A 1 × 1 convolution keeps the height and width. There is one channel per filter."
    show.answer("size", why, unnamed((rows, columns, filters)))
    z = tuple(
        tuple(tuple(weighed + bias for weighed, bias in zip(times(pixel, q.W), q.b, strict=True)) for pixel in row)
        for row in q.image
    )
    show.answer(
        "z",
        "At every pixel and for each filter: multiply the channels by the weights of the filter, add up, and add the bias.",
        z,
    )
    show.say(f"As an array: {as_typed(z)}.")
    why = "Every filter has one weight per input channel and one bias."
    show.answer("count", why, (unnamed(channels) + 1) * unnamed(filters))
