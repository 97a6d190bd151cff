"""Exponentials over their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, exp, total
from examgen.solutions.steps import shifted

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.values import Values


def solve(q: Values, show: Show) -> None:
    powers = show("Compute the exponential of each logit.", each(exp, shifted(show, q.z)))
    everything = show("Add the exponentials.", total(powers))
    show.answer("p", "Divide each exponential by the sum.", tuple(power / everything for power in powers))
