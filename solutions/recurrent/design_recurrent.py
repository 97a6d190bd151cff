"""One set of weights; the range tells the kind of layer, the shape tells the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import one_set

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.design_recurrent import DesignRecurrent


def solve(q: DesignRecurrent, show: Show) -> None:
    why = (
        "A `SimpleRNN` has one set of weights: each unit has one weight per input, one weight per entry of the "
        "state and one bias."
    )
    simple = show(why, one_set(q.features, q.units))
    lstm = show.answer("count", "An `LSTM` has four sets, for three gates and the candidate.", 4 * simple)
    gru = show(
        "A `GRU` has three sets, for two gates and the candidate, each with a second bias per unit.",
        3 * (simple + q.units),
    )
    show.say(
        "The size of the last axis of the required shape is the number of units. Only the type of layer "
        "remains to be chosen."
    )
    counts = (("GRU", gru), ("SimpleRNN", simple), ("LSTM", lstm))
    kind = next((kind for kind, count in counts if q.least <= count <= q.most), "GRU")
    if q.return_sequences:
        options = ", return_sequences=True"
        show.say("The required shape has a time axis, so the layer must return all states.")
    else:
        options = ""
        show.say("The required shape has no time axis, so the layer must return only the last state.")
    show.answer(
        "design",
        "The number of parameters of a `" + kind + "` is within the range:",
        f"{kind}({int(q.units)}{options})",
    )
