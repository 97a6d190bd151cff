"""Forward through the sequence, backward through it, and both states together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, relu

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.bidirectional_states import BidirectionalStates


def solve(q: BidirectionalStates, show: Show) -> None:
    ahead = end(q, show, "Forward", q.forward, q.x)
    ahead = show.answer("ahead", "The forward direction ends with the last input.", ahead)
    back = end(q, show, "Backward", q.backward, tuple(reversed(q.x)))
    back = show.answer("back", "The backward direction ends with the first input.", back)
    why, both = {
        "concat": ("The states stand side by side, the forward one first.", (ahead, back)),
        "sum": ("The states are added.", ahead + back),
        "mul": ("The states are multiplied.", ahead * back),
        "ave": ("The mean of the states is taken.", (ahead + back) / 2),
    }[q.merge_mode]
    show.answer("both", why, both)


def end(
    q: BidirectionalStates, show: Show, name: str, weights: tuple[Scalar, ...], inputs: tuple[Scalar, ...]
) -> Scalar:
    """The state that one direction ends with."""
    wx, wh, b = weights
    h: Scalar = 0
    for t, x in enumerate(inputs, start=1):
        z = wx * x + wh * h + b
        h = show(f"{name}, step {t}: input, memory and bias add up.", relu(z) if q.activation == "relu" else z)
    return h
