"""Every kind of layer, operation, loss and optimizer that we know: it is as Keras has it, and gives what Keras gives."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import keras
import numpy as np
import pytest

from examgen.arrays import Array, array
from examgen.model import layers, losses, ops, optimizers
from examgen.model.network import Input, Layer, LayerType, Network
from examgen.model.observable import parameters, shape, value
from examgen.oracle import Request, observe

PLANE, LINE, BOX, ROW, STEPS = (6, 5, 4), (6, 4), (4, 4, 4, 2), (4,), (3, 4)

LAYERS: dict[str, tuple[Layer, tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]] = {
    made.type.name: (made, reads, owns)
    for made, reads, owns in (
        (layers.Identity(), (PLANE,), ()),
        (layers.Conv1D(3, 2, padding="causal"), (LINE,), ((2, 4, 3), (3,))),
        (layers.Conv2D(3, (2, 3), strides=2, padding="same"), (PLANE,), ((2, 3, 4, 3), (3,))),
        (layers.Conv3D(3, 2), (BOX,), ((2, 2, 2, 2, 3), (3,))),
        (layers.Conv1DTranspose(3, 2, strides=2), (LINE,), ((2, 3, 4), (3,))),
        (layers.Conv2DTranspose(3, 2, strides=2), (PLANE,), ((2, 2, 3, 4), (3,))),
        (layers.Conv3DTranspose(3, 2), (BOX,), ((2, 2, 2, 3, 2), (3,))),
        (layers.DepthwiseConv1D(2), (LINE,), ((2, 4, 1), (4,))),
        (layers.DepthwiseConv2D(2, depth_multiplier=2), (PLANE,), ((2, 2, 4, 2), (8,))),
        (layers.SeparableConv1D(3, 2), (LINE,), ((2, 4, 1), (1, 4, 3), (3,))),
        (layers.SeparableConv2D(3, 2), (PLANE,), ((2, 2, 4, 1), (1, 1, 4, 3), (3,))),
        (layers.ZeroPadding1D(2), (LINE,), ()),
        (layers.ZeroPadding2D(((1, 0), (0, 2))), (PLANE,), ()),
        (layers.ZeroPadding3D(1), (BOX,), ()),
        (layers.Cropping1D((1, 2)), (LINE,), ()),
        (layers.Cropping2D(((1, 0), (0, 2))), (PLANE,), ()),
        (layers.Cropping3D(1), (BOX,), ()),
        (layers.UpSampling1D(2), (LINE,), ()),
        (layers.UpSampling2D(2), (PLANE,), ()),
        (layers.UpSampling3D(2), (BOX,), ()),
        (layers.MaxPooling1D(2), (LINE,), ()),
        (layers.MaxPooling2D(3, strides=2, padding="same"), (PLANE,), ()),
        (layers.AveragePooling1D(2), (LINE,), ()),
        (layers.AveragePooling2D(3, strides=2, padding="same"), (PLANE,), ()),
        (layers.GlobalAveragePooling1D(), (LINE,), ()),
        (layers.GlobalAveragePooling2D(), (PLANE,), ()),
        (layers.GlobalAveragePooling3D(), (BOX,), ()),
        (layers.GlobalMaxPooling1D(), (LINE,), ()),
        (layers.GlobalMaxPooling2D(), (PLANE,), ()),
        (layers.GlobalMaxPooling3D(), (BOX,), ()),
        (layers.Dense(3, "tanh"), (ROW,), ((4, 3), (3,))),
        (layers.Flatten(), (PLANE,), ()),
        (layers.Reshape((5, 24)), (PLANE,), ()),
        (layers.Permute((2, 1)), (LINE,), ()),
        (layers.RepeatVector(3), (ROW,), ()),
        (layers.Masking(), (STEPS,), ()),
        (layers.Rescaling(0.5, offset=1.0), (PLANE,), ()),
        (layers.Activation("sigmoid"), (ROW,), ()),
        (layers.ReLU(max_value=1.0), (ROW,), ()),
        (layers.LeakyReLU(0.25), (ROW,), ()),
        (layers.PReLU(shared_axes=(1,)), (LINE,), ((1, 4),)),
        (layers.ELU(0.5), (ROW,), ()),
        (layers.Softmax(), (LINE,), ()),
        (layers.Dropout(0.5), (ROW,), ()),
        (layers.BatchNormalization(), (PLANE,), ((4,), (4,), (4,), (4,))),
        (layers.LayerNormalization(), (LINE,), ((4,), (4,))),
        (layers.GroupNormalization(2), (PLANE,), ((4,), (4,))),
        (layers.SpatialDropout1D(0.5), (LINE,), ()),
        (layers.SpatialDropout2D(0.5), (PLANE,), ()),
        (layers.SpatialDropout3D(0.5), (BOX,), ()),
        (layers.GaussianNoise(0.5), (ROW,), ()),
        (layers.GaussianDropout(0.5), (ROW,), ()),
        (layers.ConvLSTM1D(3, 2), (PLANE,), ((2, 4, 12), (2, 3, 12), (12,))),
        (layers.ConvLSTM2D(3, 2), (BOX,), ((2, 2, 2, 12), (2, 2, 3, 12), (12,))),
        (layers.RNN(layers.LSTMCell(3)), (STEPS,), ((4, 12), (3, 12), (12,))),
        (layers.Add(), (ROW, ROW), ()),
        (layers.Subtract(), (ROW, ROW), ()),
        (layers.Multiply(), (ROW, ROW, ROW), ()),
        (layers.Average(), (ROW, ROW), ()),
        (layers.Maximum(), (ROW, ROW), ()),
        (layers.Minimum(), (ROW, ROW), ()),
        (layers.Concatenate(), (ROW, ROW), ()),
        (layers.Attention(), (LINE, LINE, LINE), ()),
        (layers.Embedding(10, 3), (ROW,), ((10, 3),)),
        (layers.SimpleRNN(3, return_sequences=True), (STEPS,), ((4, 3), (3, 3), (3,))),
        (layers.LSTM(3, go_backwards=True), (STEPS,), ((4, 12), (3, 12), (12,))),
        (layers.GRU(3), (STEPS,), ((4, 9), (3, 9), (2, 9))),
        (layers.Bidirectional(layers.SimpleRNN(3), merge_mode="sum"), (STEPS,), ((4, 3), (3, 3), (3,)) * 2),
        (layers.TimeDistributed(layers.Dense(3)), (STEPS,), ((4, 3), (3,))),
    )
}
SHAPES = {"MaxPooling3D": layers.MaxPooling3D(2), "AveragePooling3D": layers.AveragePooling3D(2)}
"""TensorFlow cannot run these in float64 on every machine: only what they give is known."""
CELLS: dict[str, tuple[Layer, int, tuple[tuple[int, ...], ...]]] = {
    "SimpleRNNCell": (layers.SimpleRNNCell(3), 1, ((4, 3), (3, 3), (3,))),
    "LSTMCell": (layers.LSTMCell(3), 2, ((4, 12), (3, 12), (12,))),
    "GRUCell": (layers.GRUCell(3), 1, ((4, 9), (3, 9), (2, 9))),
}


def numbers(lengths: tuple[int, ...], seed: int) -> np.ndarray:
    """Numbers that are positive, as a variance must be, and stay so below 1 as an index of an embedding may."""
    return np.random.default_rng(seed).uniform(0.1, 0.9, lengths)


def as_array(numbers: np.ndarray) -> Array:
    return array(numbers.tolist())


def in_keras(made: Layer) -> Any:
    options = {name: in_keras(v) if isinstance(v, Layer) else v for name, v in made.given}
    return getattr(keras.layers, made.type.name)(**options, dtype="float64")


def compare(net: Network, name: str, expected: Any) -> None:
    (answers,) = observe([Request(net, (value(name), parameters()))])
    np.testing.assert_allclose(np.array(answers[value(name)], dtype=float), np.array(expected), rtol=1e-9, atol=1e-12)


def test_every_kind_of_layer_stands_in_these_tables() -> None:
    assert LAYERS.keys() | CELLS.keys() | SHAPES.keys() == layers.KINDS.keys()


@pytest.mark.parametrize("name", SHAPES)
def test_a_solid_is_pooled_to_half_its_sides(name: str) -> None:
    net = Network(x=Input(*BOX)).add("y", SHAPES[name])
    assert observe([Request(net, (shape("y"),))]) == [{shape("y"): (2, 2, 2, 2)}]


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_owns_and_gives_what_it_does_in_keras(name: str) -> None:
    made, reads, owns = LAYERS[name]
    inputs = [numbers(lengths, seed) for seed, lengths in enumerate(reads)]
    if name == "Embedding":
        inputs = [np.floor(10 * inputs[0])]
    layer = in_keras(made)
    batched = [read[None] for read in inputs]
    layer(batched if len(batched) > 1 else batched[0])
    assert tuple(tuple(weight.shape) for weight in layer.weights) == owns
    weights = [numbers(lengths, 10 + seed) for seed, lengths in enumerate(owns)]
    layer.set_weights(weights)
    net = Network({f"x{i}": as_array(read) for i, read in enumerate(inputs)})
    net = net.with_arrays(**{f"w{i}": as_array(weight) for i, weight in enumerate(weights)})
    net = net.add("y", made, *(f"x{i}" for i in range(len(inputs))), weights=[f"w{i}" for i in range(len(weights))])
    compare(net, "y", layer(batched if len(batched) > 1 else batched[0])[0])
    (answers,) = observe([Request(net, (parameters("y"),))])
    assert answers[parameters("y")] == sum(math.prod(lengths) for lengths in owns) == layer.count_params()


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_owns_and_gives_what_it_does_in_keras(name: str) -> None:
    made, count, owns = CELLS[name]
    x, states = numbers(ROW, 0), [numbers((3,), 1 + i) for i in range(count)]
    cell = in_keras(made)
    cell.build((1, 4))
    assert tuple(tuple(weight.shape) for weight in cell.weights) == owns
    weights = [numbers(lengths, 10 + seed) for seed, lengths in enumerate(owns)]
    cell.set_weights(weights)
    net = Network(x=as_array(x)).with_arrays(**{f"w{i}": as_array(weight) for i, weight in enumerate(weights)})
    net = net.with_arrays(**{f"s{i}": as_array(state) for i, state in enumerate(states)})
    outputs, before = tuple(f"y{i}" for i in range(count)), tuple(f"s{i}" for i in range(count))
    net = net.add(outputs, made, "x", state=before, weights=[f"w{i}" for i in range(len(weights))])
    _, after = cell(x[None], [state[None] for state in states])
    for output, state in zip(outputs, after, strict=True):
        compare(net, output, state[0])


@pytest.mark.parametrize("name", ["SimpleRNN", "LSTM", "GRU"])
def test_a_recurrent_layer_starts_from_given_states_and_gives_its_last_ones(name: str) -> None:
    _, _, owns = LAYERS[name]
    made = layers.KINDS[name](3, return_sequences=True, return_state=True)
    count = 2 if name == "LSTM" else 1
    x, states = numbers(STEPS, 0), [numbers((3,), 1 + i) for i in range(count)]
    layer = in_keras(made)
    layer(x[None])
    weights = [numbers(lengths, 10 + seed) for seed, lengths in enumerate(owns)]
    layer.set_weights(weights)
    net = Network(x=as_array(x)).with_arrays(**{f"w{i}": as_array(weight) for i, weight in enumerate(weights)})
    net = net.with_arrays(**{f"s{i}": as_array(state) for i, state in enumerate(states)})
    outputs, before = ("y", *(f"h{i}" for i in range(count))), tuple(f"s{i}" for i in range(count))
    net = net.add(outputs, made, "x", state=before, weights=[f"w{i}" for i in range(len(weights))])
    for output, expected in zip(outputs, layer(x[None], initial_state=[s[None] for s in states]), strict=True):
        compare(net, output, expected[0])


# operations ---------------------------------------------------------------------------------------------------------

GRID = ((1, 2, 3), (4, 5, 6))


@pytest.mark.parametrize(
    ("operation", "read", "expected"),
    [
        (ops.flip(axis=1), (GRID,), ((3, 2, 1), (6, 5, 4))),
        (ops.flip(axis=0), (GRID,), ((4, 5, 6), (1, 2, 3))),
        (ops.flip(), (GRID,), ((6, 5, 4), (3, 2, 1))),
        (ops.rot90(), (GRID,), ((3, 6), (2, 5), (1, 4))),  # anti-clockwise
        (ops.rot90(k=-1), (GRID,), ((4, 1), (5, 2), (6, 3))),
        (ops.clip(2, 5), (GRID,), ((2, 2, 3), (4, 5, 5))),
        (ops.take((2, 0), axis=1), (GRID,), ((3, 1), (6, 4))),
        (ops.take(1, axis=0), (GRID,), (4, 5, 6)),
        (ops.transpose(), (GRID,), ((1, 4), (2, 5), (3, 6))),
        (ops.roll(1, axis=1), (GRID,), ((3, 1, 2), (6, 4, 5))),
        (ops.pad(((0, 0), (1, 0))), (GRID,), ((0, 1, 2, 3), (0, 4, 5, 6))),
        (ops.extract_patches(2, strides=1), (GRID,), (((1, 2, 4, 5), (2, 3, 5, 6)),)),
        (ops.extract_patches((2, 3)), (GRID,), (((1, 2, 3, 4, 5, 6),),)),
        (ops.reshape((3, 2)), (GRID,), ((1, 2), (3, 4), (5, 6))),
        (ops.expand_dims(0), ((1, 2),), ((1, 2),)),
        (ops.squeeze(), (((1, 2),),), (1, 2)),
        (ops.sum(axis=0), (GRID,), (5, 7, 9)),
        (ops.sum(axis=-1, keepdims=True), (GRID,), ((6,), (15,))),
        (ops.mean(), (GRID,), 3.5),
        (ops.var(), ((1, 3),), 1),
        (ops.std(), ((1, 5),), 2),
        (ops.max(axis=1), (GRID,), (3, 6)),
        (ops.min(), (GRID,), 1),
        (ops.argmax(axis=1), (GRID,), (2, 2)),
        (ops.argmin(), (GRID,), 0),
        (ops.norm(), ((3, 4),), 5),
        (ops.matmul(), (GRID, ((1,), (0,), (2,))), ((7,), (16,))),
        (ops.stack(), ((1, 2), (3, 4)), ((1, 2), (3, 4))),
        (ops.concatenate(), ((1, 2), (3,)), (1, 2, 3)),
        (ops.power(), ((2, 3), 2), (4, 9)),
        (ops.sign(), ((-2, 0, 3),), (-1, 0, 1)),
        (ops.stop_gradient(), (GRID,), GRID),
    ],
    ids=str,
)
def test_an_operation_sees_one_example_without_a_batch_axis(
    operation: Layer, read: tuple[Array, ...], expected: Array
) -> None:
    net = Network({f"x{i}": value_ for i, value_ in enumerate(read)})
    net = net.add("y", operation, *net.arrays)
    (answers,) = observe([Request(net, (value("y"),))])
    assert (
        answers[value("y")] == pytest.approx(expected)
        if isinstance(expected, float)
        else answers[value("y")] == expected
    )


# signatures ---------------------------------------------------------------------------------------------------------


def signature(kind: LayerType) -> dict[str, inspect.Parameter]:
    found = attrgetter(f"{kind.namespace}.{kind.name}")(keras)
    skipped = {"x", "x1", "x2", "xs", "array", "images", "a", "b", "variable"} if kind.namespace == "ops" else set()
    return {name: p for name, p in inspect.signature(found).parameters.items() if name not in skipped}


def flat(default: object) -> Iterator[object]:
    """One length for all axes, as Keras's ``(1, 1)`` or ``((1, 1), (1, 1))``."""
    if isinstance(default, tuple):
        for item in default:
            yield from flat(item)
    else:
        yield default


