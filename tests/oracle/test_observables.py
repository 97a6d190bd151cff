"""What the oracle reports, each against a case that was worked out by hand."""

from __future__ import annotations

from math import exp, log, sqrt, tanh

import pytest

from examgen.arrays import Array, cells
from examgen.model import layers, losses, ops, optimizers
from examgen.model.network import Input, Layer, Network
from examgen.model.observable import (
    Observed,
    after_step,
    gradient,
    multiplications,
    parameters,
    pixel_use,
    receptive_field,
    shape,
    value,
)
from examgen.oracle import OracleError, Request, observe

PICTURE = ((1, 2, 0), (0, 1, 3), (2, 1, 1))
KERNEL = ((1, 0), (-1, 2))


def seen(net: Network, observable: Observed) -> Array:
    (answers,) = observe([Request(net, (observable,))])
    return answers[observable]


def stack(lengths: tuple[int, ...], *made: Layer) -> Network:
    """Layers one behind the other, called by their numbers."""
    net = Network(x=Input(*lengths))
    for number, layer in enumerate(made, start=1):
        net = net.add(str(number), layer)
    return net


def ones(*lengths: int) -> Array:
    return (ones(*lengths[1:]),) * lengths[0] if lengths else 1


def convolved(**options: int | str) -> Network:
    return Network(x=PICTURE, k=KERNEL, b=1).add("z", layers.Conv2D(1, 2, **options), "x", weights=("k", "b"))


class TestValues:
    def test_the_kernel_is_laid_on_as_it_stands(self) -> None:
        # 1·1 + 2·0 + 0·(−1) + 1·2 + 1 = 4, …
        assert seen(convolved(), value("z")) == (((4,), (8,)), ((1 - 0 - 2 + 2,), (1 + 1 - 1 + 2,)))

    def test_shapes_are_without_the_batch_axis(self) -> None:
        assert seen(convolved(padding="same"), shape("z")) == (3, 3, 1)
        assert seen(convolved(), shape("z", 0)) == 2
        assert seen(convolved(), shape("z", -1)) == 1
        with pytest.raises(OracleError, match=r"has the shape .* and no axis 3"):
            seen(convolved(), shape("z", 3))

    def test_a_chain_of_cells_is_what_the_layer_does(self) -> None:
        net = Network(
            x=((1, -1), (0.5, 2)), x1=(1, -1), x2=(0.5, 2), h0=(0,), wx=((0.5,), (-1,)), wh=((0.25,),), b=(0.5,)
        )
        cell = layers.SimpleRNNCell(1)
        net = net.add("h1", cell, "x1", state="h0", weights=("wx", "wh", "b"))
        net = net.add("h2", cell, "x2", state="h1", weights=("wx", "wh", "b"))
        net = net.add("h", layers.SimpleRNN(1), "x", weights=("wx", "wh", "b"), state="h0")
        h1 = tanh(1 * 0.5 + 1 * 1 + 0.5)
        h2 = tanh(0.5 * 0.5 - 2 * 1 + 0.25 * h1 + 0.5)
        assert seen(net, value("h1")) == pytest.approx((h1,), rel=1e-12)
        assert seen(net, value("h2")) == pytest.approx((h2,), rel=1e-12)
        assert seen(net, value("h")) == pytest.approx((h2,), rel=1e-12)

    def test_dropout_does_nothing_when_it_is_asked(self) -> None:
        net = Network(x=(1, 2, 3)).add("y", layers.Dropout(0.5))
        assert seen(net, value("y")) == (1, 2, 3)

    def test_batch_normalisation_uses_the_moving_statistics_or_in_training_those_of_the_batch(self) -> None:
        net = Network(x=((1, 2), (3, 6)), gamma=(2, 1), beta=(0, 1), mean=(1, 0), variance=(4, 1))
        weights = ("gamma", "beta", "mean", "variance")
        at_test = net.add("y", layers.BatchNormalization(epsilon=0.0), "x", weights=weights)
        assert seen(at_test, value("y")) == ((0, 3), (2, 7))  # 2(1−1)/2, 1(2−0)/1 + 1, …
        training = net.add("y", layers.BatchNormalization(epsilon=0.0, training=True), "x", weights=weights)
        assert seen(training, value("y")) == ((-2, 0), (2, 2))  # mean (2, 4), deviation (1, 2)

    def test_losses_are_exact_to_float64(self) -> None:
        net = Network(y=(0, 1, 0), p=(0.2, 0.7, 0.1)).add("L", losses.CategoricalCrossentropy(), "y", "p")
        assert seen(net, value("L")) == pytest.approx(-log(0.7), rel=1e-14)
        net = Network(y=(1, 2), p=(3, 5)).add("L", losses.MeanSquaredError(), "y", "p")
        assert seen(net, value("L")) == (2**2 + 3**2) / 2


