"""A small, shared filter; a unit with one weight per input value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.versus_dense import VersusDense


def solve(q: VersusDense, show: Show) -> None:
    weights = show(
        "Weights of one filter: kernel size × kernel size × channels.", q.kernel_size * q.kernel_size * q.channels
    )
    why = "Every filter has this many weights and one bias, shared by all positions. Multiply by the number of filters."
    convolution = show.answer("convolution", why, (weights + 1) * q.filters)
    inputs = show("Length of the flattened image.", q.height * q.width * q.channels)
    rows, columns = unnamed(q.height) - unnamed(q.kernel_size) + 1, unnamed(q.width) - unnamed(q.kernel_size) + 1
    units = show(
        "Units of the dense layer: one per output value. Each output side is the image side minus the kernel size, plus 1.",
        rows * columns * unnamed(q.filters),
    )
    dense = show.answer("dense", "Every unit has one weight per input value and one bias.", (inputs + 1) * units)
    show.answer(
        "ratio", "Divide the parameters of the dense layer by those of the convolutional layer.", dense / convolution
    )
