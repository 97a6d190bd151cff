"""One weight per input and unit, and one bias per unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import product

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.parameter_count import ParameterCount


def solve(q: ParameterCount, show: Show) -> None:
    inputs = product(q.input_shape)
    if len(q.input_shape) > 1:
        inputs = show("Multiply the sizes to get the length of the flattened input.", inputs)
    if q.use_bias:
        show.answer("count", "Each unit has one weight per input and one bias.", (inputs + 1) * q.units)
    else:
        show.answer("count", "Each unit has one weight per input and no bias.", inputs * q.units)