class TestParameters:
    @pytest.mark.parametrize(
        ("lengths", "layer", "count"),
        [
            ((9, 9, 3), layers.Conv2D(8, 5), 8 * (5 * 5 * 3 + 1)),
            ((9, 9, 4), layers.Conv2D(8, 3, groups=2, use_bias=False), 8 * 3 * 3 * 2),
            ((9, 9, 3), layers.DepthwiseConv2D(3), 3 * (3 * 3 + 1)),
            ((9, 9, 3), layers.SeparableConv2D(8, 3), 3 * 3 * 3 + 8 * (3 + 1)),
            ((9, 9, 3), layers.MaxPooling2D(2), 0),
            ((5,), layers.Dense(7), 7 * (5 + 1)),
            ((10, 5), layers.SimpleRNN(7), 7 * (5 + 7 + 1)),
            ((10, 5), layers.LSTM(7), 4 * 7 * (5 + 7 + 1)),
            ((10, 5), layers.GRU(7), 3 * 7 * (5 + 7 + 2)),
            ((10, 5), layers.GRU(7, reset_after=False), 3 * 7 * (5 + 7 + 1)),
            ((10, 5), layers.Bidirectional(layers.LSTM(7)), 2 * 4 * 7 * (5 + 7 + 1)),
            ((10, 5), layers.TimeDistributed(layers.Dense(7)), 7 * (5 + 1)),
            ((10,), layers.Embedding(100, 8), 800),
            ((10, 5), layers.BatchNormalization(), 4 * 5),
            ((10, 5), layers.Dropout(0.5), 0),
        ],
        ids=str,
    )
    def test_a_layer_owns_what_the_formula_says(self, lengths: tuple[int, ...], layer: Layer, count: int) -> None:
        net = stack(lengths, layer)
        frozen = stack(lengths, layer.but(trainable=False))
        trained = 2 * 5 if layer.type is layers.BatchNormalization else count
        assert [seen(net, parameters("1")), seen(net, parameters(trainable=True))] == [count, trained]
        assert [seen(frozen, parameters("1")), seen(frozen, parameters(trainable=True))] == [count, 0]

    def test_frozen_layers_count_but_are_not_trainable(self) -> None:
        net = stack(
            (9, 9, 3), layers.Conv2D(8, 3, trainable=False), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(2)
        )
        assert str(net.node("1").layer) == "Conv2D(8, 3, trainable=False)"
        assert seen(net, parameters()) == 224 + 292 + 202
        assert seen(net, parameters(trainable=True)) == 292 + 202
        assert seen(net, parameters("1", "2", trainable=True)) == 292

    def test_a_layer_that_is_used_again_and_again_counts_once(self) -> None:
        net = Network(x1=Input(2), x2=Input(2), h0=Input(3), wx=Input(2, 3), wh=Input(3, 3), b=Input(3))
        for step in (1, 2):
            net = net.add(
                f"h{step}", layers.SimpleRNNCell(3), f"x{step}", state=f"h{step - 1}", weights=("wx", "wh", "b")
            )
        assert seen(net, parameters()) == seen(net, parameters("h1", "h2")) == 3 * (2 + 3 + 1)

    def test_a_count_needs_no_numbers_and_no_memory(self) -> None:
        assert seen(stack((1000, 1000, 3), layers.Flatten(), layers.Dense(1000)), parameters()) == 3_000_001_000


