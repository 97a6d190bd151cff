"""From the first position to the last there are m − 1 strides, and the last position ends where the padded image ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.missing_hyperparameter import MissingHyperparameter


def solve(q: MissingHyperparameter, show: Show) -> None:
    n, m, f, p, s = q.n, q.m, q.f, q.p, q.s
    show.say("No row is dropped, so $m = (n + 2p - f) / s + 1$, that is $n + 2p = (m - 1) s + f$.")
    if p is not None and s is not None:
        padded = show("Side of the padded image: $n + 2p$.", n + 2 * p)
        show.answer("value", "Subtract $(m - 1) s$ to find $f$.", padded - (m - 1) * s)
    elif f is not None and s is not None:
        padded = show("Side of the padded image: $(m - 1) s + f$.", (m - 1) * s + f)
        show.answer("value", "Subtract $n$, and halve the rest: $p$ is added on both sides.", (padded - n) / 2)
    elif f is not None and p is not None:
        way = show("Distance from the first position to the last: $n + 2p - f$.", n + 2 * p - f)
        show.answer("value", "This distance consists of $m - 1$ strides.", way / (m - 1))
