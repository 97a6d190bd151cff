"""What a design would cost is told from its code: shapes and parameters as Keras has them, or more, never less."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from examgen.answers import design_cost
from examgen.answers.design import _bounded
from examgen.answers.design_cost import MOST_CALLS, DesignCost, too_costly
from examgen.model.keras_code import read_layers


def through(code: str, lengths: tuple[int, ...]) -> tuple[tuple[int, ...], DesignCost]:
    cost = DesignCost()
    (layer,) = read_layers(code)
    return design_cost._through(layer, lengths, cost), cost


@pytest.mark.parametrize(
    ("code", "lengths", "made", "parameters"),
    [
        ("Conv2D(8, 3)", (28, 28, 3), (26, 26, 8), 224),
        ("Conv2D(8, (5, 3), strides=(2, 1), padding='same')", (28, 28, 3), (14, 28, 8), 368),
        ("Conv2D(8, 3, dilation_rate=2)", (28, 28, 3), (24, 24, 8), 224),
        ("Conv1D(4, 5, strides=3)", (20, 2), (6, 4), 44),
        ("Conv3D(2, 3)", (5, 6, 7, 1), (3, 4, 5, 2), 56),
        ("Conv2D(8, 30)", (28, 28, 3), (1, 1, 8), 21608),
        ("Conv2DTranspose(4, 3, strides=2)", (5, 6, 2), (13, 15, 4), 76),
        ("DepthwiseConv2D(3, depth_multiplier=2)", (10, 10, 4), (8, 8, 8), 80),
        ("SeparableConv2D(16, 3)", (10, 10, 4), (8, 8, 16), 36 + 64 + 16),
        ("Dense(10)", (4, 7), (4, 10), 80),
        ("Embedding(100, 8)", (12,), (12, 8), 800),
        ("Flatten()", (4, 5, 6), (120,), 0),
        ("Reshape((20, 6))", (4, 5, 6), (120,), 0),
        ("RepeatVector(3)", (7,), (3, 7), 0),
        ("PReLU()", (4, 5, 6), (4, 5, 6), 120),
        ("BatchNormalization()", (4, 5, 6), (4, 5, 6), 24),
        ("GlobalAveragePooling2D()", (4, 5, 6), (6,), 0),
        ("MaxPooling2D(2)", (9, 8, 3), (4, 4, 3), 0),
        ("MaxPooling2D(3, strides=2)", (9, 8, 3), (4, 3, 3), 0),
        ("AveragePooling2D((3, 2), padding='same')", (9, 8, 3), (3, 4, 3), 0),
        ("MaxPooling1D(4)", (10, 3), (2, 3), 0),
        ("UpSampling2D((2, 3))", (4, 5, 6), (8, 15, 6), 0),
        ("UpSampling1D(3)", (4, 5), (12, 5), 0),
        ("ZeroPadding2D(2)", (4, 5, 6), (8, 9, 6), 0),
        ("ZeroPadding1D(2)", (4, 5), (8, 5), 0),
        ("Dropout(0.5)", (4, 5), (4, 5), 0),
        ("SimpleRNN(3)", (10, 4), (3,), 3 * 9),
        ("GRU(3, return_sequences=True)", (10, 4), (10, 3), 3 * 3 * 9),
        ("LSTM(3)", (10, 4), (3,), 4 * 3 * 9),
        ("Bidirectional(LSTM(3, return_sequences=True))", (10, 4), (10, 6), 2 * 4 * 3 * 9),
        ("TimeDistributed(Dense(3))", (10, 4), (10, 3), 15),
        ("TimeDistributed(Conv2D(8, 3))", (10, 28, 28, 3), (10, 26, 26, 8), 224),
        ("ConvLSTM2D(4, 3, return_sequences=True)", (5, 8, 8, 2), (5, 6, 6, 4), 8 * 76),
        ("ConvLSTM2D(4, 3)", (5, 8, 8, 2), (6, 6, 4), 8 * 76),
    ],
)
def test_a_layer_costs_what_it_makes_and_what_it_learns(code, lengths, made, parameters) -> None:
    shape, cost = through(code, lengths)
    assert (shape, cost.parameters) == (made, parameters)


@pytest.mark.parametrize(
    ("code", "lengths", "cells", "calls"),
    [
        ("Conv2D(8, 3)", (28, 28, 3), 0, 0),
        ("LSTM(3)", (10, 4), 30, 0),
        ("GRU(3)", (10, 4), 30, 0),
        ("ConvLSTM2D(4, 3)", (5, 8, 8, 2), 5 * 144, 0),
        ("TimeDistributed(Dense(3))", (10, 4), 30, 10),
        ("TimeDistributed(TimeDistributed(Dense(3)))", (10, 4, 5), 10 * (4 * 3 + 4 * 3), 40),
    ],
)
def test_what_is_worked_out_within_a_layer_counts(code, lengths, cells, calls) -> None:
    _, cost = through(code, lengths)
    assert (cost.cells, cost.calls) == (cells, calls)


@pytest.mark.parametrize(
    ("code", "lengths", "reason"),
    [
        ("Dense(9999)", (999,), ""),
        ("Dense(10000)", (999,), ""),
        ("Dense(10001)", (999,), "it may have more than 10,000,000 parameters"),
        ("UpSampling2D(100)", (31, 31, 1), ""),
        ("UpSampling2D(100)", (32, 32, 1), "its layers output more than 10,000,000 values in all"),
        ("TimeDistributed(Dense(1))", (MOST_CALLS, 1), ""),
        ("TimeDistributed(Dense(1))", (MOST_CALLS + 1, 1), "the layers within its layers are called more than 1,000 times"),
        ("Dense(10), Dense(10001)", (999, 1000), "its layers output more than 10,000,000 values in all"),
    ],
)  # fmt: skip
def test_a_design_is_refused_from_its_bounds_on(code, lengths, reason) -> None:
    assert too_costly(read_layers(code), lengths) == reason


@pytest.mark.parametrize(
    ("least", "most", "count", "holds"),
    [
        (None, 500, 500, True),
        (None, 500, 501, False),
        (100, None, 100, True),
        (100, None, 99, False),
        (100, 500, 99, False),
        (100, 500, 300, True),
        (100, 500, 501, False),
    ],
)
def test_a_bound_holds_up_to_itself(least, most, count, holds) -> None:
    bound = _bounded("parameters", "parameters", least, most)
    design = SimpleNamespace(parameters=count)
    assert bound.holds(design) is holds
    assert bound.found(design) == f"it has {count} parameters"


def test_a_bound_is_told_in_words() -> None:
    assert _bounded("parameters", "parameters", 100, 5000).asked == "at least 100 and at most 5,000 parameters"
    assert _bounded("parameters", "parameters", None, 0).asked == "at most 0 parameters"
