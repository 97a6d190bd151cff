"""Count the connections of a unit and of an input value; then the variance, its root, and the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import sqrt

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.initialisation import Initialisation


def solve(q: Initialisation, show: Show) -> None:
    area = q.kernel_size * q.kernel_size if q.kernel_size else 0
    why = r"A unit has $f \cdot f$ inputs per input channel." if q.kernel_size else "A unit is connected to all inputs."
    fan_in = show.answer("fan_in", why, area * q.inputs if q.kernel_size else q.inputs)
    why = r"Multiply $f \cdot f$ by the number of filters." if q.kernel_size else "An input is connected to all units."
    fan_out = show.answer("fan_out", why, area * q.units if q.kernel_size else q.units)
    variance = {
        "glorot": lambda: 2 / (fan_in + fan_out),
        "he": lambda: 2 / fan_in,
        "lecun": lambda: 1 / fan_in,
    }[q.scheme]()
    deviation = show.answer(
        "deviation",
        r"The standard deviation $\sigma$ is the square root of the variance.",
        sqrt(variance),
        symbol=r"\sigma",
    )
    show.answer(
        "limit",
        r"Solve $r^2 / 3 = \sigma^2$ for $r$: $r = \sqrt 3 \, \sigma$.",
        sqrt(3) * deviation,
        symbol="r",
    )
