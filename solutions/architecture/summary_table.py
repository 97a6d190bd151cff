"""Down the table: what each layer gives, what it owns, the sum, and how much of it is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.architecture._rows import fill_in
from examgen.working import total

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.architecture.summary_table import SummaryTable


def solve(q: SummaryTable, show: Show) -> None:
    everything, normalising = fill_in(q, show)
    if normalising:
        fixed = show("Half of what a normalisation owns are moving statistics.", total(normalising) / 2)
        show.answer("trainable", "The moving statistics are not trained.", everything - fixed)
