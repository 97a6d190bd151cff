"""Each layer widens the field by its kernel less 1; parameters grow with the square of the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.stacked_small_kernels import StackedSmallKernels


def solve(q: StackedSmallKernels, show: Show) -> None:
    field = show.answer(
        "field", "One pixel, and every layer adds its kernel less 1.", q.depth * (q.kernel_size - 1) + 1
    )
    one = show("A layer of the stack has a filter for each channel that comes out.", _layer(q, q.kernel_size))
    show.answer("stack", "The stack has so many layers.", q.depth * one)
    show.answer("single", "The single layer's kernel is as large as the field.", _layer(q, field))


def _layer(q: StackedSmallKernels, side: Scalar) -> Scalar:
    """The parameters of one layer: filters as deep as what they read, one for each channel that comes out."""
    weights = side * side * q.channels
    return (weights + 1 if q.use_bias else weights) * q.channels
