"""One set of weights; the range tells the kind of layer, the shape tells the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import one_set

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.design_recurrent import DesignRecurrent


def solve(q: DesignRecurrent, show: Show) -> None:
    why = (
        "A `SimpleRNN` has one set of weights: every unit has one weight per input, one weight per state and one bias."
    )
    simple = show(why, one_set(q.features, q.units))
    lstm = show.answer("count", "An `LSTM` has four sets: three gates and the candidate.", 4 * simple)
    gru = show(
        "A `GRU` has three sets with a second bias per unit: two gates and the candidate.", 3 * (simple + q.units)
    )
    show.say("The number of units is the last axis of the required shape, so only the type of layer has to be chosen.")
    counts = (("GRU", gru), ("SimpleRNN", simple), ("LSTM", lstm))
    kind = next((kind for kind, count in counts if q.least <= count <= q.most), "GRU")
    if q.return_sequences:
        options = ", return_sequences=True"
        show.say("The required shape has a time axis, so all states are returned.")
    else:
        options = ""
        show.say("The required shape has no time axis, so only the last state is returned.")
    show.answer("design", "A `" + kind + "` is within the range:", f"{kind}({int(q.units)}{options})")
