"""Weights times time steps; each convolutional layer reaches f - 1 steps further back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ceil_div

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.convolution_or_recurrence import ConvolutionOrRecurrence


def solve(q: ConvolutionOrRecurrence, show: Show) -> None:
    square = show(
        "The product of a vector with $d$ entries and a $d × d$ matrix takes $d · d$ operations.",
        q.features * q.features,
    )
    why = "At each time step, the convolution multiplies each of the {size} input vectors in its window by a $d × d$ matrix."
    show.answer("convolution", why, q.n * q.kernel_size * square, size=int(q.kernel_size))
    why = "At each time step, the input and the previous state are each multiplied by a $d × d$ matrix."
    show.answer("recurrence", why, q.n * (2 * square))
    why = (
        "The first input is $n - 1$ steps before the last one. Each layer looks back {reach} more steps, so divide "
        "by {reach} and round up."
    )
    show.answer("depth", why, ceil_div(q.n - 1, q.kernel_size - 1), reach=int(q.kernel_size) - 1)
