"""Three sets of weights, with two biases per unit or with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import one_set, why_one_set

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.gru_parameters import GruParameters


def solve(q: GruParameters, show: Show) -> None:
    simple = show.answer("simple", why_one_set(q.use_bias), one_set(q.features, q.units, int(q.use_bias)))
    own = simple
    if q.use_bias:
        own = show("With `reset_after=True`, there is a second bias per unit.", simple + q.units)
    show.answer(
        "count", "The two gates and the candidate each have such a set of parameters, so multiply by 3.", 3 * own
    )
    few = "With one bias" if q.use_bias else "Without biases"
    show.answer("classic", few + ", each of the three sets has as many parameters as the `SimpleRNN`.", 3 * simple)
