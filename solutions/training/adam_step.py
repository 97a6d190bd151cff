"""Two moving averages, their bias correction, and the step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import sqrt

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.adam_step import AdamStep


def solve(q: AdamStep, show: Show) -> None:
    m = show.answer(
        "m_new",
        "Update the moving average of the gradients.",
        q.beta_1 * q.m + (1 - q.beta_1) * q.gradient,
        symbol="m_t",
    )
    v = q.beta_2 * q.v + (1 - q.beta_2) * q.gradient**2
    v = show.answer("v_new", "Update the moving average of the squared gradients.", v, symbol="v_t")
    m = show.answer(
        "m_hat", r"Correct the bias: $\hat m_t = m_t / (1 - \beta_1^t)$.", m / (1 - q.beta_1**q.t), symbol=r"\hat m_t"
    )
    v = show.answer(
        "v_hat", r"Correct the bias: $\hat v_t = v_t / (1 - \beta_2^t)$.", v / (1 - q.beta_2**q.t), symbol=r"\hat v_t"
    )
    root = sqrt(v) + q.epsilon if q.epsilon else sqrt(v)
    why = r"$w_t = w_{t-1} - \eta \, \hat m_t / \sqrt{\hat v_t}$."
    if q.epsilon:
        why = r"$w_t = w_{t-1} - \eta \, \hat m_t / (\sqrt{\hat v_t} + \varepsilon)$."
    show.answer("w_new", why, q.w - q.learning_rate * m / root, symbol="w_t")
