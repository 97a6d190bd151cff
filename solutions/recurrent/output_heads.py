"""The same layer at every step, or one layer on everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.output_heads import OutputHeads


def solve(q: OutputHeads, show: Show) -> None:
    show.answer("a", "One output per time step, with one entry per unit.", (q.steps, q.classes))
    why = "The layer is applied to one state at a time: one weight per entry and unit, and one bias per unit."
    show.answer("a_parameters", why, q.units * q.classes + q.classes)
    show.answer("b", "One output per sequence.", (q.classes,))
    row = show("Length of the flattened vector.", q.steps * q.units)
    show.answer("b_parameters", "One weight per value and unit, and one bias per unit.", row * q.classes + q.classes)
