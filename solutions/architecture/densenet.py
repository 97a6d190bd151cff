"""Block by block: the layers read ever more channels, in steps of the growth, so that their sum is a mean times their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, ceil_div, total
from examgen.solutions._counted import answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.densenet import DenseNet


def solve(q: DenseNet, show: Show) -> None:
    new, narrow = q.growth, 4 * q.growth
    first = show("The 7 × 7 convolution: its weights.", 7 * 7 * q.channels * q.filters)
    side = ceil_div(q.side, 2)
    weights: list[Scalar] = [first]
    normalised: list[Scalar] = [q.filters]
    products: list[Scalar] = [first * side * side]
    side, depth = ceil_div(side, 2), q.filters
    for block, count in enumerate(q.blocks, start=1):
        if block == q.block:
            layer = 4 * depth + depth * narrow + 4 * narrow + 9 * narrow * new
            show.answer("layer", f"Block {block}, its first layer: two normalisations and two convolutions.", layer)
        read = show(
            f"Block {block}: what its layers read together, each {new} maps more than the one before.",
            count * depth + new * (count * (count - 1) / 2),
        )
        convolved = show("The weights of its layers, 1 × 1 and 3 × 3.", read * narrow + count * 9 * narrow * new)
        last = depth + count * new
        why = f"Block {block}: every layer puts its new maps behind the old ones."
        depth = show.answer("depth", why, last) if block == q.block else show(why, last)
        weights.append(convolved)
        normalised += [read, count * narrow, depth]
        products.append(convolved * side * side)
        if block < len(q.blocks):
            half = show("Half as many maps go on.", depth // 2)
            weights.append(depth * half)
            products.append(depth * half * side * side)
            side, depth = side // 2, half
    dense = show("The dense layer's weights.", depth * q.classes)
    channels = show("All channels that are normalised.", total(normalised))
    everything = total(weights) + 4 * channels + dense + q.classes
    everything = answer(
        show, "total", "All weights, four numbers for each normalised channel, the biases.", everything, q.unit
    )
    answer(show, "trainable", "Moving means and variances are not trained.", everything - 2 * channels, q.unit)
    if q.macs:
        answer(show, "macs", "Every weight, as often as its layer has places.", total(products) + dense, q.macs)
