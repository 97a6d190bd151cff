"""A network is data: it says what it is, and every edit is a new one."""

from __future__ import annotations

import pytest

from examgen.model import layers
from examgen.model.network import Input, Network


def block() -> Network:
    return (
        Network(x=((1, 2, 3), (4, 5, 6), (7, 8, 9)), w=((1, 0), (0, 1)), b=0)
        .add("z", layers.Conv2D(1, 2), "x", weights=("w", "b"))
        .add("a", layers.ReLU())
        .add("p", layers.MaxPooling2D(2))
    )


def test_a_layer_is_written_as_its_keras_code() -> None:
    assert str(layers.Conv2D(8, (3, 5), strides=2, padding="same")) == 'Conv2D(8, (3, 5), strides=2, padding="same")'
    wrapped = layers.Bidirectional(layers.SimpleRNN(4), merge_mode="sum")
    assert str(wrapped) == 'Bidirectional(keras.layers.SimpleRNN(4), merge_mode="sum")'


def test_layers_are_equal_however_they_were_written() -> None:
    assert layers.Conv2D(8, 3, strides=1) == layers.Conv2D(filters=8, kernel_size=3)
    assert layers.Conv2D(8, 3).but(strides=2).but(strides=1) == layers.Conv2D(8, 3)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: layers.Conv2D(8), "needs kernel_size"),
        (lambda: layers.Conv2D(8, 3, stride=2), "no option 'stride'"),
        (lambda: layers.Conv2D(8, 3, filters=8), "'filters' twice"),
        (lambda: layers.Dense(1, None, True, 5, 6), "at most"),
    ],
)
def test_a_layer_that_keras_does_not_have_is_refused_with_what_it_knows(make, says) -> None:
    with pytest.raises(TypeError, match=says):
        make()


def test_wiring_refuses_a_taken_name_and_a_name_that_nothing_gives() -> None:
    with pytest.raises(ValueError, match="already has 'z'"):
        block().add("z", layers.ReLU())
    with pytest.raises(ValueError, match=r"the input 'q' of .* is not defined before it"):
        block().add("f", layers.Flatten(), "q")


def test_an_edit_leaves_the_network_as_it_was() -> None:
    net = block()
    assert str(net.but("z", padding="same").node("z").layer) == 'Conv2D(1, 2, padding="same")'
    assert str(net.swap("p", layers.AveragePooling2D).node("p").layer) == "AveragePooling2D(2)"
    assert net == block()
    assert hash(net) == hash(block())


def test_one_edit_may_change_several_layers() -> None:
    net = block()
    assert net.but("z", "p", padding="same") == net.but("z", padding="same").but("p", padding="same")
    assert net.without("z", "a") == net.without("z").without("a")


def test_a_layer_is_put_behind_a_tensor_or_between_it_and_one_reader() -> None:
    net = block().add("r", layers.ReLU(), "z")
    behind = net.insert_after("z", layers.Softmax())
    assert [behind.node(name).inputs for name in ("z", "a", "r")] == [("z before",), ("z",), ("z",)]
    between = net.insert_between("z", "r", layers.Softmax())
    assert [between.node(name).inputs for name in ("z", "a", "r")] == [("x",), ("z",), ("z for r",)]
    assert between.node("z for r").inputs == ("z",)


def test_a_paper_shows_layers_without_where_keras_keeps_them() -> None:
    net = Network(x=Input(5, 2)).add("h", layers.Bidirectional(layers.LSTM(4))).add("y", layers.Dense(1))
    assert net.code("h") == "Bidirectional(LSTM(4))"
    assert net.listing == "Bidirectional(LSTM(4))\nDense(1)"


def test_a_cut_goes_on_from_what_is_given_and_drops_what_came_before() -> None:
    cut = block().cut_at(z=((1, -1), (2, 3))).needed_for(["p"])
    assert dict(cut.arrays) == {"z": ((1, -1), (2, 3))}
    assert [node.outputs for node in cut.nodes] == [("a",), ("p",)]


def test_networks_of_other_numbers_have_one_structure() -> None:
    assert block().structure == block().with_arrays(b=5).structure
    assert block().structure != block().with_arrays(x=((1, 2), (3, 4))).structure
    assert Network(x=Input(3, 3)).shapes == (("x", (3, 3)),)
