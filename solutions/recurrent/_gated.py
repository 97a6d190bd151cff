"""The parts of the weights that belong to one gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, exp, times, total
from examgen.solutions.recurrent._unrolled import Row, added
from examgen.solutions.steps import affine, answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent._gated import GatedSteps


def part(row: Row, place: int, units: int) -> Row:
    """The columns of the gate with this number, from 0."""
    return row[place * units : (place + 1) * units]


def weighed(q: GatedSteps, place: int, x: Row, h: Row) -> Row:
    """The pre-activation of the gate with this number, from 0."""
    units = len(q.h0)
    kernel, recurrent = (tuple(part(row, place, units) for row in grid) for grid in (q.Wx, q.Wh))
    return affine(x, kernel, h, recurrent, part(q.b, place, units))


def read_out(q: GatedSteps, show: Show, t: int, h: Row) -> None:
    """The output of a step, and its softmax."""
    if q.V is None:
        return
    y = times(h, q.V) if q.a is None else added(times(h, q.V), q.a)
    y = answer(show, f"y{t}", "Compute the output of the dense layer.", y)
    if q.softmax:
        powers = show("Compute the exponential of each output.", each(exp, y))
        everything = show("Add the exponentials.", total(powers))
        answer(show, f"p{t}", "Divide each exponential by the sum.", tuple(power / everything for power in powers))
