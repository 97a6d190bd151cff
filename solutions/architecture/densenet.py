"""Block by block: the input channels of the layers grow by the growth rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, ceil_div, total, unnamed
from examgen.solutions._counted import answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.densenet import DenseNet


def solve(q: DenseNet, show: Show) -> None:
    new, narrow = q.growth, 4 * q.growth
    first = show("Weights of the 7 × 7 convolution.", unnamed(7) * 7 * unnamed(q.channels) * unnamed(q.filters))
    side = ceil_div(q.side, 2)
    weights: list[Scalar] = [first]
    normalised: list[Scalar] = [q.filters]
    products: list[Scalar] = [first * side * side]
    side, depth = ceil_div(side, 2), q.filters
    for block, count in enumerate(q.blocks, start=1):
        if block == q.block:
            layer = 4 * depth + depth * narrow + 4 * narrow + 9 * narrow * new
            show.answer(
                "layer",
                "First layer of the block: normalisation, 1 × 1 convolution, normalisation, 3 × 3 convolution.",
                layer,
            )
        read = show(
            f"Block {block}: sum of the input channels of its layers; each layer has {new} more than the previous one.",
            count * depth + new * (count * (count - 1) / 2),
        )
        convolved = show(
            "Weights of the 1 × 1 and 3 × 3 convolutions of the block.", read * narrow + count * 9 * narrow * new
        )
        last = depth + count * new
        why = f"Block {block}: every layer adds {new} channels."
        depth = show.answer("depth", why, last) if block == q.block else show(why, last)
        weights.append(convolved)
        normalised += [read, count * narrow, depth]
        products.append(convolved * side * side)
        if block < len(q.blocks):
            half = show("The 1 × 1 convolution between the blocks halves the number of channels.", depth // 2)
            weights.append(depth * half)
            products.append(depth * half * side * side)
            side, depth = side // 2, half
    dense = show("Weights of the dense layer.", depth * q.classes)
    channels = show("Number of channels of all batch normalisation layers together.", total(normalised))
    everything = total(weights) + 4 * channels + dense + q.classes
    everything = answer(
        show,
        "total",
        "Add all weights, four parameters per normalised channel, and the biases of the dense layer.",
        everything,
        q.unit,
    )
    answer(
        show,
        "trainable",
        "Not trainable: a moving mean and a moving variance per normalised channel.",
        everything - 2 * channels,
        q.unit,
    )
    if q.macs:
        answer(show, "macs", "Every weight is used once per position of its layer.", total(products) + dense, q.macs)
