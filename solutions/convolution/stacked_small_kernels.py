"""Every layer adds f − 1 to the receptive field; parameters grow with the square of the kernel side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.stacked_small_kernels import StackedSmallKernels


def solve(q: StackedSmallKernels, show: Show) -> None:
    field = show.answer(
        "field",
        "The receptive field starts at 1; each layer with kernel size $f$ and stride 1 adds $f - 1$.",
        unnamed(q.depth) * (unnamed(q.kernel_size) - 1) + 1,
    )
    one = show("Parameters of one layer of the stack.", _layer(q, q.kernel_size))
    show.answer("stack", "Multiply by the number of layers.", q.depth * one)
    show.answer("single", "Single layer: its kernels are as large as the receptive field.", _layer(q, field))


def _layer(q: StackedSmallKernels, side: Scalar) -> Scalar:
    """The parameters of one layer."""
    weights = side * side * q.channels
    return (weights + 1 if q.use_bias else weights) * q.channels
