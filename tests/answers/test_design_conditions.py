"""What a design is worth, condition by condition, from the shapes and counts that Keras has found; no Keras runs here."""

from __future__ import annotations

import pytest

from examgen.answers import Comparison, LayerDesign
from examgen.answers.design_cost import too_costly
from examgen.model.keras_code import read_layers
from examgen.model.observable import Multiplications, OutputShape, Parameters

IMAGE = (28, 28, 3)


def judged(
    kind: LayerDesign, code: str, *sizes: tuple[int, ...], parameters: int = 100, operations: int = 1000
) -> Comparison:
    """The design held against its conditions; the sizes are the output shapes of its layers, one after the other."""
    value = kind.read(code).value
    shapes = {OutputShape("x"): kind.input_shape}
    shapes |= {OutputShape(f"layer {place}"): size for place, size in enumerate(sizes, start=1)}
    return kind.judged(value, {**shapes, Parameters(): parameters, Multiplications(): operations})


@pytest.mark.parametrize(
    ("layers", "holds", "note"),
    [
        (1, False, "it has 1 layer"),
        (2, True, "it has 2 layers"),
        (3, True, "it has 3 layers"),
        (4, False, "it has 4 layers"),
    ],
)
def test_the_number_of_layers_is_held_against_both_of_its_bounds(layers: int, holds: bool, note: str) -> None:
    kind = LayerDesign((10,), max_parameters=500, min_layers=2, max_layers=3)
    found = judged(kind, ", ".join(["Dense(10)"] * layers), *[(10,)] * layers)
    assert kind.conditions[0] == "2 to 3 layers"
    assert (found.cells[0], found.notes[0]) == (holds, note)


def test_a_condition_on_the_number_of_layers_is_worded_for_one_for_two_and_for_a_range() -> None:
    assert LayerDesign((10,), (10,)).conditions[0] == "1 layer"
    assert LayerDesign((10,), (10,), min_layers=2, max_layers=2).conditions[0] == "2 layers"
    assert LayerDesign((10,), (10,), max_layers=2).conditions[0] == "1 to 2 layers"


def test_only_the_layers_that_are_named_may_be_used() -> None:
    kind = LayerDesign(IMAGE, kinds=("Conv2D", "Flatten"), max_layers=3)
    assert kind.conditions[1] == "no layer but Conv2D or Flatten"
    assert judged(kind, "Conv2D(8, 3)", (26, 26, 8)).cells == (True, True)
    allowed = judged(kind, "Conv2D(8, 3), Conv2D(8, 3), Flatten()", (26, 26, 8), (24, 24, 8), (4608,))
    assert allowed.cells == (True, True)
    assert allowed.notes[1] == "it is made of Conv2D, Flatten"
    assert judged(kind, "Conv2D(8, 3), Dense(3)", (26, 26, 8), (26, 26, 3)).cells == (True, False)


def test_where_no_layer_is_named_every_layer_may_be_used() -> None:
    kind = LayerDesign((20, 4), (3,), max_layers=2)
    assert judged(kind, "LSTM(5), Dense(3)", (5,), (3,)).right


def test_every_layer_that_must_be_there_has_to_be_there() -> None:
    kind = LayerDesign(IMAGE, contains=("Conv2D", "Flatten"), max_layers=3)
    assert kind.conditions[1] == "a layer Conv2D and a layer Flatten"
    both = judged(kind, "Conv2D(8, 3), Flatten(), Dense(3)", (26, 26, 8), (5408,), (3,))
    one = judged(kind, "Conv2D(8, 3), Dense(3)", (26, 26, 8), (26, 26, 3))
    assert (both.cells[1], one.cells[1]) == (True, False)
    assert one.notes[1] == "it is made of Conv2D, Dense"


