"""LayerDesign: layers of the student's own, read as data; that Keras judges them is tested with the witnesses."""

from __future__ import annotations

import re
import time

import pytest

from examgen.answers import LayerDesign, Unreadable
from examgen.arrays import text_of
from examgen.judge import Rules
from examgen.model.keras_code import LARGEST, LONGEST, CodeError, read_layers, written
from examgen.model.network import Input
from examgen.model.observable import Multiplications, OutputShape, Parameters

HALVING = LayerDesign(input_shape=(28, 28, 3), output_shape=(14, 14, 8), max_parameters=500)
STACK = LayerDesign(
    input_shape=(28, 28, 1), output_shape=(10,), max_parameters=10_000, max_multiplications=50_000, max_layers=8,
    contains=("Conv2D",), ends_with="softmax",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        'Conv2D(8, 3, strides=2, padding="same")',
        "Conv2D(8, 3, 2, 'same')",
        "Conv2D(filters=8, kernel_size=3, strides=2, padding='same', activation=None)",
        "layers.Conv2D(8, 3, padding='same', strides=2)",
        "keras.layers.Conv2D(8, 3, strides=2, padding=“same”)",
        "tf.keras.layers.Conv2D(8, 3, strides=2, padding='same', input_shape=(28, 28, 3), name='first')",
        "x = Conv2D(8, 3, strides=2, padding='same')(x)",
        "model.add(Conv2D(8, 3, strides=2, padding='same', kernel_initializer='he_normal'))",
        "[Conv2D(8, 3, strides=2, padding='same')]",
        "keras.Sequential([keras.Input((28, 28, 3)), Conv2D(8, 3, strides=2, padding='same')])",
        "layer: Conv2D(8, 3, strides=2, padding='same')  # halves",
        "  Conv2D(8, 3,\n      strides=2,\n      padding='same',\n  )",
    ],
)
def test_a_layer_is_read_however_it_is_written(text: str) -> None:
    (layer,) = read_layers(text)
    options = dict(layer.given)
    assert (layer.type.name, options.pop("filters"), options.pop("kernel_size")) == ("Conv2D", 8, 3)
    assert options == {"strides": 2, "padding": "same"}


@pytest.mark.parametrize(
    "text",
    [
        "Conv2D(8, 3), MaxPool2D(), Flatten(), Dense(10)",
        "Conv2D(8, 3)\nMaxPooling2D(2)\nFlatten()\nDense(10)",
        "Conv2D(8, 3);MaxPooling2D(2);Flatten();Dense(10)",
        "1) Conv2D(8, 3) MaxPooling2D(2)  layers.Flatten() Dense(10, use_bias=true)",
        "(1) Conv2D(8, 3x3)\n(2) MaxPooling2D(2 x 2)\n(3) Flatten()\n(4) Dense(10)",
        "Input -> Conv2D(8, 3) -> MaxPooling2D(2) -> Flatten() -> Dense(10)",
        "m = Sequential([Conv2D(8, 3)])\nm.add(MaxPooling2D(2))\nm.add(Flatten())\nm.add(Dense(10))\nm.fit(x, y)\nreturn m",
        "Layer 1: Conv2D(8, 3)\nLayer 2: MaxPooling2D(2)\nLayer 3: Flatten()\nLayer 4: Dense(10)",
        "model = Sequential([\n  Input(shape=(28, 28, 1)),\n  Conv2D(8, 3),\n  MaxPooling2D(2),\n  Flatten(),\n  Dense(10),\n])",
        "x = Conv2D(8, 3)(x)\nx = MaxPooling2D(2)(x)\n    x = Flatten()(x)\ny = Dense(10)(x)",
        "model.add(Conv2D(8, 3))\nmodel.add(MaxPooling2D(2))\nmodel.add(Flatten())\nmodel.add(Dense(10))",
    ],
)
def test_layers_one_behind_the_other_are_read_however_they_are_listed(text: str) -> None:
    assert written(read_layers(text)) == "Conv2D(8, 3), MaxPooling2D(2), Flatten(), Dense(10)"


