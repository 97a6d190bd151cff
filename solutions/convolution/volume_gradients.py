"""The kernel of one filter and channel, the biases, and a channel of the input, to which every filter contributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import Scalar, each, total, unnamed
from examgen.solutions.convolution._map import slices
from examgen.solutions.steps import size_of, weighed, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.volume_gradients import VolumeGradients


def solve(q: VolumeGradients, show: Show) -> None:
    image, upstream, place = slices(unnamed(q.image)), slices(unnamed(q.upstream)), int(q.channel) - 1
    own = upstream[int(q.filter) - 1]
    dk = windows(image[place], size_of(own), (1, 1), weighed(own))
    why = (
        r"Let $K$ be channel {c} of $F_{k}$, $Z$ the feature map of $F_{k}$, and $X$ channel {c} of the input: "
        r"$\partial L / \partial K_{ab} = \sum_{i,j} \partial L / \partial Z_{ij} \cdot X_{i+a,\,j+b}$ (indices from 0)."
    )
    show.answer("dk", why, dk, k=int(q.filter), c=int(q.channel))
    biases = tuple(total(slope for row in slopes for slope in row) for slopes in upstream)
    show.answer("db", "A bias is added at every position, so its gradient is the sum over its feature map.", biases)
    parts = []
    for number, (slopes, filter_) in enumerate(zip(upstream, q.filters, strict=True), start=1):
        kernel = slices(unnamed(filter_))[place]
        why = (
            "Contribution of $F_{k}$: multiply its channel {c} by each entry of the gradient, place the product at the window of this "
            "entry, and add up."
        )
        parts.append(show(why, _spread(slopes, kernel), k=number, c=int(q.channel)))
    together = each(lambda *values: total(values), *parts) if len(parts) > 1 else parts[0]
    show.answer("dx", "Every filter is applied to this channel: add up the contributions.", together)


def _spread(slopes: Any, kernel: Any) -> Any:
    """The full convolution, contribution by contribution."""
    (rows, columns), (tall, wide) = size_of(slopes), size_of(kernel)
    arrived: dict[tuple[int, int], list[Scalar]] = {}
    for i, row in enumerate(slopes):
        for j, slope in enumerate(row):
            for a, weights in enumerate(kernel):
                for b, weight in enumerate(weights):
                    arrived.setdefault((i + a, j + b), []).append(slope * weight)
    return tuple(tuple(total(arrived[r, c]) for c in range(columns + wide - 1)) for r in range(rows + tall - 1))
