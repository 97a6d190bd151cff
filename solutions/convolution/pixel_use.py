"""The windows along each axis that contain the pixel, multiplied."""

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
        why = "Rows above the {place} row of the image{padded}."
        before = show(why, before, place=place, padded=", padding included" if q.p > 0 else "")
        begun = show("Windows that start in this row or above it.", (before if q.s == 1 else before // q.s) + 1)
        if begun > places:
            begun = show("There are only this many windows:", places)
        if before >= q.f:
            ended = before - q.f + 1 if q.s == 1 else ceil_div(before - q.f + 1, q.s)
            ended = show("Of these windows, those that end above this row.", ended)
            begun = show("The rest contain the row.", begun - ended if begun > ended else 0)
        counts.append(begun)
    border, middle = counts
    show.answer(
        "corner", "Corner: first row and first column. The counts for columns are the same; multiply.", border * border
    )
    show.answer("edge", "Edge: first row and middle column.", border * middle)
    show.answer("centre", "Centre: middle row and middle column.", middle * middle)
