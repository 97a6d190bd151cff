"""The count of the recurrent layer does not contain the number of steps; that of the dense layer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import one_set, why_one_set

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.weight_sharing import WeightSharing


def solve(q: WeightSharing, show: Show) -> None:
    own = show.answer("recurrent_short", why_one_set(), one_set(q.features, q.units))
    show.answer(
        "recurrent_long", "All time steps share these parameters, so the length of the sequence does not matter.", own
    )
    for name, steps in (("dense_short", q.short), ("dense_long", q.long)):
        row = show(
            "Multiply the number of time steps by the number of features to get the length of the flattened sequence.",
            steps * q.features,
        )
        show.answer(
            name, "Each unit of the dense layer has one weight per value and one bias.", row * q.units + q.units
        )
