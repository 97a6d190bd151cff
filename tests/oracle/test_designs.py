"""Designs as Keras builds them: what Sequential refuses is refused, what is degenerate is not right, what is huge is not built."""

from __future__ import annotations

import re
import time

import pytest

from examgen.answers import Comparison, LayerDesign
from examgen.verify.witness import compare

LAYER = LayerDesign((28, 28, 16), (14, 14, 8), max_parameters=1200, convolutions=1)
NETWORK = LayerDesign(
    (48, 48, 3), (7,), max_parameters=20_000, max_layers=12, ends_with="softmax", convolutions=2, convolution_first=True,
    nonlinear=True,
)  # fmt: skip
SEQUENCE = LayerDesign((5, 3), (7,), max_parameters=10_000, max_layers=4)
END = 'GlobalAveragePooling2D(), Dense(7, activation="softmax")'


def judged(kind: LayerDesign, code: str) -> Comparison:
    value = kind.read(code).value
    return compare(kind, value, value)


@pytest.mark.parametrize(
    ("kind", "code", "summary"),
    [
        (LAYER, 'Conv2D(8, 3, strides=2, padding="same")', "output shape 14 × 14 × 8 and 1,160 parameters"),
        (NETWORK, f'Conv2D(8, 3, activation="relu"), Conv2D(16, 3, activation="relu"), {END}', "output shape 7 and 1,511 parameters"),
        (NETWORK, f"Conv2D(8, 3), BatchNormalization(), ReLU(), MaxPooling2D(2), Conv2D(16, 5), LeakyReLU(alpha=0.1), {END}", "7 and"),
        (NETWORK, f'Conv2D(8, 3, activation="relu"), SpatialDropout2D(0.2), Conv2D(16, 3), GroupNormalization(4), ELU(), {END}', "7 and"),
        (SEQUENCE, "RNN(LSTMCell(3)), Dense(7)", "output shape 7 and 112 parameters"),
        (SEQUENCE, "LSTM(3, dropout=0.2, recurrent_dropout=0.1), Dense(7)", "output shape 7 and 112 parameters"),
    ],
)  # fmt: skip
def test_a_design_that_fulfils_every_condition_is_right_whichever_it_is(
    kind: LayerDesign, code: str, summary: str
) -> None:
    comparison = judged(kind, code)
    assert comparison.right, comparison.notes
    assert summary in comparison.summary


@pytest.mark.parametrize(
    ("kind", "code", "note"),
    [
        (LAYER, "Conv2D(8, 1, strides=2)", "it has no convolution with kernels of 3 × 3 or larger"),
        (LAYER, "Conv2D(8, (1, 5), strides=2, padding='same')", "it has no convolution with kernels of 3 × 3 or larger"),
        (LAYER, "Conv2D(8, 2, strides=2)", "it has no convolution with kernels of 3 × 3 or larger"),
        (LAYER, "Conv2D(8, 5, strides=2, padding='same')", "it has 3,208 parameters"),
        (NETWORK, 'MaxPooling2D(24), Conv2D(100, 1), Conv2D(8, 1), Conv2D(1, 1), Flatten(), Dense(7, activation="softmax")', "it has no convolution with kernels of 3 × 3 or larger"),
        (NETWORK, f'MaxPooling2D(2), Conv2D(8, 3, activation="relu"), Conv2D(8, 3, activation="relu"), {END}', "input of shape 24 × 24 × 3"),
        (NETWORK, f'Conv2D(3, 1, strides=24, activation="relu"), Conv2D(8, 3, padding="same", activation="relu"), {END}', "it has no convolution with kernels of 3 × 3 or larger"),
        (NETWORK, f'Conv2D(8, 3, activation="relu"), MaxPooling2D(23), Conv2D(8, 3, padding="same", activation="relu"), {END}', "it has 1 convolution with kernels of 3 × 3 or larger"),
        (NETWORK, f'Conv2D(8, 3, strides=4, activation="relu"), Conv2D(8, 3, activation="relu"), {END}', "it has 1 convolution with kernels of 3 × 3 or larger"),
        (NETWORK, f"Conv2D(8, 3), Conv2D(16, 3), {END}", "there is no non-linear activation between Conv2D and Conv2D"),
        (NETWORK, f'Conv2D(8, 3, activation="relu"), Conv2D(16, 3, activation="linear"), {END}', "there is no non-linear activation between Conv2D and Dense"),
    ],
)  # fmt: skip
def test_a_degenerate_design_is_told_what_is_missing_and_what_it_is(kind: LayerDesign, code: str, note: str) -> None:
    comparison = judged(kind, code)
    assert not comparison.right
    assert any(note in found for found in comparison.notes), comparison.notes
    assert comparison.summary.startswith("Your design has the output shape ")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("LSTM(3, return_state=True), Dense(7)", "has 3 outputs; in a Sequential model each layer has one"),
        ("LSTM(3, return_state=True)", "has 3 outputs"),
        ("Bidirectional(LSTM(3), merge_mode=None), Dense(7)", "has 2 outputs"),
        ("Conv2D(3, 3), Dense(7)", "Keras refuses layer 1, .*expected min_ndim=4, found ndim=3"),
        ("Add(), Dense(7)", "A merge layer should be called on a list of inputs"),
        ("Dense(7, activation='ReLU')", "Could not interpret activation function identifier: ReLU"),
        ("Conv1D(8, 9), Dense(7)", "Keras refuses layer 1"),
        ("Dense(3.5)", "expected a positive integer"),
        ("Dropout(1.5), Dense(7)", "Expected a float value between 0 and 1"),
        ("Bidirectional(TimeDistributed(LSTM(3)))", "Keras refuses layer 1, Bidirectional\\(TimeDistributed"),
    ],
)
def test_what_keras_refuses_is_refused_with_its_reason(code: str, reason: str) -> None:
    (note,) = judged(SEQUENCE, code).notes
    assert re.search(reason, note), note


@pytest.mark.parametrize(
    "code",
    [
        "UpSampling2D(4), TimeDistributed(TimeDistributed(Dense(3)))",
        "UpSampling2D(8), TimeDistributed(TimeDistributed(Dense(3)))",
        "UpSampling2D(60), TimeDistributed(TimeDistributed(Dense(3)))",
        "Flatten(), Dense(100000)",
        "Flatten(), RepeatVector(1000), LSTM(2000)",
        "Conv2DTranspose(8, 3, strides=500)",
    ],
)
def test_a_design_that_would_take_long_to_build_is_refused_at_once(code: str) -> None:
    start = time.thread_time()
    comparison = judged(NETWORK, code)
    assert not comparison.right
    assert time.thread_time() - start < 1
