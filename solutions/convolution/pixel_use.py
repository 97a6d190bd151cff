"""Along each direction count the windows that cover the pixel; every one pairs with every one of the other direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, ceil_div
from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.pixel_use import PixelUse


def solve(q: PixelUse, show: Show) -> None:
    places = side_after(q.n + 2 * q.p, q.f, q.s, "valid")
    counts: list[Scalar] = []
    before: Scalar
    begun: Scalar
    for place, before in (("first", q.p), ("middle", q.p + (q.n - 1) // 2)):
        before = show(f"So many rows stand before the {place} one, zeros included.", before)
        begun = show("So many windows begin there or above.", (before if q.s == 1 else before // q.s) + 1)
        if begun > places:
            begun = show("The image has no more places for a window than these.", places)
        if before >= q.f:
            ended = before - q.f + 1 if q.s == 1 else ceil_div(before - q.f + 1, q.s)
            ended = show("Of these, so many have ended above.", ended)
            begun = show("The others cover it.", begun - ended if begun > ended else 0)
        counts.append(begun)
    border, middle = counts
    show.answer("corner", "First row, first column.", border * border)
    show.answer("edge", "First row, middle column.", border * middle)
    show.answer("centre", "Middle row, middle column.", middle * middle)
