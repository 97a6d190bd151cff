"""What the oracle reports depends on the network and on nothing else: not on its company, its order, or what was asked before."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Any

import keras
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.arrays import Array, cells
from examgen.model import layers, losses, ops, optimizers
from examgen.model.network import Input, Layer, Network
from examgen.model.observable import (
    after_step,
    gradient,
    multiplications,
    parameters,
    pixel_use,
    receptive_field,
    shape,
    value,
)
from examgen.oracle import Answers, OracleError, Request, attempt
from examgen.oracle.instance import Instance
from examgen.oracle.running import traced_from
from examgen.oracle.steps import TRACED_FROM


def numbers(random: Random, *lengths: int) -> Array:
    return tuple(numbers(random, *lengths[1:]) for _ in range(lengths[0])) if lengths else random.uniform(-1, 1)


def filtered(random: Random) -> Request:
    n, f = random.choice((4, 5)), random.choice((2, 3))
    net = Network(x=numbers(random, n, n), k=numbers(random, f, f), b=numbers(random))
    net = net.add("z", layers.Conv2D(1, f, padding=random.choice(("same", "valid"))), "x", weights=("k", "b"))
    net = net.add("p", layers.MaxPooling2D(2)).add("L", ops.sum())
    return Request(net, random.choice(((value("p"), shape("p")), (value("L"), gradient("L", "k")))))


def unrolled(random: Random) -> Request:
    net = Network(h0=numbers(random, 2), w=numbers(random, 1, 2), u=numbers(random, 2, 2), b=numbers(random, 2))
    for t in range(1, random.choice((1, 2)) + 1):
        net = net.with_arrays(**{f"x{t}": numbers(random, 1)})
        net = net.add(f"h{t}", layers.SimpleRNNCell(2), f"x{t}", weights=("w", "u", "b"), state=f"h{t - 1}")
    return Request(net, (value(net.last),))


def trained(random: Random) -> Request:
    net = Network(x=numbers(random, 2), w=numbers(random, 2, 1), b=numbers(random, 1), y=numbers(random, 1))
    net = net.add("p", layers.Dense(1), "x", weights=("w", "b")).add("L", losses.MeanSquaredError(), "y", "p")
    return Request(net, (after_step("w", "L", optimizers.SGD(0.1, momentum=0.9), random.choice((1, 2))),))


def counted(random: Random) -> Request:
    lengths = (random.choice((6, 8, 9)), random.choice((6, 8)), random.choice((1, 2, 3)))
    net = Network(x=Input(*lengths)).add("1", layers.Conv2D(2, random.choice((1, 3)), strides=random.choice((1, 2))))
    asked = (shape("1"), parameters(), multiplications(), pixel_use("1", "x"), receptive_field("1", "x"))
    return Request(net, random.choice((asked[:2], asked[2:3], asked[3:])))


def refused(random: Random) -> Request:
    return Request(Network(x=Input(3, 3, random.choice((1, 2)))).add("z", layers.Conv2D(1, 5)), (shape("z"),))


def singular(random: Random) -> Request:
    m = random.choice((((2, 0), (0, 4)), ((1, 1), (1, 1))))
    return Request(Network(m=m, y=((2,), (4,))).add("x", ops.solve(), "m", "y"), (value("x"),))


KINDS: tuple[Callable[[Random], Request], ...] = (filtered, unrolled, trained, counted, refused, singular)
seeds = st.integers(0, 5)
requests = st.lists(
    st.builds(lambda kind, seed: kind(Random(seed)), st.sampled_from(KINDS), seeds), min_size=1, max_size=12
)


def same(one: Answers | OracleError, other: Answers | OracleError) -> bool:
    if isinstance(one, OracleError) or isinstance(other, OracleError):
        return type(one) is type(other) and str(one) == str(other)
    return one.keys() == other.keys() and all(
        list(cells(one[o])) == pytest.approx(list(cells(other[o])), rel=1e-12, abs=1e-14) for o in one
    )


@settings(max_examples=25)
@given(
    requests, st.randoms(use_true_random=False), st.integers(1, 2 * max(TRACED_FROM, traced_from(1))), st.integers(1, 5)
)
def test_answers_depend_neither_on_grouping_nor_on_order_nor_on_batch_size(
    asked: list[Request], random: Random, copies: int, size: int
) -> None:
    alone = [attempt([request])[0] for request in asked]
    many = [index for index in range(len(asked)) for _ in range(copies if index == 0 else 1)]
    random.shuffle(many)
    together = attempt([asked[index] for index in many])
    in_batches = [
        outcome
        for start in range(0, len(many), size)
        for outcome in attempt([asked[i] for i in many[start : start + size]])
    ]
    for place, index in enumerate(many):
        assert same(together[place], alone[index])
        assert same(in_batches[place], alone[index])


ASKED_AGAIN: tuple[Callable[[Random], Layer], ...] = (
    lambda r: layers.Conv2D(
        r.choice((1, 4)), r.choice((1, 3)), groups=r.choice((1, 2)), dilation_rate=r.choice((1, 2))
    ),
    lambda r: layers.Conv2DTranspose(2, r.choice((2, 3)), strides=r.choice((1, 2)), output_padding=r.choice((None, 1))),
    lambda r: layers.SeparableConv2D(3, r.choice((1, 3)), strides=2, padding="same", use_bias=r.random() < 0.5),
    lambda r: layers.LSTM(3, return_state=r.random() < 0.5, return_sequences=r.random() < 0.5),
    lambda r: layers.Bidirectional(layers.GRU(2), merge_mode=r.choice(("concat", "sum"))),
    lambda r: layers.TimeDistributed(layers.Dense(r.choice((1, 3)))),
    lambda r: layers.BatchNormalization(scale=r.random() < 0.5, trainable=r.random() < 0.5),
    lambda r: layers.Reshape((-1, r.choice((2, 4)))),
    lambda r: layers.PReLU(shared_axes=r.choice((None, (1,)))),
    lambda r: layers.MaxPooling2D(r.choice((2, 3)), strides=r.choice((None, 1)), padding=r.choice(("same", "valid"))),
    lambda r: layers.Permute((2, 1)),
)
reads = st.lists(st.sampled_from((1, 2, 3, 4, 7)), min_size=1, max_size=4).map(tuple)
ASKED = (shape("z"), parameters("z"), parameters("z", trainable=True))


def in_keras(made: Layer) -> Any:
    options = {name: in_keras(v) if isinstance(v, Layer) else v for name, v in made.given}
    return getattr(keras.layers, made.type.name)(**options)


def said_by_keras(layer: Layer, lengths: tuple[int, ...]) -> tuple[Array, ...] | None:
    """The output shape and the counts of a layer that is made for this input alone; nothing where Keras refuses it."""
    try:
        new = in_keras(layer)
        outputs = new(keras.KerasTensor((1, *lengths)))
    except Exception:
        return None
    counts = (sum(math.prod(v.shape) for v in weights) for weights in (new.weights, new.trainable_weights))
    first = outputs[0] if isinstance(outputs, tuple | list) else outputs
    return (tuple(first.shape)[1:], *counts)


@settings(max_examples=100)
@given(st.sampled_from(ASKED_AGAIN), seeds, st.lists(reads, min_size=1, max_size=4))
def test_a_layer_that_was_asked_before_says_what_a_new_one_says(
    kind: Callable[[Random], Layer], seed: int, inputs: list[tuple[int, ...]]
) -> None:
    layer = kind(Random(seed))
    for lengths in inputs:
        if len(lengths) < (layer.type.rank or 0):
            continue  # an axis of length 1 is added: our networks know plain pictures
        (outcome,) = attempt([Request(Network(x=Input(*lengths)).add("z", layer), ASKED)])
        seen = None if isinstance(outcome, OracleError) else tuple(outcome[asked] for asked in ASKED)
        assert seen == said_by_keras(layer, lengths), lengths


@pytest.mark.parametrize(
    "layer",
    [
        layers.Conv2D(2, 3),
        layers.LSTM(3),
        layers.TimeDistributed(layers.Dense(2)),
        layers.Bidirectional(layers.GRU(2), merge_mode="sum"),
    ],
    ids=str,
)
def test_a_layer_made_without_keras_watching_it_has_the_parts_that_keras_finds(layer: Layer) -> None:
    parts = Instance(layer).parts
    found = in_keras(layer)._flatten_layers()
    assert [type(part).__name__ for part in parts] == [type(part).__name__ for part in found]
    assert all(isinstance(part, type(one)) for part, one in zip(parts, found, strict=True))
