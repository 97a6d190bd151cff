"""Input-to-hidden weights, hidden-to-hidden weights, one bias per unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.parameter_count import ParameterCount


def solve(q: ParameterCount, show: Show) -> None:
    kernel = show("There is one input-to-hidden weight per feature and unit.", q.features * q.units)
    recurrent = show(
        "There is one hidden-to-hidden weight per pair of units, from the previous state to the new one.",
        q.units * q.units,
    )
    if q.use_bias:
        everything = kernel + recurrent + q.units
        show.answer("parameters_", "Add one bias per unit. All time steps share these parameters.", everything)
    else:
        show.answer(
            "parameters_",
            "Add them. There are no biases, and all time steps share these parameters.",
            kernel + recurrent,
        )
