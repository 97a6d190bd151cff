"""Put the epoch into the formula; solve it for the epoch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import cos, ln, unnamed

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
        show.say("Solve $\\eta_t < {bound}$ for $t$.", bound=q.threshold)
        last = _last_step(q, show)
        show.answer("first", "This is the first epoch with a smaller learning rate.", max(last, int(q.warmup)))


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
        exponent = r"\lfloor t / k \rfloor" if q.schedule == "step" else "t / k"
        show.say(
            r"Divide by $\eta_0$ and take logarithms: ${exponent} \cdot \ln \gamma < \ln({bound} / \eta_0)$.",
            exponent=exponent,
            bound=q.threshold,
        )
        bound = show(
            r"Divide by $\ln \gamma$, which is negative: ${exponent} > \ln({bound} / \eta_0) / \ln \gamma$.",
            ln(unnamed(q.threshold) / q.learning_rate) / ln(q.gamma),
            exponent=exponent,
            bound=q.threshold,
        )
        if q.schedule == "step":
            least = math.floor(float(bound) + 1e-9) + 1
            why = (
                r"The smallest such integer is {least}, and $\lfloor t / k \rfloor = {least}$ holds from $t = "
                r"{least} k$ on."
            )
            return show(why, least * q.k, least=least)
        epochs = show("Multiply by $k$ and take the next larger integer.", bound * q.k)
    elif q.schedule == "inverse_time":
        epochs = show(
            r"This means $t > k (\eta_0 / {bound} - 1) / \gamma$.",
            q.k * (q.learning_rate / unnamed(q.threshold) - 1) / q.gamma,
            bound=q.threshold,
        )
    elif q.schedule == "cosine":
        angle = math.acos(float(2 * part - 1))
        epochs = show(
            r"This means $t > k \arccos(2 \cdot {bound} / \eta_0 - 1) / \pi$.", angle * q.k / math.pi, bound=q.threshold
        )
    else:
        epochs = show(r"This means $t > k (1 - {bound} / \eta_0)$.", q.k * (1 - part), bound=q.threshold)
    return math.floor(float(epochs) + 1e-9) + 1
