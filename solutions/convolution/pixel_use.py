"""The windows along each axis that contain the pixel, multiplied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, ceil_div, unnamed
from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.pixel_use import PixelUse


def solve(q: PixelUse, show: Show) -> None:
    places = side_after(q.n + 2 * q.p, q.f, q.s, "valid")
    counts: list[Scalar] = []
    before: Scalar
    begun: Scalar
    p, middle_row = unnamed(q.p), int((q.n + 1) // 2)
    for row in (1, middle_row):
        before = unnamed(row - 1)
        if p > 0:
            before = show("Rows above row {row} of the image, padding included.", p + before, row=row)
        why = "Along one axis: windows that start in row {row} or above it."
        begun = show(why, (before if q.s == 1 else before // unnamed(q.s)) + 1, row=row)
        if begun > places:
            begun = show("There are only this many windows along one axis:", places)
        if before >= q.f:
            ended = before - unnamed(q.f) + 1
            ended = ended if q.s == 1 else ceil_div(ended, unnamed(q.s))
            ended = show("Of these, windows that end above row {row}.", ended, row=row)
            begun = show("The other windows contain row {row}.", begun - ended if begun > ended else 0, row=row)
        else:
            show.say("No window ends above row {row}, so all of them contain it.", row=row)
        counts.append(begun)
    border, middle = counts
    show.answer("corner", "Row 1, column 1: columns are counted like rows. Multiply the two counts.", border * border)
    show.answer("edge", "Row 1, column {middle}.", border * middle, middle=middle_row)
    show.answer("centre", "Row {middle}, column {middle}.", middle * middle, middle=middle_row)