@pytest.mark.parametrize(
    ("code", "sizes", "activation"),
    [
        ('Dense(10, activation="softmax")', [(10,)], "softmax"),
        ("Dense(10), Softmax()", [(10,), (10,)], "softmax"),
        ("Dense(10), ReLU()", [(10,), (10,)], "relu"),
        ("Dense(10), LeakyReLU()", [(10,), (10,)], "leaky_relu"),
        ("Dense(10), ELU()", [(10,), (10,)], "elu"),
        ("Dense(10), PReLU()", [(10,), (10,)], "prelu"),
        ('Dense(10), Activation("sigmoid")', [(10,), (10,)], "sigmoid"),
        ("Dense(10)", [(10,)], "linear"),
        ('Dense(10, activation="softmax"), Reshape((5, 2))', [(10,), (5, 2)], "linear"),
    ],
)
def test_the_last_activation_is_an_option_of_the_last_layer_or_a_layer_of_its_own(
    code: str, sizes: list[tuple[int, ...]], activation: str
) -> None:
    kind = LayerDesign((10,), max_parameters=500, max_layers=2, ends_with="softmax")
    assert kind.conditions[1] == "softmax as its last activation"
    found = judged(kind, code, *sizes)
    assert found.cells[1] is (activation == "softmax")
    assert found.notes[1] == f"its last activation is {activation}"


@pytest.mark.parametrize(
    ("layer", "counts"),
    [
        ("Conv2D(8, 3)", True),
        ("Conv2D(8, 5)", True),
        ("Conv2D(8, 2)", False),  # the kernel is too small
        ("Conv2D(8, (3, 1))", False),
        ("Conv2D(8, (1, 3))", False),
        ("Conv2D(8, 28)", True),
        ("Conv2D(8, 29)", False),  # larger than the image
        ("Conv2D(8, 3, strides=3)", True),
        ("Conv2D(8, 3, strides=4)", False),  # pixels between two windows are skipped
        ("Conv2D(8, 3, strides=(3, 4))", False),
        ("DepthwiseConv2D(3)", True),
        ("SeparableConv2D(8, 3)", True),
        ("Conv2DTranspose(8, 3)", False),
        ("Dense(8)", False),
        ("MaxPooling2D(3)", False),
    ],
)
def test_a_convolution_counts_if_its_kernel_looks_at_a_neighbourhood_and_skips_no_pixel(
    layer: str, counts: bool
) -> None:
    kind = LayerDesign(IMAGE, convolutions=1)
    assert kind.conditions[1] == "at least 1 convolution with a kernel of 3 × 3 or larger and no skipped pixels"
    found = judged(kind, layer, (7, 7, 8))
    assert found.cells[1] is counts
    assert found.notes[1].startswith(f"it has {'1' if counts else 'no'} convolution with kernels of ")


def test_a_convolution_along_a_sequence_has_one_axis() -> None:
    kind = LayerDesign((20, 4), convolutions=1)
    assert judged(kind, "Conv1D(8, 3)", (18, 8)).cells[1]
    assert not judged(kind, "Conv1D(8, 2)", (19, 8)).cells[1]


def test_as_many_convolutions_are_needed_as_are_asked_for_with_kernels_as_large() -> None:
    kind = LayerDesign(IMAGE, convolutions=2, kernel_size=5, max_layers=3)
    assert kind.conditions[1] == "at least 2 convolutions with kernels of 5 × 5 or larger and no skipped pixels"
    enough = judged(kind, "Conv2D(8, 5), Conv2D(8, 5)", (24, 24, 8), (20, 20, 8))
    small = judged(kind, "Conv2D(8, 5), Conv2D(8, 3)", (24, 24, 8), (22, 22, 8))
    assert (enough.cells[1], enough.notes[1][:23]) == (True, "it has 2 convolutions w")
    assert (small.cells[1], small.notes[1][:22]) == (False, "it has 1 convolution w")


