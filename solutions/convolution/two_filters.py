"""One feature map per filter, stacked as channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, total
from examgen.solutions.convolution._map import framed_all, mapped, slices
from examgen.solutions.steps import as_typed, size_of

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.two_filters import TwoFilters


def solve(q: TwoFilters, show: Show) -> None:
    maps = []
    image = framed_all(q, show, slices(q.image), slices(q.filters[0])[0])
    for number, (filter_, bias) in enumerate(zip(q.filters, q.b, strict=True), start=1):
        parts = [mapped(q, channel, kernel) for channel, kernel in zip(image, slices(filter_), strict=True)]
        why = "Filter {number}: for each window, in row order, multiply elementwise by the filter and sum the products."
        maps.append(
            show(why, each(lambda *values, b=bias: total([*values, b] if b else values), *parts), number=number)
        )
    size = (*size_of(maps[0]), len(maps))
    show.answer("size", "Height and width are those of the feature maps. There is one channel per filter.", size)
    stacked = tuple(tuple(zip(*rows, strict=True)) for rows in zip(*maps, strict=True))
    show.answer("z", "Stack the feature maps: every position holds one value per filter.", stacked)
    show.say(f"As an array: {as_typed(stacked)}.")
