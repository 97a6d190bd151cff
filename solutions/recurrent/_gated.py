"""What the derivations of gated layers share: the part of the weights that belongs to one gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._unrolled import Row
from examgen.solutions.steps import affine

if TYPE_CHECKING:
    from examgen.question_bank.recurrent._gated import GatedSteps


def part(row: Row, place: int, units: int) -> Row:
    """The columns of the gate that stands at this place, from 0."""
    return row[place * units : (place + 1) * units]


def weighed(q: GatedSteps, place: int, x: Row, h: Row) -> Row:
    """What goes into the gate that stands at this place, from 0: input, state and bias added up."""
    units = len(q.h0)
    kernel, recurrent = (tuple(part(row, place, units) for row in grid) for grid in (q.kernel, q.recurrent_kernel))
    return affine(x, kernel, h, recurrent, part(q.bias, place, units))
