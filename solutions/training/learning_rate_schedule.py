"""Put the epoch into the formula; solve it for the epoch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import cos, ln

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.learning_rate_schedule import LearningRateSchedule


def solve(q: LearningRateSchedule, show: Show) -> None:
    why = {
        "step": r"$\eta_t = \eta_0 \, \gamma^{\lfloor t / k \rfloor}$.",
        "exponential": r"$\eta_t = \eta_0 \, \gamma^{t / k}$.",
        "inverse_time": r"$\eta_t = \eta_0 / (1 + \gamma t / k)$.",
        "cosine": r"$\eta_t = \frac{1}{2} \eta_0 (1 + \cos(\pi t / k))$.",
        "linear": r"$\eta_t = \eta_0 (1 - t / k)$.",
    }[q.schedule]
    show.answer("rates", why, tuple(_rate(q, t) for t in q.epochs), symbol=r"\eta")
    if q.threshold:
        show.say("Solve $\\eta_t < x$ for $t$, with the bound $x$.")
        last = _last_step(q, show)
        show.answer("first", "The first epoch with a smaller learning rate.", max(last, int(q.warmup)))


def _rate(q: Any, t: Any) -> Any:
    rate = {
        "step": lambda: q.learning_rate * q.gamma ** (t // q.k),
        "exponential": lambda: q.learning_rate * q.gamma ** (t / q.k),
        "inverse_time": lambda: q.learning_rate / (1 + q.gamma * t / q.k),
        "cosine": lambda: q.learning_rate / 2 * (1 + cos(math.pi * t / q.k)) if t < q.k else 0 * t,
        "linear": lambda: q.learning_rate * (1 - t / q.k) if t < q.k else 0 * t,
    }[q.schedule]()
    return rate * t / q.warmup if q.warmup and t < q.warmup else rate


def _last_step(q: Any, show: Show) -> Any:
    """The first epoch below the threshold, from the formula solved for it."""
    part = q.threshold / q.learning_rate
    if q.schedule in ("step", "exponential"):
        bound = show(
            r"Because $\ln \gamma < 0$, the exponent must be larger than $\ln(x / \eta_0) / \ln \gamma$.",
            ln(part) / ln(q.gamma),
        )
        if q.schedule == "step":
            exponent = math.floor(float(bound) + 1e-9) + 1
            why = r"The smallest such integer is {exponent}. The exponent $\lfloor t / k \rfloor$ first has this value in epoch:"
            return show(why, exponent * q.k, exponent=exponent)
        epochs = show(r"The exponent is $t / k$, so multiply by $k$.", bound * q.k)
    elif q.schedule == "inverse_time":
        epochs = show(
            r"$\eta_t < x$ means $t > k (\eta_0 / x - 1) / \gamma$.",
            q.k * (q.learning_rate / q.threshold - 1) / q.gamma,
        )
    elif q.schedule == "cosine":
        angle = math.acos(float(2 * part - 1))
        epochs = show(r"$\eta_t < x$ means $t > k \arccos(2x / \eta_0 - 1) / \pi$.", angle * q.k / math.pi)
    else:
        epochs = show(r"$\eta_t < x$ means $t > k (1 - x / \eta_0)$.", q.k * (1 - part))
    return math.floor(float(epochs) + 1e-9) + 1
