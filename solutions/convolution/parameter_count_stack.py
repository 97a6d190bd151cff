"""Layer by layer: weights of one filter plus its bias, times the number of filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.parameter_count_stack import ParameterCountStack


def solve(q: ParameterCountStack, show: Show) -> None:
    depth = q.channels
    counts = []
    for i, (filters, f) in enumerate(zip(q.filters, q.kernel_sizes, strict=True), start=1):
        weights = show(
            "Convolutional layer {i}: weights of one filter, kernel size × kernel size × channels.", f * f * depth, i=i
        )
        if q.use_bias:
            why = "Every filter has this many weights and one bias. Multiply by the number of filters."
            count = show.answer(f"c{i}", why, (weights + 1) * filters)
        else:
            why = "Every filter has this many weights; there are no biases. Multiply by the number of filters."
            count = show.answer(f"c{i}", why, weights * filters)
        counts.append(count)
        depth = filters
    show.answer(
        "total",
        "Add the parameters of all layers; pooling has none." if q.pool_size else "Add the parameters of all layers.",
        total(counts),
    )
