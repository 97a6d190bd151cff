"""Many networks at once: groups, refusals that stop no other, and what never reaches a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from random import Random

import pytest

from examgen.arrays import Array, cells
from examgen.model import layers, losses, ops, optimizers
from examgen.model.network import Input, Layer, LayerType, Network
from examgen.model.observable import (
    Observed,
    after_step,
    gradient,
    multiplications,
    parameters,
    shape,
    value,
)
from examgen.oracle import Answers, OracleError, Request, attempt, observe, steps
from examgen.oracle.kept import Kept
from examgen.oracle.linearised import linearised
from examgen.oracle.running import traced_from
from examgen.oracle.steps import TRACED_FROM, Graphs, Step


def picture(random: Random, *lengths: int) -> Array:
    return tuple(picture(random, *lengths[1:]) for _ in range(lengths[0])) if lengths else random.uniform(-1, 1)


def block(seed: int, **options: int | str) -> Network:
    random = Random(seed)
    net = Network(x=picture(random, 5, 5), k=picture(random, 2, 2), b=picture(random))
    net = net.add("z", layers.Conv2D(1, 2, **options), "x", weights=("k", "b"))
    return net.add("a", layers.ReLU()).add("p", layers.MaxPooling2D(2)).add("L", ops.sum())


def unrolled(seed: int) -> Network:
    random = Random(seed)
    weights = {"w": picture(random, 2, 12), "u": picture(random, 3, 12), "b": picture(random, 12)}
    net = Network(x=picture(random, 4, 2), h0=picture(random, 3), c0=picture(random, 3), **weights)
    return net.add("h", layers.LSTM(3), "x", weights=("w", "u", "b"), state=("h0", "c0")).add("L", ops.sum())


def close(one: Answers, other: Answers) -> bool:
    return one.keys() == other.keys() and all(
        list(cells(one[o])) == pytest.approx(list(cells(other[o])), rel=1e-12, abs=1e-14) for o in one
    )


class TestGroups:
    @pytest.mark.parametrize(
        ("network", "observables"),
        [
            (block, (value("p"), gradient("L", "k"), gradient("L", "x"), shape("z"), parameters("z"))),
            (unrolled, (value("h"), gradient("L", "w"))),
        ],
        ids=["convolution", "recurrent"],
    )
    def test_a_traced_group_gives_what_its_members_give_alone(
        self, network: type, observables: tuple[Observed, ...]
    ) -> None:
        requests = [Request(network(seed), observables) for seed in range(traced_from(1))]
        together = observe(requests)
        for index in (0, 1, traced_from(1) - 1):
            (alone,) = observe([requests[index]])
            assert close(alone, together[index]), f"seed {index}"

    def test_training_steps_of_a_large_group_share_no_state(self) -> None:
        net = Network(w=1.0, c=2.0).add("u", ops.multiply(), "w", "c").add("L", ops.square())
        step = after_step("w", "L", optimizers.SGD(0.1, momentum=0.9), 2)
        answers = observe([Request(net.with_arrays(c=float(c)), (step,)) for c in range(traced_from(1))])
        (alone,) = observe([Request(net.with_arrays(c=7.0), (step,))])
        assert answers[7] == alone

    def test_answers_come_in_the_order_of_the_requests_whatever_their_groups(self) -> None:
        networks = [block(seed, strides=1 + seed % 2, padding=("same", "valid")[seed % 3 % 2]) for seed in range(12)]
        together = observe([Request(net, (value("a"),)) for net in networks])
        apart = [observe([Request(net, (value("a"),))])[0] for net in networks]
        assert together == apart

    @pytest.mark.parametrize("count", [1, traced_from(1)], ids=["eager", "traced"])
    def test_an_array_can_be_observed_as_it_stands(self, count: int) -> None:
        net = Network(number=3.0, row=(1, 2)).add("sum", ops.add(), "number", "row")
        asked = (value("number"), value("row"), value("sum"))
        expected = {value("number"): 3.0, value("row"): (1, 2), value("sum"): (4, 5)}
        assert observe([Request(net, asked)] * count) == [expected] * count

    def test_nothing_is_asked_of_nothing(self) -> None:
        assert observe([]) == []

    @pytest.mark.parametrize(
        ("layer", "inputs"),
        [
            (layers.ReLU(), 1), (layers.LeakyReLU(0.1), 1), (layers.MaxPooling2D(2), 1), (layers.ZeroPadding2D(1), 1),
            (layers.Cropping2D(1), 1), (layers.Flatten(), 1), (layers.Reshape((-1, 2)), 1), (layers.Permute((2, 1, 3)), 1),
            (layers.Add(), 2), (layers.Multiply(), 2), (layers.Maximum(), 2), (ops.divide(), 2), (ops.sqrt(), 1), (ops.clip(0, 1), 1),
            (layers.Softmax(), 1), (layers.AveragePooling2D(2), 1), (ops.exp(), 1), (ops.sum(), 1),
        ],
        ids=str,
    )  # fmt: skip
    def test_a_layer_gives_the_same_bits_for_one_network_as_for_many(self, layer: Layer, inputs: int) -> None:
        networks = [
            Network(**{f"x{i}": picture(Random(f"{seed} {i}"), 4, 4, 2) for i in range(inputs)}) for seed in range(20)
        ]
        read = ["x0", "x1"][:inputs]
        squared = (net.add("s", ops.square(), "x0") for net in networks)
        asked = [Request(net.add("z", layer, "s", *read[1:]), (value("z"),)) for net in squared]
        together = attempt(asked)
        assert together == [attempt([request])[0] for request in asked]
        assert together[::-1] == attempt(asked[::-1])

    @pytest.mark.parametrize("operation", [ops.add, ops.subtract, ops.multiply, ops.maximum], ids=lambda op: op.name)
    @pytest.mark.parametrize("lengths", [(), (2,), (1, 2), (3, 1), (3, 2), (4, 3, 2)], ids=str)
    @pytest.mark.parametrize("count", [2, 3])
    def test_operands_of_any_two_shapes_are_broadcast_in_each_network_by_itself(
        self, operation: LayerType, lengths: tuple[int, ...], count: int
    ) -> None:
        networks = [
            Network(a=picture(Random(seed), 3, 2), b=picture(Random(-seed - 1), *lengths))
            .add("z", operation(), "a", "b")
            .add("y", operation(), "b", "a")
            for seed in range(count)
        ]
        asked = [Request(net, (value("z"), value("y"))) for net in networks]
        assert attempt(asked) == [attempt([request])[0] for request in asked]

    @pytest.mark.parametrize("layer", [layers.Add(), layers.Multiply(), layers.Maximum()], ids=str)
    @pytest.mark.parametrize("lengths", [(2,), (1, 2), (2, 1), (2, 2)], ids=str)
    @pytest.mark.parametrize("count", [2, 3])
    def test_layers_that_merge_do_so_in_each_network_by_itself(
        self, layer: Layer, lengths: tuple[int, ...], count: int
    ) -> None:
        networks = [
            Network(a=picture(Random(seed), 2, 2), b=picture(Random(-seed - 1), *lengths)).add("z", layer, "a", "b")
            for seed in range(count)
        ]
        asked = [Request(net, (value("z"),)) for net in networks]
        assert list(map(repr, attempt(asked))) == [repr(attempt([request])[0]) for request in asked]

    def test_when_there_is_no_room_for_graphs_the_answers_stay(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def asked(first: int) -> list[Request]:
            return [Request(unrolled(seed), (value("h"),)) for seed in range(first, first + 2 * TRACED_FROM)]

        monkeypatch.setattr(steps, "_steps", Kept(1_000_000, lambda step: 1))
        traced = observe(asked(0))
        monkeypatch.setattr(steps, "_steps", Kept(1_000_000, lambda step: 1))
        monkeypatch.setattr(steps, "graphs", Graphs(0))
        bare = observe(asked(0))
        assert steps.graphs.taken == 0
        assert all(close(one, other) for one, other in zip(traced, bare, strict=True))

    def test_what_networks_share_runs_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ran: list[int] = []
        many = Step.many
        monkeypatch.setattr(Step, "many", lambda self, columns: ran.append(len(columns[0])) or many(self, columns))
        net = block(1)
        observe([Request(net, (value("p"),)), Request(net.swap("p", layers.AveragePooling2D), (value("p"),))])
        assert sorted(ran) == [1, 1, 1, 1]  # the convolution, ReLU, and each of the poolings


class TestRefusals:
    @pytest.mark.parametrize(
        ("net", "observable", "reason"),
        [
            (Network(x=Input(3, 3, 1)).add("z", layers.Conv2D(1, 5)), shape("z"), r"Keras cannot build Conv2D\(1, 5\) as 'z'"),
            (Network(x=Input(4)).add("z", layers.Dense(-1)), shape("z"), "Keras cannot build Dense"),
            (Network(x=Input(4)).add("z", layers.Dense(2, "banana")), shape("z"), "Could not interpret activation"),
            (Network(x=Input(4), y=Input(5)).add("z", layers.Add(), "x", "y"), shape("z"), "Keras cannot build Add"),
            (Network(x=Input(4, 4)).add("z", layers.Dropout(2.0)), shape("z"), "Keras cannot build Dropout"),
            (Network(x=(1, 2)).add("z", ops.reshape((3,))), value("z"), "Keras cannot build reshape"),
            (Network(x=(1, 2)), value("y"), "the network has no 'y'; it has x"),
            (Network(x=(1, 2)), parameters("y"), "there is no layer 'y'; the layers are x"),
            (Network(x=(1, 2)).add("z", layers.Dense(2)), value("z"), r"needs numbers, but Dense\(2\) was given no weights"),
            (Network(x=Input(2)).add("z", layers.ReLU()), value("z"), "only the shape of 'x' is known"),
            (
                Network(x=(1, 2), w=((1,), (2,))).add("z", layers.Dense(1), "x", weights=("w",)),
                value("z"),
                r"it has 2 weights, 1 were named: \('w',\)",
            ),
            (
                Network(x=(1, 2), w=((1, 2),), b=(0,)).add("z", layers.Dense(1), "x", weights=("w", "b")),
                value("z"),
                r"its weight 'w' has shape \(1, 2\), expected \(2, 1\)",
            ),
            (
                Network(w=1.0).add("L", ops.square()),
                after_step("w", "L", optimizers.SGD(-1.0, momentum=7.0)),
                r"Keras cannot build SGD\(-1.0, momentum=7.0\): .*momentum",
            ),
            (
                Network(y=(1, 0), p=(0.5, 0.25, 0.25)).add("L", losses.CategoricalCrossentropy(), "y", "p"),
                value("L"),
                "Keras cannot run this network",
            ),
        ],
        ids=lambda of: str(of)[:40] if isinstance(of, str) else "",
    )  # fmt: skip
    def test_whatever_keras_refuses_is_one_short_line(self, net: Network, observable: Observed, reason: str) -> None:
        (outcome,) = attempt([Request(net, (observable,))])
        assert isinstance(outcome, OracleError)
        assert outcome.exit_code == 3
        assert "\n" not in str(outcome)
        assert "\x1b" not in str(outcome)
        assert len(str(outcome)) < 400
        with pytest.raises(OracleError, match=reason):
            observe([Request(net, (observable,))])

    def test_a_refusal_stops_no_other_network(self) -> None:
        small, large = (Network(x=Input(n, n, 1)).add("z", layers.Conv2D(1, 5)) for n in (3, 9))
        outcomes = attempt([Request(net, (shape("z"),)) for net in (large, small, large)])
        assert [isinstance(outcome, OracleError) for outcome in outcomes] == [False, True, False]

    @pytest.mark.parametrize("count", [3, traced_from(1)], ids=["eager", "traced"])
    def test_numbers_that_cannot_be_computed_stop_no_other_of_their_group(self, count: int) -> None:
        net = Network(m=((2, 0), (0, 4)), y=((2,), (4,))).add("x", ops.solve(), "m", "y")
        singular = net.with_arrays(m=((1, 1), (1, 1)))
        requests = [Request(net if i else singular, (value("x"),)) for i in range(count)]
        first, *others = attempt(requests)
        assert isinstance(first, OracleError)
        assert "Keras cannot run this network" in str(first)
        assert others == [{value("x"): ((1,), (1,))}] * (count - 1)


@pytest.mark.parametrize("count", [1, 3 * TRACED_FROM])
def test_a_refusal_says_the_same_whether_a_layer_runs_by_itself_or_in_a_graph(count: int) -> None:
    network = Network(a=((1.0, 2.0), (2.0, 4.0)), b=((1.0,), (2.0,))).add("x", ops.solve(), "a", "b")
    good = Network(a=((1.0, 0.0), (0.0, 1.0)), b=((1.0,), (2.0,))).add("x", ops.solve(), "a", "b")
    *_, refusal = attempt([*[Request(good, (value("x"),))] * (count - 1), Request(network, (value("x"),))])
    assert str(refusal) == "Keras cannot run this network: Input matrix is not invertible."


class TestManners:
    def test_what_is_built_for_its_shapes_is_never_filled_with_numbers(self) -> None:
        observe([Request(Network(x=Input(1000)).add("z", layers.Dense(100_000)), (parameters(), multiplications()))])
        import keras

        assert not keras.src.backend.common.global_state.get_global_attribute("uninitialized_variables")

    def test_keras_stays_as_its_user_has_set_it(self) -> None:
        net = Network(w=1.0).add("L", ops.square())
        observe([Request(net, (after_step("w", "L", optimizers.SGD(0.1)),))])
        import keras

        assert keras.config.floatx() == "float32"
        assert keras.config.dtype_policy().name == "float32"

    def test_tensorflow_is_imported_only_when_something_is_run(self) -> None:
        program = """
            import sys
            import examgen.verify.witness, examgen.rendering.snippet, examgen.bank.bank, examgen.answers
            from examgen.model import layers
            from examgen import oracle
            from examgen.model.network import Input, Layer, LayerType, Network
            net = Network(x=Input(5, 5, 1)).add("z", layers.Conv2D(1, 3))
            str(net), hash(net)
            print([name for name in ("keras", "tensorflow") if name in sys.modules])
        """
        assert said(program) == ("[]\n", "")

    @pytest.mark.slow
    @pytest.mark.parametrize("load", ["load", "load_for_nobody_else"])
    def test_nothing_that_tensorflow_says_reaches_the_terminal(self, load: str) -> None:
        program = f"""
            from examgen import oracle
            oracle.{load}()
            from examgen.model import layers, ops, optimizers
            from examgen.model.network import Input, Layer, LayerType, Network
            from examgen.model.observable import *
            from examgen.oracle import Request, observe
            net = Network(x=Input(9, 9, 4)).add("z", layers.Conv2D(4, 3, groups=2)).add("h", layers.Flatten())
            asked = multiplications(), receptive_field("z", "x"), pixel_use("z", "x"), parameters(), shape("h")
            observe([Request(net, asked)])
            observe([Request(Network(x=Input(9, 4)).add("h", layers.LSTM(3)), (multiplications(),))])
            one = Network(x=((1.0,),) * 3, w=1.0, v=1.0).add("h", layers.SimpleRNN(1, use_bias=False), weights=("w", "v"))
            one = one.add("L", ops.sum())
            observe([Request(one, (value("h"), gradient("L", "w")))] * 200)
            observe([Request(one, (after_step("w", "L", optimizers.SGD(0.1)),))])
            print("done")
        """
        assert said(program) == ("done\n", "")


def said(program: str) -> tuple[str, str]:
    """What a program of its own process writes to standard output and to standard error."""
    done = run(program)
    return done.stdout, done.stderr


def run(program: str) -> subprocess.CompletedProcess[str]:
    plain = {name: setting for name, setting in os.environ.items() if not name.startswith("TF_")}
    call = [sys.executable, "-c", textwrap.dedent(program)]
    return subprocess.run(call, capture_output=True, text=True, check=False, env=plain)


def test_a_network_laid_open_keeps_its_names_and_loses_its_weights() -> None:
    net = linearised(block(0))
    assert net.names == block(0).names
    assert [str(node.layer) for node in net.nodes] == [
        "Conv2D(1, 2, use_bias=False)", "Identity()", "DepthwiseConv2D(2, strides=2, use_bias=False)", "sum()",
    ]  # fmt: skip
    assert not any(node.weights for node in net.nodes)


@pytest.mark.parametrize("delay", [0.0, 0.3, 1.5])
def test_a_process_that_ends_while_keras_loads_ends_as_it_wanted_to(delay: float) -> None:
    program = f"""
        import sys, time
        from examgen import oracle
        oracle.load_in_background()
        time.sleep({delay})
        sys.exit(7)
    """
    done = run(program)
    assert (done.returncode, done.stdout, done.stderr) == (7, "", "")


def test_a_process_that_ends_while_an_answer_is_made_ends_as_it_wanted_to() -> None:
    program = """
        import sys, threading, time
        from examgen import oracle
        from examgen.model import layers
        from examgen.model.network import Input, Layer, LayerType, Network
        from examgen.model.observable import shape
        oracle.load()
        nets = [Network(x=Input(99, 99, n)).add("z", layers.Conv2D(n, 3)) for n in range(1, 20_000)]
        asked = [oracle.Request(net, (shape("z"),)) for net in nets]
        threading.Thread(target=oracle.attempt, args=(asked,), daemon=True).start()
        time.sleep(0.5)
        sys.exit(7)
    """
    done = run(program)
    assert (done.returncode, done.stdout, done.stderr) == (7, "", "")
