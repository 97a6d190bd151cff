"""Weights for the input, weights for the state, one bias a unit; the same at every step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.parameter_count import ParameterCount


def solve(q: ParameterCount, show: Show) -> None:
    kernel = show("Every unit has a weight for every input.", q.features * q.units)
    recurrent = show("Every unit has a weight for the state of every unit.", q.units * q.units)
    if q.use_bias:
        everything = kernel + recurrent + q.units
        show.answer("parameters_", "Each unit adds one bias; all steps share these weights.", everything)
    else:
        show.answer("parameters_", "There is no bias; all steps share these weights.", kernel + recurrent)
