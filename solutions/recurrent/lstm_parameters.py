"""What a simple layer of this size has, four times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import one_set

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.recurrent.lstm_parameters import LstmParameters


def solve(q: LstmParameters, show: Show) -> None:
    simple = one_set(q.features, q.units, 1 if q.use_bias else 0)
    biased = "and a bias" if q.use_bias else "but no bias"
    simple = show.answer(
        "simple", f"Every unit has a weight for each input and for each unit's state, {biased}.", simple
    )
    show.answer("count", "The three gates and the candidate have as many each; all steps share them.", 4 * simple)