ALL = [
    kind
    for module in (layers, ops, losses, optimizers)
    for kind in vars(module).values()
    if isinstance(kind, LayerType)
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.path)
def test_options_and_their_defaults_are_those_of_keras(kind: LayerType) -> None:
    known = signature(kind)
    every_layer = {"trainable"} if kind.namespace == "layers" else set()
    assert {*kind.required, *kind.defaults} - every_layer - kind.at_call <= known.keys()
    for name, ours in kind.defaults.items():
        if name in every_layer | kind.at_call:
            continue
        theirs = known[name].default
        assert theirs == ours or set(flat(theirs)) == {ours}, f"{kind.path}({name}={theirs})"
    needed = [name for name, p in known.items() if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    assert set(needed) <= set(kind.required)


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind.namespace == "layers"], ids=lambda kind: kind.name)
def test_what_may_be_given_by_place_stands_in_keras_in_that_place(kind: LayerType) -> None:
    ours = list(dict.fromkeys((*kind.required, *kind.defaults)))[: kind.positional]
    assert ours == list(signature(kind))[: len(ours)]


def test_a_layer_is_frozen_by_name_only_and_says_so() -> None:
    assert str(layers.Dense(3, trainable=False)) == "Dense(3, trainable=False)"
    assert str(layers.Dense(3, trainable=True)) == "Dense(3)"
    with pytest.raises(TypeError, match="at most 3 positional arguments, got 4; name the others: trainable"):
        layers.Dense(3, None, True, False)


def test_what_keras_takes_at_the_call_does_not_stand_in_the_layer() -> None:
    training = layers.BatchNormalization(training=True)
    assert str(training) == "BatchNormalization()"
    assert training.at_call == {"training": True}
    assert training != layers.BatchNormalization()


def test_a_window_of_pooling_is_two_where_nothing_is_said_and_is_written_down() -> None:
    assert str(layers.MaxPooling2D()) == str(layers.MaxPooling2D(2)) == "MaxPooling2D(2)"
    assert str(layers.MaxPooling2D(strides=1)) == "MaxPooling2D(2, strides=1)"
