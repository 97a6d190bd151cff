"""Every unit has a weight for every input, and one bias."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import product

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.parameter_count import ParameterCount


def solve(q: ParameterCount, show: Show) -> None:
    inputs = product(q.input_shape)
    if len(q.input_shape) > 1:
        inputs = show("Flattened, a volume is one row of all its numbers.", inputs)
    if q.use_bias:
        show.answer("count", "Every unit has a weight for every input, and one bias.", (inputs + 1) * q.units)
    else:
        show.answer("count", "Every unit has a weight for every input; there is no bias.", inputs * q.units)
