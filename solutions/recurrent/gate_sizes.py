"""One row per entry of the gate, one column per entry of what it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.gate_sizes import GateSizes


def solve(q: GateSizes, show: Show) -> None:
    width = show.answer("concatenated", "Add the lengths of both vectors.", q.units + q.features)
    height = show.answer("gate", "A gate has as many entries as the hidden state.", q.units)
    rows, columns = show.answer(
        "matrix",
        "The matrix has one row per entry of $f_t$ and one column per entry of $[h_{t-1}; x_t]$.",
        (height, width),
    )
    own = show("A gate has one parameter per entry of its matrix and one bias per row.", rows * columns + rows)
    show.answer(
        "all_gates", "The three gates and the candidate have the same number of parameters, so multiply by 4.", 4 * own
    )
