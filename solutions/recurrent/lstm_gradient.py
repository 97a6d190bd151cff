"""The cell state, its derivative, and one factor for each gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import tanh

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.lstm_gradient import LstmGradient


def solve(q: LstmGradient, show: Show) -> None:
    c = show.answer("c1", r"$c_t = f_t c_{t-1} + i_t \tilde c_t$.", q.f * q.c0 + q.i * q.candidate)
    squashed = show(r"Compute $\tanh(c_t)$.", tanh(c))
    show.answer("do", r"$\partial L / \partial o_t = \partial L / \partial h_t \cdot \tanh(c_t)$.", q.dh * squashed)
    through = q.dh * q.o * (1 - squashed**2)
    if q.dc:
        through = q.dc + show(
            r"The contribution through $h_t$ is $\partial L / \partial h_t \cdot o_t (1 - \tanh^2(c_t))$.", through
        )
        why = "Add the contribution of the next time step."
    else:
        why = r"$\partial L / \partial c_t = \partial L / \partial h_t \cdot o_t (1 - \tanh^2(c_t))$."
    slope = show.answer("dc1", why, through, symbol=r"\partial L / \partial c_t")
    show.answer("df", r"$\partial L / \partial f_t = \partial L / \partial c_t \cdot c_{t-1}$.", slope * q.c0)
    show.answer("di", r"$\partial L / \partial i_t = \partial L / \partial c_t \cdot \tilde c_t$.", slope * q.candidate)
    why = r"$\partial L / \partial \tilde c_t = \partial L / \partial c_t \cdot i_t$."
    show.answer("dcandidate", why, slope * q.i)
    show.answer("dc0", r"$\partial L / \partial c_{t-1} = \partial L / \partial c_t \cdot f_t$.", slope * q.f)
