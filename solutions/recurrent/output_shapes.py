"""A state for every step, or the last one alone; a dense layer changes the last axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.output_shapes import OutputShapes


def solve(q: OutputShapes, show: Show) -> None:
    h1 = show.answer("h1", "With `return_sequences` there is a state for each step.", (q.steps, q.first_units))
    h2: tuple[int, ...] = (h1[0], q.second_units) if q.return_sequences else (q.second_units,)
    if q.return_sequences:
        h2 = show.answer("h2", "Here too: the steps of what it reads, and as many numbers as it has units.", h2)
    else:
        h2 = show.answer("h2", "Without `return_sequences` only the last state is given.", h2)
    if q.return_state:
        show.answer("state", "The final state is one state, however many are given.", (q.second_units,))
    show.answer("out", "The dense layer changes the last axis to its units.", (*h2[:-1], q.classes))
