"""Softmax of the scores, and of the scores divided by the temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import each, exp, largest, total

if TYPE_CHECKING:
    from examgen.arrays import Scalar
    from examgen.derivation import Show
    from examgen.question_bank.softmax.temperature import Temperature


def solve(q: Temperature, show: Show) -> None:
    def shares(z: tuple[Scalar, ...]) -> tuple[Scalar, ...]:
        powers = show("Every score becomes its exponential.", each(exp, z))
        everything = show("They are added up.", total(powers))
        return tuple(power / everything for power in powers)

    p = show.answer("p", "At $T = 1$ the scores stay as they are: each exponential over the sum.", shares(q.z))
    scaled = show("Now the scores are divided by the temperature.", tuple(z / q.T for z in q.z))
    tempered = show.answer("tempered", "Again each exponential over the sum.", shares(scaled))
    before, after = show("The largest probability before and after.", (largest(p), largest(tempered)))
    if after >= before:
        show.answer("effect", "The differences grew, and with them the largest probability: it became larger.", 0)
    else:
        show.answer("effect", "The differences shrank, and with them the largest probability: it became smaller.", 1)
