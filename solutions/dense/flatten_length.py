"""Block by block: the size after the convolution, the size after the pooling; then the length of the vector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import product

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.flatten_length import FlattenLength


def solve(q: FlattenLength, show: Show) -> None:
    volume = (q.side, q.side, q.channels)
    for i, (filters, kernel) in enumerate(zip(q.filters, q.kernel_sizes, strict=True), start=1):
        height, width, _ = volume
        if q.padding == "valid":
            places = (height - kernel + 1, width - kernel + 1)
            height, width = show(
                "Convolutional layer {i} has no padding and stride 1, so height and width become $n - f + 1$.",
                places,
                i=i,
            )
        else:
            show.say("Convolutional layer {i} with *same* padding and stride 1 keeps height and width.", i=i)
        pooled = (height // q.pool_size, width // q.pool_size, filters)
        volume = show.answer(
            f"p{i}",
            "Pooling divides height and width by the pool size and rounds down; there is one channel per filter.",
            pooled,
        )
    show.answer("length", "The length is height times width times channels.", product(volume))