def test_layers_within_layers_are_read() -> None:
    code = "Bidirectional(LSTM(8, return_sequences=True)), TimeDistributed(Dense(3))"
    assert written(read_layers(code)) == code


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Conv3(8)", "there is no layer 'Conv3'; is Conv3D meant"),
        ("Dense()", "Dense needs units"),
        ("Dense(10, foo=3)", "Dense has no option 'foo'; it knows units"),
        ("Dense(10, 'relu', True, 7)", "at most 3 positional arguments|trainable"),
        ("Conv2D(8, 3, 1, 'same', 2)", "at most 4 positional arguments, got 5; name the others: dilation_rate"),
        ("Dense(10**3)", "could not be interpreted"),
        ("Dense(f'{x}')", "could not be interpreted"),
        ("Dense(x)", "expected a plain value"),
        ("Dense(*[1])", "could not be interpreted"),
        ("Dense(**{'units': 3})", "could not be interpreted"),
        (f"Dense({LARGEST + 1})", "expected a number up to"),
        ("Dense(1e400)", "expected a number up to"),
        ("Dense(10, 'no word')", "expected a number up to 100000, a word"),
        ("Dense(10", "is incomplete"),
        ("import os", "it\\ contains\\ no\\ layer"),
        ("for i in x: Dense(3)", "could not be interpreted"),
        ("lambda: Dense(3)", "could not be interpreted"),
        ("Lambda(lambda x: x)", "could not be interpreted"),
        ("__import__('os').system('true')", "could not be interpreted"),
        ("os.system('true')", "expected a layer such as"),
        ("layers.__class__(3)", "there is no layer"),
        ("Dense(3).build(3)", "could not be interpreted"),
        ("Dense(3)[0]", "could not be interpreted"),
        ("nn.Conv2d(3, 8, 3)", "expected a layer such as"),
        ("BatchNormalization(training=True)", "has no option 'training'"),
        ("Bidirectional(" * 5 + "LSTM(3)" + ")" * 5, "the layers are nested too deeply"),
        ("[[[[[Dense(3)]]]]]", "the brackets are nested too deeply"),
        ("Dense(3), " * 21, "21 layers are too many"),
        ("Dense(3)#" + "-" * LONGEST, "characters are too many"),
        ("Sequential()", "it contains no layer"),
        ("a.add(Dense(3))\nb.add(Dense(5))", "layers are added to two models"),
        ("a = Sequential([Dense(3)])\nb = Sequential([Dense(5)])", "a second model begins after the first layers"),
        ("Dense(3)\nSecond solution: Dense(5)", "there may be two designs"),
        ("Before: Dense(3)\nAfter: Dense(5)", "it is not certain what 'Before:' means"),
        ("Dense(3)\nMine: Dense(5)", "there may be two designs; write only one, without 'Mine:'"),
        ("Dense(10x10)", "could not be interpreted"),
        ("5(3)", "could not be interpreted"),
        ("\\d", "could not be interpreted"),
    ],
)
def test_anything_else_is_refused_with_what_was_expected(text: str, reason: str) -> None:
    with pytest.raises(CodeError, match=reason):
        read_layers(text)
    with pytest.raises(Unreadable, match="write a layer in Keras code"):
        HALVING.read(text)


@pytest.mark.parametrize(
    "piece", ["(", "[", "-", "not ", "Dense(", "x.", "1,", "{", "'", '"""', "\\", "\x00", "é", "*", "lambda:"]
)
def test_hostile_code_takes_no_time(piece: str) -> None:
    for text in ((piece * LONGEST)[:LONGEST], "Dense(" + (piece * LONGEST)[: LONGEST - 8] + "1)"):
        start = time.thread_time()
        with pytest.raises(CodeError):
            read_layers(text)
        assert time.thread_time() - start < 2, f"it took long over {piece!r} repeated"


def test_the_value_is_the_code_letter_by_letter() -> None:
    reading = HALVING.read("layers.Conv2D(8,3,2,'same')")
    assert reading.said == 'Conv2D(8, 3, strides=2, padding="same")'
    assert text_of(reading.value) == reading.said
    assert HALVING.fit(reading.value) == reading.value
    assert HALVING.write(reading.value) == reading.said
    assert HALVING.read(reading.said).value == reading.value
    assert (
        HALVING.tex(HALVING.read("LSTM(8, return_sequences=True)").value) == r"\text{LSTM(8, return\_sequences=True)}"
    )
    for wrong in (3, (-1, 5), (68, 101)):
        with pytest.raises(ValueError, match="expected"):
            HALVING.fit(wrong)


