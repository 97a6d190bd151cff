"""Layer by layer: the weights of one filter, its bias, and as many of them as there are filters."""

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
        weights = show(f"Convolution {i}: one filter is as deep as what it reads.", f * f * depth)
        if q.use_bias:
            count = show.answer(f"c{i}", "Every filter has these weights and one bias.", (weights + 1) * filters)
        else:
            count = show.answer(f"c{i}", "Every filter has these weights; there is no bias.", weights * filters)
        counts.append(count)
        depth = filters
    show.answer(
        "total",
        "Pooling has no parameters, so the convolutions' are all." if q.pool_size else "Added up.",
        total(counts),
    )
