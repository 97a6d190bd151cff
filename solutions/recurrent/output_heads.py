"""The same layer at every step, or one layer on everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.output_heads import OutputHeads


def solve(q: OutputHeads, show: Show) -> None:
    show.answer(
        "a", "Network A has one output per time step, with one entry per unit of the dense layer.", (q.steps, q.classes)
    )
    why = (
        "The same dense layer is applied at every time step. It has one weight per entry of the state and one bias "
        "for each unit."
    )
    show.answer("a_parameters", why, q.units * q.classes + q.classes)
    show.answer("b", "Network B has one output per sequence.", (q.classes,))
    row = show("The flattened vector contains the states of all time steps.", q.steps * q.units)
    show.answer(
        "b_parameters",
        "The dense layer has one weight per entry of this vector and one bias for each unit.",
        row * q.classes + q.classes,
    )
