"""Exponentials over their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, exp, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.values import Values


def solve(q: Values, show: Show) -> None:
    powers = show("Every score becomes its exponential.", each(exp, q.z))
    everything = show("They are added up.", total(powers))
    show.answer("p", "Each exponential over the sum.", tuple(power / everything for power in powers))
