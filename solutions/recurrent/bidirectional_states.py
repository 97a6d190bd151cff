"""Forwards through the sequence, backwards through it, and the combination of both states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, relu

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.bidirectional_states import BidirectionalStates


def solve(q: BidirectionalStates, show: Show) -> None:
    ahead = end(q, show, "Forward", q.forward, q.x)
    ahead = show.answer("ahead", "Last state of the forward direction.", ahead)
    back = end(q, show, "Backward", q.backward, tuple(reversed(q.x)))
    back = show.answer("back", "Last state of the backward direction, after the first input.", back)
    why, both = {
        "concat": ("Concatenation, forward state first.", (ahead, back)),
        "sum": ("Sum of the states.", ahead + back),
        "mul": ("Product of the states.", ahead * back),
        "ave": ("Mean of the states.", (ahead + back) / 2),
    }[q.merge_mode]
    show.answer("both", why, both)


def end(
    q: BidirectionalStates, show: Show, name: str, weights: tuple[Scalar, ...], inputs: tuple[Scalar, ...]
) -> Scalar:
    """The last state of one direction."""
    wx, wh, b = weights
    h: Scalar = 0
    for t, x in enumerate(inputs, start=1):
        z = wx * x + wh * h + b
        h = show(name + f", step {t}: $w_x x + w_h h + b$.", relu(z) if q.activation == "relu" else z)
    return h
