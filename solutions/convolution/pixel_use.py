"""Along each direction count the windows that cover the pixel; every one pairs with every one of the other direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import ceil_div, largest, smallest

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.convolution.pixel_use import PixelUse


def solve(q: PixelUse, show: Show) -> None:
    places = show("So many places has the window along one direction.", (q.n + 2 * q.p - q.f) // q.s + 1)
    counts = []
    for place, cell in (("first", q.p), ("middle", q.p + (q.n - 1) // 2)):
        cell = show(f"Zeros and pixels before the {place} row of the image.", cell)
        first = show("The first window that still reaches it, from 0.", largest([0, ceil_div(cell - q.f + 1, q.s)]))
        last = show("The last window that begins by then.", smallest([cell // q.s, places - 1]))
        counts.append(show("These and all between them cover it.", largest([0, last - first + 1])))
    border, middle = counts
    show.answer("corner", "First row, first column.", border * border)
    show.answer("edge", "First row, middle column.", border * middle)
    show.answer("centre", "Middle row, middle column.", middle * middle)
