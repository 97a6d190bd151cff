"""Down the table: the output of each row, its parameters, and the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.architecture._rows import fill_in

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.summary_table import SummaryTable


def solve(q: SummaryTable, show: Show) -> None:
    fill_in(q, show, q.input_shape, q.layers)
