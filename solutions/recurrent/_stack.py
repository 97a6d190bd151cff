"""Counting layer by layer: the input of each layer is the output of the previous one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, total
from examgen.solutions.recurrent._parameters import WHY, whole_layer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent._stack import RecurrentStack


def count(q: RecurrentStack, show: Show, width: Scalar, counted: list[Scalar]) -> None:
    """The recurrent layers, which read vectors of this width, the dense layer, and all with what was counted before."""
    for place, (kind, units) in enumerate(zip(q.kinds, q.units, strict=True), start=1):
        own, why = whole_layer(kind, width, units), f"{kind}: {WHY[kind]}."
        if len(q.kinds) > 1:
            why = f"Layer {place}, {why}"
        if q.bidirectional:
            own = show(why, own)
            counted.append(show.answer(f"layer{place}", "There are two directions, so multiply by 2.", 2 * own))
        else:
            counted.append(show.answer(f"layer{place}", why, own))
        width = (
            show("The outputs of both directions are concatenated, so their sizes add up.", 2 * units)
            if q.bidirectional
            else units
        )
    if q.classes:
        dense = show.answer(
            "dense",
            "The dense layer has one weight per input and unit, and one bias per unit.",
            width * q.classes + q.classes,
        )
        counted.append(dense)
    show.answer("total", "Add the parameters of all layers.", total(counted))
