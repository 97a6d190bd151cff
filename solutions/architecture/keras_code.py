"""Layer by layer: parameters and output shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, total, unnamed
from examgen.solutions._counted import answer
from examgen.solutions.architecture._code import output, owned
from examgen.solutions.architecture._keras_options import frozen, read
from examgen.solutions.architecture._rows import in_words

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.keras_code import KerasCode


WEIGHTS = {
    "Separable": ("one kernel per channel", "the 1 × 1 convolution"),
    "Conv": ("the weights of all filters",),
    "Depthwise": ("one kernel per channel",),
    "SimpleRNN": ("one weight for each pair of input and unit, and of state and unit",),
    "LSTM": ("four sets of units × (inputs + units) weights",),
    "GRU": ("three sets of units × (inputs + units) weights",),
    "Dense": ("one weight for each pair of input and unit",),
    "Bidirectional": ("weights of the forward direction", "weights of the backward direction"),
}
"""What the weights of a layer are, by how its name begins; two names where it has two sets."""
OTHERS = {
    "BatchNormalization": "the scale and the shift of every channel",
    "LayerNormalization": "the scale and the shift of every channel",
    "GroupNormalization": "the scale and the shift of every channel",
    "PReLU": "its slopes",
}


def solve(q: KerasCode, show: Show) -> None:
    shape: tuple[Scalar, ...] = q.input_shape
    everything: list[Scalar] = []
    fixed: list[Scalar] = []
    products: list[Scalar] = []
    layers = read(q.code)
    for place, (kind, o) in enumerate(layers, start=1):
        given = output(kind, o, shape, show)
        has = owned(kind, o, shape, given)
        names = next((names for start, names in WEIGHTS.items() if kind.startswith(start)), ("the weights",))
        weights = [show(f"{kind}: {name}.", count) for name, (count, _) in zip(names, has.weights, strict=False)]
        products += [count * times for count, (_, times) in zip(weights, has.weights, strict=True) if times]
        if has.others:
            weights.append(show(f"{kind}: {OTHERS.get(kind, 'add the biases')}.", has.others))
        if frozen(o):
            fixed += weights
        else:
            everything += weights
        if has.fixed:
            fixed.append(show(f"{kind}: moving mean and variance of every channel.", has.fixed))
        shape = unnamed(given)
        if place < len(layers):
            show.say("{kind}: output shape {shape}.", kind=kind, shape=in_words(shape))
    show.answer(
        "shape", "With the batch axes first." if q.batch else "Output shape of the last layer.", (*q.batch, *shape)
    )
    everything += fixed
    count = show.answer("count", "Sum over all layers.", total(everything))
    if any(kind == "BatchNormalization" or frozen(o) for kind, o in layers):
        why = "Moving means and variances and frozen layers are not trainable."
        show.answer("trainable", why, count - total(fixed))
    if q.macs or q.flops:
        macs = show("Sum over all weights, each times the number of its uses.", total(products))
        if q.macs:
            answer(show, "macs", "Number of MACs.", macs, q.macs)
        if q.flops:
            answer(show, "flops", "Two operations for each MAC.", 2 * macs, q.flops)
