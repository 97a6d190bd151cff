"""Four times the parameters of a SimpleRNN of the same size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import one_set, why_one_set

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.lstm_parameters import LstmParameters


def solve(q: LstmParameters, show: Show) -> None:
    simple = show.answer("simple", why_one_set(q.use_bias), one_set(q.features, q.units, int(q.use_bias)))
    show.answer(
        "count", "The three gates and the candidate each have such a set of parameters, so multiply by 4.", 4 * simple
    )
