"""At every position, the sum of value times weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import dot
from examgen.solutions.convolution._map import along, zeros

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.signal import Signal


def solve(q: Signal, show: Show) -> None:
    apart, stride = along(q.dilation_rate, 0), along(q.strides, 0)
    span = apart * (len(q.kernel) - 1) + 1
    ((before, after),) = zeros(q, show, (len(q.signal),), (span,))
    if before or after:
        show.say("Zeros before and after the signal: {before} and {after}.", before=before, after=after)
    x = (*[0] * before, *q.signal, *[0] * after)
    sums = tuple(dot(x[first : first + span : apart], q.kernel) for first in range(0, len(x) - span + 1, stride))
    y = tuple(s + q.bias for s in sums) if q.bias else sums
    show.answer("y", "Multiply each window by the kernel elementwise and add up the products.", y)
