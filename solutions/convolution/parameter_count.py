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
        why = "Every filter has this many weights and one bias. Multiply by the number of filters."
        show.answer("count", why, (weights + 1) * q.filters)
    else:
        why = "Every filter has this many weights; there are no biases. Multiply by the number of filters."
        show.answer("count", why, weights * q.filters)
