"""Weights of one filter plus its bias, times the number of filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import product

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.parameter_count import ParameterCount


def solve(q: ParameterCount, show: Show) -> None:
    depth = q.input_shape[-1]
    if q.groups > 1:
        depth = show("Channels of one group.", depth // q.groups)
    axes = len(q.input_shape) - 1
    window = q.kernel_size if isinstance(q.kernel_size, tuple) else (q.kernel_size,) * axes
    sides = "kernel height × kernel width" if axes == 2 else "kernel size along each axis"
    weights = show(f"Weights of one filter: {sides} × channels.", product((*window, depth)))
    if q.use_bias:
        show.answer("count", "Every filter has these weights and one bias.", (weights + 1) * q.filters)
    else:
        show.answer("count", "Every filter has these weights; there are no biases.", weights * q.filters)
