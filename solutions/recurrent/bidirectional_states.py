"""Forwards through the sequence, backwards through it, and the combination of both states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, relu

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.bidirectional_states import BidirectionalStates


def solve(q: BidirectionalStates, show: Show) -> None:
    ahead = end(q, show, "Forward", q.forward, q.x)
    ahead = show.answer(
        "ahead", "The forward direction ends with the input $x_{{last}}$: this is its last state.", ahead, last=len(q.x)
    )
    back = end(q, show, "Backward", q.backward, tuple(reversed(q.x)))
    back = show.answer("back", "The backward direction ends with the input $x_1$: this is its last state.", back)
    why, both = {
        "concat": ("Concatenate both states, the forward state first.", (ahead, back)),
        "sum": ("Add both states.", ahead + back),
        "mul": ("Multiply both states.", ahead * back),
        "ave": ("Compute the mean of both states.", (ahead + back) / 2),
    }[q.merge_mode]
    show.answer("both", why, both)


RULES = {"linear": "$w_x x + w_h h + b$.", "relu": r"$\operatorname{ReLU}(w_x x + w_h h + b)$."}


def end(
    q: BidirectionalStates, show: Show, name: str, weights: tuple[Scalar, ...], inputs: tuple[Scalar, ...]
) -> Scalar:
    """The last state of one direction."""
    wx, wh, b = weights
    h: Scalar = 0
    for t, x in enumerate(inputs, start=1):
        z = wx * x + wh * h + b
        h = show(name + f", step {t}: " + RULES[q.activation], relu(z) if q.activation == "relu" else z)
    return h