def test_the_conditions_say_what_is_asked() -> None:
    assert HALVING.conditions == ("1 layer", "an output shape of 14 × 14 × 8", "at most 500 parameters")
    assert STACK.conditions == (
        "1 to 8 layers", "a layer Conv2D", "softmax as its last activation", "an output shape of 10", "at most 10,000 parameters",
        "at most 50,000 multiply-accumulate operations",
    )  # fmt: skip
    assert not HALVING.key_is_unique


def test_a_design_is_a_network_of_which_shapes_and_counts_are_asked() -> None:
    value = STACK.read("Flatten(), Dense(10)").value
    net = STACK.network(value)
    assert net.arrays["x"] == Input(28, 28, 1)
    assert [str(node.layer) for node in net.nodes] == ["Flatten()", "Dense(10)"]
    assert STACK.observables(value) == (
        OutputShape("x"), OutputShape("layer 1"), OutputShape("layer 2"), Parameters(), Multiplications(),
    )  # fmt: skip


def test_a_design_earns_as_a_whole() -> None:
    seen = {OutputShape("x"): (28, 28, 3), OutputShape("layer 1"): (14, 14, 8), Parameters(): 608}
    judged = HALVING.judged(HALVING.read("Conv2D(8, 5, strides=2, padding='same')").value, seen)
    assert judged.cells == (True, True, False)
    assert Rules().worth(judged) == ("wrong", 0)
    assert judged.notes == ("it has 1 layer", "its output shape is 14 × 14 × 8", "it has 608 parameters")
    refused = HALVING.refused("Keras says no")
    assert not refused.right
    assert refused.notes == ("Keras says no",)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("Conv2D(100000, 1)", "more than 10,000,000 values in all"),
        ("Flatten(), Dense(20000)", "more than 10,000,000 parameters"),
        ("UpSampling2D(60), UpSampling2D(60), UpSampling2D(60)", "more than 10,000,000 values in all"),
        ("UpSampling2D(2), TimeDistributed(TimeDistributed(Dense(3)))", "called more than 1,000 times"),
        ("UpSampling2D(8), TimeDistributed(TimeDistributed(Dense(3)))", "called more than 1,000 times"),
        ("ZeroPadding2D(100000)", "more than 10,000,000 values in all"),
        ("Conv2DTranspose(8, 3, strides=1000)", "more than 10,000,000 values in all"),
        ("RepeatVector(100000)", "more than 10,000,000 values in all"),
        ("Embedding(100000, 1000)", "more than 10,000,000 parameters|more than 10,000,000 values"),
        ("Reshape((784, 3)), LSTM(5000)", "more than 10,000,000 parameters"),
        ("Reshape((784, 3)), Bidirectional(GRU(3000))", "more than 10,000,000 parameters"),
        ("Reshape((784, 3)), RNN(LSTMCell(5000))", "more than 10,000,000 parameters"),
    ],
)
def test_a_design_that_is_far_too_large_is_not_built(code: str, reason: str) -> None:
    assert re.search(reason, STACK.too_costly(STACK.read(code).value))


def test_a_design_as_students_write_it_is_not_too_large() -> None:
    code = "Conv2D(64, 3), Conv2D(128, 3), MaxPooling2D(2), Flatten(), Dense(256), Dropout(0.5), Dense(10)"
    assert LayerDesign((32, 32, 3), (10,), max_layers=9).too_costly(STACK.read(code).value) == ""


def test_a_design_of_another_rank_is_refused_where_our_networks_would_add_an_axis() -> None:
    seen = {OutputShape("x"): (28, 28, 3), OutputShape("layer 1"): (26, 26, 1, 8), Parameters(): 224}
    assert HALVING.judged(HALVING.read("Conv3D(8, 3)").value, seen).notes == (
        "Conv3D(8, 3) cannot be applied to an input of shape 28 × 28 × 3",
    )


@pytest.mark.parametrize(
    "options", [{}, {"max_layers": 3}, {"kinds": ("Conv4D",)}, {"contains": ("Lambda",), "output_shape": (1,)}]
)
def test_a_design_without_a_condition_or_of_unknown_layers_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected"):
        LayerDesign((3,), **options)  # type: ignore[arg-type]
