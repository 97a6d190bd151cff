"""Subtract the largest logit, then exponentials over their sum; a common factor cancels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, exp, largest, ln, plain, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.softmax.shift import Shift


def solve(q: Shift, show: Show) -> None:
    top = show("The largest logit.", largest(q.z))
    left = show.answer("exponents", "Subtract it from every logit.", tuple(z - top for z in q.z))
    powers = show("Exponentials of the shifted logits, each at most 1.", each(exp, left))
    everything = show("Their sum.", total(powers))
    p = show.answer("p", "Divide each exponential by the sum.", tuple(power / everything for power in powers))
    show.answer(
        "log_p",
        r"$\log p_i = (z_i - \max_j z_j) - \ln \sum_k e^{z_k - \max_j z_j}$.",
        each(ln, p) if "p" in show.given else tuple(z - ln(everything) for z in left),
    )
    apart = show(
        "Differences between the logits of the two networks.", tuple(z - y for z, y in zip(q.z, q.y, strict=True))
    )
    if len(set(plain(apart))) == 1:
        show.answer(
            "same", "All logits differ by the same $c$: the factor $e^c$ cancels, so the probabilities are the same.", 1
        )
    else:
        show.answer("same", "The differences are not equal, so no common factor cancels.", 0)
