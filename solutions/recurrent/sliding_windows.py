"""As many examples as the window has places, the last one where window and target still fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.sliding_windows import SlidingWindows


def solve(q: SlidingWindows, show: Show) -> None:
    length = show(
        "Add the lengths of the input and of the target to get the length of one example.", q.window + q.horizon
    )
    moves = q.n - length if q.strides == 1 else (q.n - length) // q.strides
    why = r"There is one example at the first position of the window and one more after each move."
    count = show.answer("count", why, moves + 1)
    show.answer("inputs", "The inputs have the shape examples × time steps × features.", (count, q.window, q.features))
    show.answer("targets", "The targets have the shape examples × time steps of a target.", (count, q.horizon))
    show.answer(
        "last",
        "The first example ends at time step {end}; each move adds {stride}.",
        length + (count - 1) * q.strides,
        end=length,
        stride=q.strides,
    )
