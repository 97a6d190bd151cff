"""Count one set of weights; the range says how many sets there may be, the shape says the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import one_set

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.design_recurrent import DesignRecurrent


def solve(q: DesignRecurrent, show: Show) -> None:
    why = "One set of weights, which is all that a SimpleRNN has: inputs, states and a bias for each unit."
    simple = show(why, one_set(q.features, q.units))
    lstm = show.answer("count", "The LSTM's three gates and its candidate have such a set each.", 4 * simple)
    gru = show("A GRU's two gates and its candidate have a set with a second bias each.", 3 * (simple + q.units))
    show.say(
        "The units are the last axis of the wanted shape, so that for a layer of one direction its kind alone is left to choose."
    )
    counts = (("GRU", gru), ("SimpleRNN", simple), ("LSTM", lstm))
    kind = next((kind for kind, count in counts if q.least <= count <= q.most), "GRU")
    if q.return_sequences:
        options = ", return_sequences=True"
        show.say("The steps stand in the wanted shape: a state for each of them is to be returned.")
    else:
        options = ""
        show.say("The steps do not stand in the wanted shape: the last state alone is to be returned.")
    show.answer("design", f"With a {kind} the count is within the range:", f"{kind}({int(q.units)}{options})")
