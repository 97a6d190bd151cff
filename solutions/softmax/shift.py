"""Subtract the largest logit, then exponentials over their sum; a common factor cancels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, exp, largest, ln, plain, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.shift import Shift


def solve(q: Shift, show: Show) -> None:
    top = show("Find the largest logit.", largest(q.z))
    left = show.answer("exponents", "Subtract it from every logit.", tuple(z - top for z in q.z))
    powers = show("Compute the exponential of each shifted logit; none exceeds 1.", each(exp, left))
    everything = show("Add the exponentials.", total(powers))
    p = show.answer("p", "Divide each exponential by the sum.", tuple(power / everything for power in powers))
    show.answer(
        "log_p",
        r"$\ln p_i$ is the shifted logit minus the logarithm of the sum of the exponentials.",
        each(ln, p) if "p" in show.given else tuple(z - ln(everything) for z in left),
    )
    apart = show("Subtract the logits $y$ from the logits $z$.", tuple(z - y for z, y in zip(q.z, q.y, strict=True)))
    if len(set(plain(apart))) == 1:
        show.answer(
            "same",
            "All differences are equal to one constant $c$. The factor $e^c$ cancels, so the probabilities are "
            "the same.",
            1,
        )
    else:
        show.answer("same", "The differences are not all equal, so the probabilities are not the same.", 0)
