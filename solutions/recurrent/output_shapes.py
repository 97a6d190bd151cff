"""All states or the last one; a dense layer changes the last axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.output_shapes import OutputShapes


def solve(q: OutputShapes, show: Show) -> None:
    h1 = show.answer(
        "h1",
        "With `return_sequences=True`, the layer outputs one hidden state per time step.",
        (q.steps, q.first_units),
    )
    h2: tuple[int, ...] = (h1[0], q.second_units) if q.return_sequences else (q.second_units,)
    if q.return_sequences:
        h2 = show.answer("h2", "This layer also outputs one hidden state per time step, with one entry per unit.", h2)
    else:
        h2 = show.answer("h2", "Without `return_sequences=True`, the output is the last hidden state.", h2)
    if q.return_state:
        show.answer("state", "The last hidden state has one entry per unit.", (q.second_units,))
    show.answer(
        "out", "The dense layer changes the size of the last axis to its number of units.", (*h2[:-1], q.classes)
    )
