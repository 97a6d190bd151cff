"""Automatic misconceptions on networks of no question: what the confused student computes, by hand."""

from __future__ import annotations

import pytest

from examgen import oracle
from examgen.arrays import Array
from examgen.model import layers, losses, ops
from examgen.model.network import Input, Network
from examgen.model.observable import parameters, shape, value
from examgen.oracle import Request
from examgen.question import misconceptions


def seen(net: Network | None, observable) -> Array:
    assert net is not None, "the edit makes sense here"
    return oracle.observe([Request(net, (observable,))])[0][observable]


@pytest.mark.parametrize("padding", [2, (2, 2), ((2, 2), (2, 2))])
def test_padding_counted_once_adds_zeros_on_one_side(padding) -> None:
    net = Network(x=Input(10, 10, 1)).add("p", layers.ZeroPadding2D(padding=padding)).add("z", layers.Conv2D(1, 3))
    assert seen(net, shape("z")) == (12, 12, 1)
    assert seen(misconceptions.padding_once(net), shape("z")) == (10, 10, 1)


def test_a_pair_of_zeros_along_one_axis_is_no_padding_on_both_sides_to_be_counted_once() -> None:
    net = Network(x=Input(10, 1)).add("p", layers.ZeroPadding1D(padding=(2, 0))).add("z", layers.Conv1D(1, 3))
    assert misconceptions.padding_once(net) is None
    even = Network(x=Input(10, 1)).add("p", layers.ZeroPadding1D(padding=2)).add("z", layers.Conv1D(1, 3))
    assert seen(misconceptions.padding_once(even), shape("z")) == (10, 1)


def test_gates_in_another_order_exchange_the_columns_of_the_first_two() -> None:
    kernel, zeros = ((0.0, 5.0, 1.0, 5.0),), ((0.0,) * 4,)
    net = Network(x=((1,),), h=0, c=1, W=kernel, U=zeros, b=(0,) * 4)
    net = net.add(("y", "h1", "c1"), layers.LSTM(1, return_state=True), "x", state=("h", "c"), weights=("W", "U", "b"))
    edited = misconceptions.gates_in_another_order(net)
    # the input gate is sigma(0) and the forget gate sigma(5); exchanged, the other way round
    assert seen(net, value("c1")) == pytest.approx((0.9933071 + 0.5 * 0.7615942,), abs=1e-6)
    assert seen(edited, value("c1")) == pytest.approx((0.5 + 0.9933071 * 0.7615942,), abs=1e-6)


def test_a_loss_with_the_wrong_sign_is_the_negative_of_it() -> None:
    layer = Network(y=((0, 2),), p=((1, 4),)).add("L", losses.MeanSquaredError(), "y", "p")
    assert (seen(layer, value("L")), seen(misconceptions.loss_with_the_wrong_sign(layer), value("L"))) == (2.5, -2.5)
    written = Network(p=(0.5, 0.25)).add("log", ops.log()).add("losses", ops.negative())
    assert seen(misconceptions.loss_with_the_wrong_sign(written), value("losses")) == pytest.approx(
        (-0.693147, -1.386294)
    )
    assert misconceptions.loss_with_the_wrong_sign(Network(x=(1, 2)).add("m", ops.negative())) is None


def test_depthwise_and_separable_layers_have_strides_and_padding_too() -> None:
    padded = Network(x=Input(9, 9, 4)).add("d", layers.DepthwiseConv2D(3, strides=2, padding="same"))
    padded = padded.add("z", layers.SeparableConv2D(8, 3, strides=2, padding="same"))
    bare = Network(x=Input(9, 9, 4)).add("z", layers.SeparableConv2D(8, 3))
    assert seen(padded, shape("z")) == (3, 3, 8)
    assert seen(misconceptions.stride_ignored(padded), shape("z")) == (9, 9, 8)
    assert seen(misconceptions.padding_left_out(padded), shape("z")) == (1, 1, 8)
    assert seen(misconceptions.same_rounded_down(padded), shape("z")) == (2, 2, 8)
    assert seen(misconceptions.same_for_valid(bare), shape("z")) == (9, 9, 8)


def test_with_one_channel_a_grouped_filter_has_one_kernel() -> None:
    net = Network(x=Input(9, 9, 4)).add("z", layers.Conv2D(8, 3, groups=2))
    assert seen(net, parameters("z")) == (3 * 3 * 2 + 1) * 8
    assert seen(misconceptions.one_channel_only(net), parameters("z")) == (3 * 3 + 1) * 8


def test_a_layer_in_a_wrapper_loses_its_biases_too() -> None:
    net = Network(x=((1, 2), (3, 4)), V=((1,), (1,)), c=(5,))
    net = net.add("y", layers.TimeDistributed(layers.Dense(1)), "x", weights=("V", "c"))
    assert seen(net, value("y")) == ((8,), (12,))
    assert seen(misconceptions.bias_left_out(net), value("y")) == ((3,), (7,))
    ahead = Network(x=((1,), (2,)), w=((1,),), u=((0,),), b=(10,), v=((1,),), c=(100,))
    both = layers.Bidirectional(layers.SimpleRNN(1, activation="linear"))
    ahead = ahead.add("h", both, "x", weights=("w", "u", "b", "v", "u", "c"))
    assert seen(ahead, value("h")) == (12, 101)
    assert seen(misconceptions.bias_left_out(ahead), value("h")) == (2, 1)
    counted = Network(x=Input(4, 2)).add("h", layers.Bidirectional(layers.SimpleRNN(3)))
    assert seen(misconceptions.bias_left_out(counted), parameters("h")) == 2 * (2 * 3 + 3 * 3)
