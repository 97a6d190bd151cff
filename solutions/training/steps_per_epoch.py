"""One update per batch, the same number of batches in every epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ceil_div

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.steps_per_epoch import StepsPerEpoch


def solve(q: StepsPerEpoch, show: Show) -> None:
    steps = q.examples // q.batch_size if q.drop else ceil_div(q.examples, q.batch_size)
    why = (
        "There is one update per complete batch, so round down."
        if q.drop
        else "There is one update per batch, including the last, smaller one, so round up."
    )
    steps = show.answer("steps", why, steps)
    show.answer("updates", "Multiply the updates per epoch by the number of epochs.", steps * q.epochs)
