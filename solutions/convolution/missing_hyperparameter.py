"""From the first window to the last are m - 1 strides, and the last one ends where the padded image ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.missing_hyperparameter import MissingHyperparameter


def solve(q: MissingHyperparameter, show: Show) -> None:
    n, m, f, p, s = q.n, q.m, q.f, q.p, q.s
    show.say("As the windows fit exactly, $m = (n + 2p - f) / s + 1$; this is solved for what is missing.")
    if p is not None and s is not None:
        show.answer("value", "The padded image less all strides is what the filter covers.", n + 2 * p - (m - 1) * s)
    elif f is not None and s is not None:
        covered = show("All strides and the filter together cover this much.", (m - 1) * s + f)
        show.answer("value", "The zeros bring what the image lacks, half on each side.", (covered - n) / 2)
    elif f is not None and p is not None:
        way = show("This far the window moves.", n + 2 * p - f)
        show.answer("value", "It takes one stride less than it has places.", way / (m - 1))
