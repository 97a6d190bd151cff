"""As many examples as the window has places, the last one where window and target still fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.sliding_windows import SlidingWindows


def solve(q: SlidingWindows, show: Show) -> None:
    length = show("Length of one example, input and target together.", q.window + q.horizon)
    moves = q.n - length if q.strides == 1 else (q.n - length) // q.strides
    why = r"The first example and one more for every move: $\lfloor (n - \text{length}) / \text{stride} \rfloor + 1$."
    count = show.answer("count", why, moves + 1)
    show.answer("inputs", "Examples × time steps × features.", (count, q.window, q.features))
    show.answer("targets", "Examples × time steps of a target.", (count, q.horizon))
    show.answer(
        "last",
        "The first example ends at time step {end}; each move adds {stride}.",
        length + (count - 1) * q.strides,
        end=length,
        stride=q.strides,
    )
