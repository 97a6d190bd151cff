"""Stage by stage: the first block, the other blocks, then the sum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, ceil_div, total
from examgen.solutions._counted import answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.resnet import ResNet

Sizes = Sequence[tuple[Scalar, Scalar, Scalar]]
"""Filters, kernel and groups of each convolution on a main path."""


def solve(q: ResNet, show: Show) -> None:
    early_norms = q.generation == 2
    last = "a moving mean, a moving variance and a bias" if q.use_bias else "a moving mean and a moving variance"
    each: Scalar = 4
    if not early_norms:
        each = show(
            f"Besides its weights, each filter has a scale, a shift, {last}. Number of these parameters per filter:",
            4 + int(q.use_bias),
        )
    w, side = q.widths[0], ceil_div(q.side, 2)
    weights = show("Weights of the 7 × 7 convolution.", 7 * 7 * q.channels * w)
    if not early_norms:
        counts = [show("Add the other parameters of its filters, {each} each.", weights + each * w, each=each)]
    else:
        counts = [show("Add its biases.", weights + w) if q.use_bias else weights]
    normalised: list[Scalar] = [] if early_norms else [w]
    products: list[Scalar] = [weights * side * side]
    depth: Scalar
    side, depth = ceil_div(side, 2), w
    for stage, (blocks, w) in enumerate(zip(q.blocks, q.widths, strict=True), start=1):
        narrow = q.inner * w if q.inner > 1 else w
        sizes: Sizes = ((w, 3, 1), (w, 3, 1))
        if q.bottleneck:
            sizes = ((narrow, 1, 1), (narrow, 3, q.groups), (4 * w, 1, 1))
        given = sizes[-1][0]
        before, side = side, ceil_div(side, 2) if stage > 1 else side
        early = before if q.bottleneck and q.stride_inside else side  # where the first convolution of the stage works
        main, shortcut = path(sizes, depth), depth * given if depth != given or stage > 1 else 0
        why = f"Stage {stage}, first block: weights of its convolutions{' (shortcut last)' if shortcut else ''}."
        first = show(why, (*main, shortcut) if shortcut else main)
        other = show(f"Stage {stage}, each of the other blocks: weights of its convolutions.", path(sizes, given))
        inner = total(size for size, *_ in sizes)
        outer = inner + given if shortcut else inner
        besides = "its weights and the other parameters of its filters, {each} each."
        if early_norms:
            outer, inner = depth + inner - given, inner
            besides = "its weights, and {each} parameters per channel that is normalised."
        one, more = total(first) + each * outer, total(other) + each * inner
        if early_norms and q.use_bias:
            besides = "its weights, {each} parameters per channel that is normalised, and biases."
            one, more = one + (2 * given if shortcut else given), more + given
        if stage == q.stage:
            one = show.answer(
                "first",
                f"Stage {stage}, first block: {besides}",
                one,
                each=each,
            )
            why = f"Stage {stage}, each of the other blocks: {besides}"
            more = show.answer("other", why, more, each=each) if blocks > 1 else more
        counts.append(show(f"Stage {stage}: parameters of all blocks.", one + (blocks - 1) * more))
        what = "channels that are normalised" if early_norms else "filters"
        why = f"Stage {stage}: number of {what} in all blocks, needed in the last step."
        normalised.append(show(why, outer + (blocks - 1) * inner))
        if q.macs:
            rest = total(first[1:]) + (blocks - 1) * total(other)
            why = f"Stage {stage}: every weight is used once per position of its convolution."
            products.append(show(why, first[0] * early * early + rest * side * side))
        depth = given
    if early_norms:
        counts.append(show("The last batch normalisation.", each * depth))
        normalised.append(depth)
    dense = show("Weights of the dense layer.", depth * q.classes)
    everything = total(counts) + dense + q.classes
    late = "the last normalisation, " if early_norms else ""
    everything = answer(
        show,
        "total",
        f"Add the first convolution, all stages, {late}and the weights and {int(q.classes)} biases of the dense layer.",
        everything,
        q.unit,
    )
    why = f"Not trainable: a moving mean and a moving variance per {'channel that is normalised' if early_norms else 'filter'}."
    answer(show, "trainable", why, everything - 2 * total(normalised), q.unit)
    if q.macs:
        answer(show, "macs", "Every weight is used once per position of its layer.", total(products) + dense, q.macs)


def path(sizes: Sizes, depth: Scalar) -> tuple[Scalar, ...]:
    """The weights of every convolution on a main path that reads so many channels."""
    weights: list[Scalar] = []
    for filters, kernel, groups in sizes:
        weights.append(kernel * kernel * (depth / groups if groups > 1 else depth) * filters)
        depth = filters
    return tuple(weights)
