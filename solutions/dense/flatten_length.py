"""Block by block: what the convolution leaves, what the pooling leaves; at the end everything is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import product

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.flatten_length import FlattenLength


def solve(q: FlattenLength, show: Show) -> None:
    volume = (q.side, q.side, q.channels)
    for i, (filters, kernel) in enumerate(zip(q.filters, q.kernels, strict=True), start=1):
        height, width, _ = volume
        if q.padding == "valid":
            places = (height - kernel + 1, width - kernel + 1)
            height, width = show(f"Convolution {i} is not padded: a side $n$ becomes $n - f + 1$.", places)
        else:
            show.say(f"Convolution {i} is padded to keep height and width.")
        pooled = (height // q.pool, width // q.pool, filters)
        volume = show.answer(f"p{i}", "Pooling divides both sides, rounded down; every filter gave a map.", pooled)
    show.answer("length", "Flatten lays all numbers of the volume in one row.", product(volume))
