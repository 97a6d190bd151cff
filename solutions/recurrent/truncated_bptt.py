"""The input of each step times a power of w_h; steps before the truncation contribute 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.truncated_bptt import TruncatedBptt


def solve(q: TruncatedBptt, show: Show) -> None:
    steps = len(q.x)
    show.say(r"Step $t$ contributes $w_h^{{{steps} - t}} x_t$ to $\partial h_{{steps}} / \partial w_x$.", steps=steps)
    everything = tuple(way(q.wh, steps - t, x) for t, x in enumerate(q.x, start=1))
    parts = tuple(part if t > steps - q.k else 0 for t, part in enumerate(everything, start=1))
    parts = show.answer("parts", "In the truncated gradient, the steps before the last {k} contribute 0.", parts, k=q.k)
    show.answer("truncated", "Add these contributions.", total(parts[steps - q.k :]))
    show.answer(
        "full",
        "Without truncation, add the contributions of all steps.",
        total((*everything[: steps - q.k], *parts[steps - q.k :])),
    )


def way(wh: Scalar, steps: int, x: Scalar) -> Scalar:
    """An input times a power of the hidden-to-hidden weight."""
    if steps == 0:
        return x
    return wh * x if steps == 1 else wh**steps * x
