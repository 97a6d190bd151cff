"""Learning-rate schedules, as formulas and epoch by epoch."""

FORMULAS = {
    "step": r"\eta_0 \cdot \gamma^{\lfloor t / k \rfloor}",
    "exponential": r"\eta_0 \cdot \gamma^{t / k}",
    "inverse_time": r"\frac{\eta_0}{1 + \gamma \, t / k}",
    "cosine": r"\frac{\eta_0}{2} \left(1 + \cos(\pi t / k)\right)",
    "linear": r"\eta_0 \left(1 - \frac{t}{k}\right)",
}
"""The learning rate of epoch t by schedule, as TeX."""
TO_A_MINIMUM = {
    "cosine": r"\eta_{\min} + \frac{\eta_0 - \eta_{\min}}{2} \left(1 + \cos(\pi t / k)\right)",
    "linear": r"\eta_{\min} + (\eta_0 - \eta_{\min}) \left(1 - \frac{t}{k}\right)",
}
"""The same for schedules that end at a minimum."""


def rate(
    t: int, schedule: str, learning_rate: float, gamma: float, k: int, minimum: float, warmup: int, power: float
) -> float:
    """The learning rate of epoch t."""
    import numpy as np

    part = t / k
    if schedule == "step":
        eta = learning_rate * np.prod(np.full(t // k, gamma))
    elif schedule == "exponential":
        eta = learning_rate * np.exp(part * np.log(gamma))
    elif schedule == "inverse_time":
        eta = learning_rate / np.float64(gamma * part + 1)
    elif schedule == "cosine":
        eta = minimum + (learning_rate - minimum) * np.cos(np.pi * min(part, 1) / 2) ** 2
    else:
        eta = minimum + (learning_rate - minimum) * np.float64(max(1 - part, 0)) ** power
    return float(eta * min(t / warmup, 1) if warmup else eta)
