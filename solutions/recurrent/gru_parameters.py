"""Three sets of weights, with two biases a unit or with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import one_set

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.recurrent.gru_parameters import GruParameters


def solve(q: GruParameters, show: Show) -> None:
    simple = one_set(q.features, q.units, 1 if q.use_bias else 0)
    simple = show.answer(
        "simple", "Every unit has a weight for each input and for each unit's state, and a bias.", simple
    )
    own = (
        show("With `reset_after` each set has a second bias for every unit.", simple + q.units)
        if q.use_bias
        else simple
    )
    show.answer("count", "The two gates and the candidate have such a set each; all steps share them.", 3 * own)
    show.answer("classic", "With one bias each set is as large as a simple layer's.", 3 * simple)