class TestMultiplications:
    @pytest.mark.parametrize(
        ("lengths", "layer", "count"),
        [
            ((28, 28, 3), layers.Conv2D(8, 5), 24 * 24 * 8 * 5 * 5 * 3),
            ((28, 28, 3), layers.Conv2D(8, 5, padding="same"), 28 * 28 * 8 * 5 * 5 * 3),  # padded cells count
            ((28, 28, 3), layers.Conv2D(8, 3, strides=2, use_bias=False), 13 * 13 * 8 * 3 * 3 * 3),
            ((28, 20, 3), layers.Conv2D(8, (1, 5), activation="relu"), 28 * 16 * 8 * 5 * 3),
            ((28, 28, 6), layers.Conv2D(9, 3, groups=3), 26 * 26 * 9 * 3 * 3 * 2),
            ((27, 27, 3), layers.Conv2D(8, 3, dilation_rate=2), 23 * 23 * 8 * 3 * 3 * 3),
            ((27, 27, 3), layers.Conv2D(8, 3, dilation_rate=2, padding="same"), 27 * 27 * 8 * 3 * 3 * 3),
            ((28, 28, 3), layers.DepthwiseConv2D(5), 24 * 24 * 5 * 5 * 3),
            ((28, 28, 3), layers.DepthwiseConv2D(5, depth_multiplier=2), 24 * 24 * 5 * 5 * 6),
            ((28, 28, 3), layers.SeparableConv2D(8, 5), 24 * 24 * (5 * 5 * 3 + 3 * 8)),
            ((7, 7, 3), layers.Conv2DTranspose(8, 3), 7 * 7 * 3 * 3 * 3 * 8),
            ((7, 7, 3), layers.Conv2DTranspose(8, 3, strides=2), 7 * 7 * 3 * 3 * 3 * 8),
            ((7, 7, 3), layers.Conv2DTranspose(8, 3, strides=2, padding="same"), 7 * 7 * 3 * 3 * 3 * 8),
            ((20, 3), layers.Conv1D(8, 5), 16 * 8 * 5 * 3),
            ((20, 3), layers.Conv1DTranspose(8, 5, strides=3), 20 * 3 * 8 * 5),
            ((6, 6, 6, 2), layers.Conv3D(4, 3), 4**3 * 4 * 3**3 * 2),
            ((50,), layers.Dense(10), 500),
            ((6, 50), layers.Dense(10), 6 * 500),
            ((6, 50), layers.TimeDistributed(layers.Dense(10)), 6 * 500),
            ((6, 5), layers.SimpleRNN(7), 6 * 7 * (5 + 7)),
            ((6, 5), layers.LSTM(7, return_sequences=True), 6 * 4 * 7 * (5 + 7)),
            ((6, 5), layers.GRU(7), 6 * 3 * 7 * (5 + 7)),
            ((6, 5), layers.Bidirectional(layers.SimpleRNN(7)), 2 * 6 * 7 * (5 + 7)),
            ((28, 28, 3), layers.MaxPooling2D(2), 0),
            ((28, 28, 3), layers.BatchNormalization(), 0),
            ((50,), layers.Embedding(10, 3), 0),
        ],
        ids=str,
    )
    def test_a_layer_multiplies_as_often_as_the_formula_says(
        self, lengths: tuple[int, ...], layer: Layer, count: int
    ) -> None:
        assert seen(stack(lengths, layer), multiplications("1")) == count

    @pytest.mark.parametrize(
        ("layer", "kernel"),
        [
            (layers.Conv2D(4, 3), (3, 3, 2, 4)),
            (layers.Conv2D(4, 3, strides=2), (3, 3, 2, 4)),
            (layers.Conv2D(4, 2, dilation_rate=3), (2, 2, 2, 4)),
            (layers.DepthwiseConv2D(3), (3, 3, 2, 1)),
            (layers.Conv2DTranspose(4, 3, strides=2), (3, 3, 4, 2)),
        ],
        ids=str,
    )
    def test_the_profile_counts_what_a_run_on_ones_adds_up(self, layer: Layer, kernel: tuple[int, ...]) -> None:
        net = Network(x=ones(10, 10, 2), k=ones(*kernel)).add("1", layer.but(use_bias=False), "x", weights=("k",))
        assert sum(cells(seen(net, value("1")))) == seen(net, multiplications("1"))

    def test_the_layers_that_are_named_add_up_and_all_where_none_is(self) -> None:
        net = stack((8, 8, 1), layers.Conv2D(2, 3), layers.ReLU(), layers.Flatten(), layers.Dense(5))
        assert seen(net, multiplications("1", "4")) == seen(net, multiplications()) == 36 * 2 * 9 + 72 * 5
        assert seen(net, multiplications("1")) == 36 * 2 * 9

    def test_a_long_sequence_takes_as_many_products_at_every_step(self) -> None:
        assert seen(stack((1000, 5), layers.LSTM(7)), multiplications("1")) == 1000 * 4 * 7 * (5 + 7)
        inner = layers.TimeDistributed(layers.TimeDistributed(layers.Dense(3)))
        assert seen(stack((1000, 1000, 4), inner), multiplications("1")) == 1000 * 1000 * 4 * 3

    def test_what_the_profile_does_not_know_is_refused(self) -> None:
        with pytest.raises(OracleError, match="cannot be counted"):
            seen(stack((4, 4, 4, 1), layers.Conv3DTranspose(2, 2)), multiplications("1"))


