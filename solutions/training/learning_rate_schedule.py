"""Put the epoch into the formula; solve it for the epoch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import cos, ln, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.learning_rate_schedule import LearningRateSchedule

FORMULAS = {
    "step": r"\eta_0 \, \gamma^{\lfloor t / k \rfloor}",
    "exponential": r"\eta_0 \, \gamma^{t / k}",
    "inverse_time": r"\eta_0 / (1 + \gamma t / k)",
    "cosine": r"\frac{1}{2} \eta_0 (1 + \cos(\pi t / k))",
    "linear": r"\eta_0 (1 - t / k)",
}
TO_A_MINIMUM = {
    "cosine": r"\eta_{\min} + \frac{1}{2} (\eta_0 - \eta_{\min}) (1 + \cos(\pi t / k))",
    "linear": r"\eta_{\min} + (\eta_0 - \eta_{\min}) (1 - t / k)",
}


def solve(q: LearningRateSchedule, show: Show) -> None:
    formula = (TO_A_MINIMUM if q.minimum else FORMULAS)[q.schedule]
    power = f"^{{{float(q.power):g}}}" if q.power != 1 else ""
    if q.schedule in ("cosine", "linear") and any(t >= q.k for t in q.epochs):
        show.say("From epoch $k$ on, the learning rate no longer changes.")
    if any(t < q.warmup for t in q.epochs):
        show.say("In the first {n} epochs, $\\eta_t$ is also multiplied by $t / {n}$.", n=q.warmup)
    rates = tuple(_rate(q, t) for t in q.epochs)
    show.answer("rates", rf"$\eta_t = {formula}{power}$.", rates if len(rates) > 1 else rates[0], symbol=r"\eta")
    if q.threshold:
        show.say("Solve $\\eta_t < {bound}$ for $t$.", bound=q.threshold)
        last = _last_step(q, show)
        first = max(last, q.warmup)
        why = "Epoch {first} is the first with a learning rate below {bound}."
        if q.warmup:
            why = "Epoch {first} is the first after the warm-up with a learning rate below {bound}."
        show.answer("first", why, first, first=first, bound=q.threshold)


def _rate(q: Any, t: Any) -> Any:
    rate = {
        "step": lambda: q.learning_rate * q.gamma ** (t // q.k),
        "exponential": lambda: q.learning_rate * q.gamma ** (t / q.k),
        "inverse_time": lambda: q.learning_rate / (1 + q.gamma * t / q.k),
        "cosine": lambda: _falling(q, (1 + cos(math.pi * t / q.k)) / 2) if t < q.k else q.minimum,
        "linear": lambda: _falling(q, _raised(1 - t / q.k, q)) if t < q.k else q.minimum,
    }[q.schedule]()
    return rate * t / q.warmup if q.warmup and t < q.warmup else rate


def _falling(q: Any, share: Any) -> Any:
    """The learning rate when this share of its range is left."""
    return q.minimum + (q.learning_rate - q.minimum) * share if q.minimum else q.learning_rate * share


def _raised(part: Any, q: Any) -> Any:
    return part**q.power if q.power != 1 else part


def _last_step(q: Any, show: Show) -> Any:
    """The first epoch below the threshold, from the formula solved for it."""
    bound = unnamed(q.threshold)
    if q.schedule in ("step", "exponential"):
        exponent = r"\lfloor t / k \rfloor" if q.schedule == "step" else "t / k"
        why = r"Divide by $\eta_0$ and take logarithms: ${exponent} \cdot \ln \gamma < \ln({bound} / \eta_0)$."
        show.say(why, exponent=exponent, bound=q.threshold)
        part = ln(bound / q.learning_rate)
        if q.schedule == "step":
            why = (
                r"Divide by $\ln \gamma$, which is negative: $\lfloor t / k \rfloor > \ln({bound} / \eta_0) / \ln \gamma$. "
                "Take the next larger integer."
            )
            least = show(why, _above(part, ln(q.gamma)), bound=q.threshold)
            why = r"$\lfloor t / k \rfloor = {least}$ holds from $t = {least} k$ on."
            return show(why, least * q.k, least=least)
        why = (
            r"Divide by $\ln \gamma$, which is negative, and multiply by $k$: "
            r"$t > k \ln({bound} / \eta_0) / \ln \gamma$. Take the next larger integer."
        )
        return show(why, _above(q.k * part, ln(q.gamma)), bound=q.threshold)
    if q.schedule == "inverse_time":
        why = (
            r"This means $1 + \gamma t / k > \eta_0 / {bound}$, so $t > k (\eta_0 / {bound} - 1) / \gamma$. Take the next "
            "larger integer."
        )
        return show(why, _above(q.k * (q.learning_rate / bound - 1), q.gamma), bound=q.threshold)
    low, above, whole = ("", bound, q.learning_rate)
    if q.minimum:
        low, above, whole = r" - \eta_{\min}", bound - q.minimum, q.learning_rate - q.minimum
    left, all_ = (f"({{bound}}{low})", rf"(\eta_0{low})") if low else ("{bound}", r"\eta_0")
    if q.schedule == "cosine":
        angle = math.acos(float(2 * above / whole - 1))
        why = rf"This means $t > k \arccos(2 \cdot {left} / {all_} - 1) / \pi$. Take the next larger integer."
        return show(why, _above(angle * q.k, math.pi), bound=q.threshold)
    if q.power != 1:
        root = unnamed((above / whole) ** (1 / q.power))
        why = (
            rf"This means $t > k (1 - ({left} / {all_})^{{{{1 / {float(q.power):g}}}}})$. Take the next larger integer."
        )
        return show(why, _above(q.k * (1 - root), unnamed(1)), bound=q.threshold)
    why = rf"This means $t > k (1 - {left} / {all_})$. Take the next larger integer."
    return show(why, _above(q.k * (whole - above), whole), bound=q.threshold)


def _above(a: Any, b: Any) -> Any:
    """The smallest integer above a quotient; one that is an integer but for its rounding counts as it."""
    exact = math.floor(float(a / b) + 1e-9) + 1
    found = a // b + 1
    return found if found == exact else unnamed(exact)