@pytest.mark.parametrize(
    ("code", "sizes", "holds", "note"),
    [
        ("Conv2D(8, 3), MaxPooling2D(2)", [(26, 26, 8), (13, 13, 8)], True, "28 × 28 × 3"),
        ("MaxPooling2D(2), Conv2D(8, 3)", [(14, 14, 3), (12, 12, 8)], False, "14 × 14 × 3"),
        ("ZeroPadding2D(1), Conv2D(8, 3)", [(30, 30, 3), (28, 28, 8)], True, "30 × 30 × 3"),
        ("MaxPooling2D((1, 2)), Conv2D(8, 3)", [(28, 14, 3), (26, 12, 8)], False, "28 × 14 × 3"),
        ("Conv2D(1, 1), Conv2D(8, 3)", [(28, 28, 1), (26, 26, 8)], True, "28 × 28 × 1"),
        ("Flatten(), Dense(8)", [(2352,), (8,)], False, "2352"),
    ],
)
def test_the_image_must_reach_the_first_convolution_unreduced(
    code: str, sizes: list[tuple[int, ...]], holds: bool, note: str
) -> None:
    kind = LayerDesign(IMAGE, (1,), max_layers=2, convolution_first=True)
    assert kind.conditions[1] == "no pooling before the first convolution"
    found = judged(kind, code, *sizes)
    assert found.cells[1] is holds
    assert found.notes[1] == f"its first convolution has an input of shape {note}"


@pytest.mark.parametrize(
    ("code", "sizes", "pair"),
    [
        ("Dense(8), Dense(4)", [(8,), (4,)], "Dense and Dense"),
        ('Dense(8, activation="relu"), Dense(4)', [(8,), (4,)], ""),
        ('Dense(8, activation="linear"), Dense(4)', [(8,), (4,)], "Dense and Dense"),
        ("Dense(8), ReLU(), Dense(4)", [(8,), (8,), (4,)], ""),
        ("Dense(8), Dropout(0.5), Dense(4)", [(8,), (8,), (4,)], "Dense and Dense"),
        ('Dense(8, activation="relu"), Dense(8), Dense(4)', [(8,), (8,), (4,)], "Dense and Dense"),
        ("Dense(8), ReLU(), Dense(4), Dense(2)", [(8,), (8,), (4,), (2,)], "Dense and Dense"),
        ("Embedding(10, 4), LSTM(8), Dense(4)", [(20, 4), (8,), (4,)], ""),
        ("Embedding(10, 4), GlobalAveragePooling1D(), Dense(4)", [(20, 4), (4,), (4,)], "Embedding and Dense"),
    ],
)
def test_two_layers_with_weights_need_an_activation_between_them(
    code: str, sizes: list[tuple[int, ...]], pair: str
) -> None:
    kind = LayerDesign((20,), (4,), max_layers=4, nonlinear=True)
    assert kind.conditions[1] == "a non-linear activation between any two layers with weights"
    found = judged(kind, code, *sizes)
    assert found.cells[1] is not bool(pair)
    assert found.notes[1] == (
        f"there is no non-linear activation between {pair}"
        if pair
        else "there is a non-linear activation wherever one is needed"
    )


def test_convolutions_of_every_kind_have_weights() -> None:
    kind = LayerDesign(IMAGE, (1,), max_layers=2, nonlinear=True)
    for first in ("Conv2D(8, 3)", "DepthwiseConv2D(3)", "SeparableConv2D(8, 3)", "Conv2DTranspose(8, 3)"):
        found = judged(kind, f"{first}, Dense(4)", (26, 26, 8), (26, 26, 4))
        assert found.notes[1] == f"there is no non-linear activation between {first.partition('(')[0]} and Dense"


