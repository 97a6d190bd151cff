"""One map for every filter, as without the others, and the maps stacked as channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, total
from examgen.solutions.convolution._map import framed_all, mapped, slices
from examgen.solutions.steps import size_of

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.two_filters import TwoFilters


def solve(q: TwoFilters, show: Show) -> None:
    maps = []
    image = framed_all(q, show, slices(q.image), slices(q.filters[0])[0])
    for number, (filter_, bias) in enumerate(zip(q.filters, q.biases, strict=True), start=1):
        parts = [mapped(q, channel, kernel) for channel, kernel in zip(image, slices(filter_), strict=True)]
        why = f"The map of filter {number}, row by row: cell times weight, added up over the window."
        maps.append(show(why, each(lambda *values, b=bias: total([*values, b] if b else values), *parts)))
    size = (*size_of(maps[0]), len(maps))
    show.answer("size", "A row and a column for every place of the window, a channel for every filter.", size)
    stacked = tuple(tuple(zip(*rows, strict=True)) for rows in zip(*maps, strict=True))
    show.answer("z", "Every place holds the values of all filters.", stacked)
