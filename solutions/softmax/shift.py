"""The largest score leaves, exponentials over their sum; a common factor cancels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, exp, largest, ln, plain, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.shift import Shift


def solve(q: Shift, show: Show) -> None:
    top = show("The largest score is found.", largest(q.z))
    left = show.answer("exponents", "It is subtracted from every score.", tuple(z - top for z in q.z))
    powers = show("Every difference becomes its exponential, at most 1.", each(exp, left))
    everything = show("They are added up.", total(powers))
    show.answer("p", "Each exponential over the sum.", tuple(power / everything for power in powers))
    show.answer("log_p", "Each difference less the logarithm of the sum.", tuple(z - ln(everything) for z in left))
    apart = show("By how much do the scores differ?", tuple(z - y for z, y in zip(q.z, q.y, strict=True)))
    if len(set(plain(apart))) == 1:
        show.answer("same", "All by the same $c$: every exponential has the factor $e^c$ more, which cancels.", 1)
    else:
        show.answer("same", "Not all by the same number: no common factor cancels.", 0)