def test_the_output_shape_and_the_counts_are_each_held_against_what_is_asked() -> None:
    kind = LayerDesign(IMAGE, (14, 14, 8), max_parameters=1500, min_parameters=200, max_multiplications=2000)
    assert kind.conditions[1:] == (
        "an output shape of 14 × 14 × 8",
        "at least 200 and at most 1,500 parameters",
        "at most 2,000 multiply-accumulate operations",
    )
    layer = "Conv2D(8, 3, strides=2, padding='same')"
    found = judged(kind, layer, (14, 14, 8), parameters=1500, operations=2000)
    assert found.right
    assert found.notes[1:] == (
        "its output shape is 14 × 14 × 8",
        "it has 1,500 parameters",
        "it has 2,000 multiply-accumulate operations",
    )
    assert found.summary == "Your design has the output shape 14 × 14 × 8 and 1,500 parameters."
    assert judged(kind, layer, (14, 14, 9), parameters=199, operations=2001).cells == (True, False, False, False)


def test_operations_are_counted_only_where_they_are_bounded() -> None:
    without = LayerDesign((10,), (4,))
    assert Multiplications() not in without.observables(without.read("Dense(4)").value)
    seen = {OutputShape("x"): (10,), OutputShape("layer 1"): (4,), Parameters(): 44}
    assert without.judged(without.read("Dense(4)").value, seen).right


def test_an_output_without_axes_is_called_one_number() -> None:
    kind = LayerDesign((10,), (4,))
    assert judged(kind, "Dense(4)", ()).notes[1] == "its output shape is one number"


def test_a_layer_is_refused_only_where_its_input_has_too_few_axes() -> None:
    kind = LayerDesign(IMAGE, (1,), max_layers=2)
    assert judged(kind, "Flatten(), Conv2D(8, 3)", (2352,), (1,)).notes == (
        "Conv2D(8, 3) cannot be applied to an input of shape 2352",
    )
    assert judged(kind, "Conv2D(8, 3), Flatten()", (26, 26, 8), (1,)).right


def test_only_the_design_of_the_key_is_equal_to_it() -> None:
    kind = LayerDesign((10,), (4,), max_parameters=100)
    key, other = kind.read("Dense(4)").value, kind.read("Dense(4, use_bias=False)").value
    assert kind.compare(key, key).cells == (True, True, True)
    assert kind.compare(other, key).cells == (False, False, False)
    assert kind.compare(other, key).as_a_whole
    assert kind.refused("Keras says no").cells == (False, False, False)
    assert kind.refused("Keras says no").as_a_whole


def test_a_hint_shows_one_layer_or_several() -> None:
    assert LayerDesign((10,), (4,)).hint == "a layer in Keras code, for example Dense(10)"
    several = LayerDesign((10,), (4,), max_layers=2).hint
    assert several == "Keras layers in order, separated by commas, for example Flatten(), Dense(10)"


@pytest.mark.parametrize(
    "condition",
    [
        {"max_parameters": 0},
        {"min_parameters": 0},
        {"max_multiplications": 0},
        {"kinds": ("Dense",)},
        {"contains": ("Dense",)},
        {"convolutions": 1},
    ],
)
def test_one_condition_is_enough(condition: dict[str, object]) -> None:
    assert LayerDesign((10,), **condition).conditions  # type: ignore[arg-type]


def test_unknown_layers_are_named_in_alphabetical_order() -> None:
    with pytest.raises(ValueError, match="expected names of layers that we know, got Conv4D, Lambda"):
        LayerDesign((10,), kinds=("Lambda", "Dense"), contains=("Conv4D",))


@pytest.mark.parametrize(
    ("code", "lengths"),
    [
        ("RNN(Identity())", (10, 4)),
        ("Bidirectional(Identity())", (10, 4)),
        ("TimeDistributed(Identity())", (10, 4)),
        ("Dense(4)", ()),
        ("LSTM(4)", ()),
        ("Conv2D(4, 3)", ()),
        ("TimeDistributed(Dense(4))", ()),
        ("Bidirectional(LSTM(4))", ()),
    ],
)
def test_what_keras_would_refuse_is_not_called_costly(code: str, lengths: tuple[int, ...]) -> None:
    assert too_costly(read_layers(code), lengths) == ""