class TestReceptiveField:
    @pytest.mark.parametrize(
        ("made", "side"),
        [
            ([layers.Conv2D(1, 3)], 3),
            ([layers.Conv2D(4, 3), layers.Conv2D(2, 3)], 5),
            ([layers.Conv2D(1, 3), layers.Conv2D(1, 3), layers.Conv2D(1, 3)], 7),
            ([layers.Conv2D(1, 3, strides=2), layers.Conv2D(1, 3)], 3 + 2 * 2),
            ([layers.Conv2D(1, 3), layers.MaxPooling2D(2), layers.Conv2D(1, 3)], 3 + 1 + 2 * 2),
            ([layers.Conv2D(1, 3), layers.AveragePooling2D(3, strides=2), layers.Conv2D(1, 5)], 3 + 2 + 4 * 2),
            ([layers.Conv2D(1, 3, dilation_rate=4)], 9),  # the extent, holes and all
            ([layers.Conv2D(1, 3, activation="tanh"), layers.ReLU(), layers.Conv2D(1, 3, activation="sigmoid")], 5),
            ([layers.Conv2D(1, 3), layers.BatchNormalization(), layers.Dropout(0.5)], 3),
            ([layers.Conv2D(1, 3, padding="same"), layers.Conv2D(1, 3, padding="same")], 5),
            ([layers.DepthwiseConv2D(3), layers.Conv2D(4, 1)], 3),
            ([layers.SeparableConv2D(4, 5)], 5),
            ([layers.ZeroPadding2D(2), layers.Conv2D(1, 5)], 5),
            ([layers.Conv2D(1, (3, 1))], 3),
        ],
        ids=lambda made: ", ".join(map(str, made)) if isinstance(made, list) else None,
    )
    def test_the_central_cell_reaches_as_far_as_the_recursion_says(self, made: list[Layer], side: int) -> None:
        assert seen(stack((32, 32, 1), *made), receptive_field(str(len(made)), "x")) == side

    def test_height_and_width_and_the_field_in_a_map_between(self) -> None:
        net = stack((32, 32, 3), layers.Conv2D(2, (3, 1)), layers.MaxPooling2D(2), layers.Conv2D(2, (1, 5)))
        assert seen(net, receptive_field("3", "x", 0)) == 3 + 1
        assert seen(net, receptive_field("3", "x", 1)) == 1 + 1 + 4 * 2
        assert seen(net, receptive_field("3", "2", 1)) == 5
        assert seen(stack((32, 2), layers.Conv1D(2, 3), layers.Conv1D(2, 4)), receptive_field("2", "x")) == 6

    def test_a_field_that_may_reach_over_the_border_is_refused(self) -> None:
        made = [layers.Conv2D(1, 5, padding="same"), layers.Conv2D(1, 5, padding="same")]
        with pytest.raises(OracleError, match="give the network a larger input"):
            seen(stack((9, 9, 1), *made), receptive_field("2", "x"))
        assert seen(stack((11, 11, 1), *made), receptive_field("2", "x")) == 9

    def test_a_dense_layer_sees_everything_and_a_cropped_part_nothing_of_the_rest(self) -> None:
        flat = stack((8, 8, 1), layers.Conv2D(1, 3, padding="same"), layers.Flatten(), layers.Dense(2))
        assert seen(flat, receptive_field("3", "x")) == 8
        apart = Network(x=Input(4, 4, 1), y=Input(4, 4, 1)).add("z", layers.Conv2D(1, 3), "y")
        with pytest.raises(OracleError, match="no cell of 'x' reaches 'z'"):
            seen(apart, receptive_field("z", "x"))

    def test_numbers_play_no_part(self) -> None:
        zero = Network(x=((0,) * 5,) * 5, k=((0,) * 3,) * 3, b=0).add("z", layers.Conv2D(1, 3), "x", weights=("k", "b"))
        assert seen(zero, receptive_field("z", "x")) == 3


class TestPixelUse:
    def test_corners_are_used_once_and_the_middle_by_every_window(self) -> None:
        row = (1, 2, 3, 2, 1)
        expected = tuple(tuple((i * j,) for j in row) for i in row)
        assert seen(stack((5, 5, 1), layers.Conv2D(1, 3)), pixel_use("1", "x")) == expected

    def test_with_padding_the_corner_is_used_more_often(self) -> None:
        use = seen(stack((4, 4, 1), layers.Conv2D(1, 3, padding="same")), pixel_use("1", "x"))
        row = (2, 3, 3, 2)
        assert use == tuple(tuple((i * j,) for j in row) for i in row)

    def test_a_stride_leaves_cells_unused(self) -> None:
        use = seen(stack((4, 4, 1), layers.Conv2D(1, 2, strides=3)), pixel_use("1", "x"))
        assert list(cells(use)) == [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

    def test_pooling_uses_cells_whatever_it_does_with_them(self) -> None:
        for pooling in (layers.MaxPooling2D, layers.AveragePooling2D):
            use = seen(stack((3, 3, 1), pooling(2, strides=1)), pixel_use("1", "x"))
            assert list(cells(use)) == [1, 2, 1, 2, 4, 2, 1, 2, 1]

    def test_every_filter_uses_the_cells_anew_and_a_plain_picture_has_no_channel_axis(self) -> None:
        assert seen(stack((3, 3), layers.Conv2D(4, 3)), pixel_use("1", "x")) == ((4,) * 3,) * 3


class TestGradient:
    def test_by_a_kernel_a_bias_and_a_picture(self) -> None:
        net = Network(x=PICTURE, k=KERNEL, b=1, above=(((1,), (2,)), ((0,), (-1,))))
        net = net.add("z", layers.Conv2D(1, 2), "x", weights=("k", "b"))
        net = net.add("weighted", ops.multiply(), "z", "above").add("L", ops.sum())
        # dL/dk[i][j] = Σ above[p][q] · x[p + i][q + j]
        assert seen(net, gradient("L", "k")) == ((1 + 4 - 1, 2 + 0 - 3), (0 + 2 - 1, 1 + 6 - 1))
        assert seen(net, gradient("L", "b")) == 1 + 2 + 0 - 1
        # dL/dx is the full convolution of the slopes above with the kernel
        assert seen(net, gradient("L", "x")) == ((1, 2, 0), (-1, 2 - 2 - 1, 4), (0, 1, -2))

    def test_by_a_tensor_on_the_way(self) -> None:
        net = Network(x=(1, -2)).add("a", layers.ReLU()).add("s", ops.square()).add("L", ops.sum())
        assert seen(net, gradient("L", "a")) == (2, 0)
        assert seen(net, gradient("L", "x")) == (2, 0)

    def test_max_pooling_sends_the_slope_to_the_first_of_equals_and_average_pooling_to_all(self) -> None:
        net = Network(x=((5, 5), (1, 5)))
        top = net.add("p", layers.MaxPooling2D(2))
        assert seen(top, gradient("p", "x")) == ((1, 0), (0, 0))
        assert seen(net.add("p", layers.AveragePooling2D(2)), gradient("p", "x")) == ((0.25, 0.25), (0.25, 0.25))

    def test_relu_has_no_slope_at_zero_and_stopped_gradients_stop(self) -> None:
        net = Network(x=(0, 3))
        assert seen(net.add("a", layers.ReLU()), gradient("a", "x")) == (0, 1)
        assert seen(net.add("a", ops.stop_gradient()), gradient("a", "x")) == (0, 0)

    def test_softmax_and_cross_entropy_leave_p_minus_y(self) -> None:
        net = Network(z=(1, 2), y=(0, 1)).add("p", layers.Softmax(), "z")
        net = net.add("L", losses.CategoricalCrossentropy(), "y", "p")
        p = exp(1) / (exp(1) + exp(2))
        assert seen(net, gradient("L", "z")) == pytest.approx((p, -p), rel=1e-12)


class TestAfterStep:
    NET = Network(w=3.0, c=2.0).add("u", ops.multiply(), "w", "c").add("L", ops.square())  # L = (2w)², dL/dw = 8w

    def test_plain_descent(self) -> None:
        assert seen(self.NET, after_step("w", "L", optimizers.SGD(0.1))) == pytest.approx(3 - 0.1 * 24, rel=1e-14)
        assert seen(self.NET, after_step("w", "L", optimizers.SGD(1))) == 3 - 24

    def test_momentum_keeps_its_velocity(self) -> None:
        # v1 = −0.1·24 = −2.4, w1 = 0.6; v2 = 0.9·(−2.4) − 0.1·4.8 = −2.64, w2 = −2.04
        rule = optimizers.SGD(0.1, momentum=0.9)
        assert seen(self.NET, after_step("w", "L", rule, 1)) == pytest.approx(0.6, rel=1e-14)
        assert seen(self.NET, after_step("w", "L", rule, 2)) == pytest.approx(-2.04, rel=1e-14)
        # Nesterov: w ← w + m·v − rate·g = 3 − 0.9·2.4 − 2.4
        assert seen(self.NET, after_step("w", "L", rule.but(nesterov=True))) == pytest.approx(-1.56, rel=1e-14)

    def test_the_same_network_asked_again_starts_anew(self) -> None:
        request = Request(self.NET, (after_step("w", "L", optimizers.SGD(0.1, momentum=0.9)),))
        first, again = observe([request, request])
        assert first == again == observe([request])[0]

    def test_networks_whose_weights_have_the_same_shapes_each_start_from_their_own(self) -> None:
        other = Network(w=3.0, c=2.0).add("u", ops.add(), "w", "c").add("L", ops.square())  # L = (w + 2)², dL/dw = 10
        step = after_step("w", "L", optimizers.SGD(0.1, momentum=0.9), 2)
        # v1 = −1, w1 = 2; v2 = −0.9 − 0.1·8 = −1.7, w2 = 0.3
        requests = [Request(net, (step,)) for net in (self.NET, other, self.NET)]
        assert [found[step] for found in observe(requests)] == pytest.approx([-2.04, 0.3, -2.04], rel=1e-13)

    def test_clipping_by_value_and_by_norm(self) -> None:
        net = Network(w=(3.0, 4.0)).add("s", ops.square()).add("L", ops.sum())  # the slope is (6, 8), of norm 10
        by_value = after_step("w", "L", optimizers.SGD(0.5, clipvalue=7))
        by_norm = after_step("w", "L", optimizers.SGD(0.5, clipnorm=5))
        assert seen(net, by_value) == pytest.approx((3 - 3, 4 - 3.5), abs=1e-14)
        assert seen(net, by_norm) == pytest.approx((3 - 1.5, 4 - 2), rel=1e-14)

    def test_every_weight_of_a_layer_takes_the_step(self) -> None:
        net = Network(x=(1, 2), w=((1,), (0,)), b=(0,), y=(3,)).add("p", layers.Dense(1), "x", weights=("w", "b"))
        net = net.add("L", losses.MeanSquaredError(), "y", "p")  # p = 1, dL/dp = 2(1 − 3) = −4
        step = optimizers.SGD(0.1)
        assert list(cells(seen(net, after_step("w", "L", step)))) == pytest.approx([1.4, 0.8], rel=1e-12)
        assert seen(net, after_step("b", "L", step)) == pytest.approx((0.4,), rel=1e-12)
        # two steps: the second starts from both new weights: p = 1.4 + 1.6 + 0.4 = 3.4, slope 0.8
        assert seen(net, after_step("b", "L", step, 2)) == pytest.approx((0.4 - 0.08,), rel=1e-12)


def test_norms_of_the_picture_are_what_pythagoras_says() -> None:
    assert seen(Network(x=(3, 4)).add("n", ops.norm()), value("n")) == pytest.approx(sqrt(3**2 + 4**2))
