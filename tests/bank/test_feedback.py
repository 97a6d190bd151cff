"""Feedback is true of the variant: an automatic misconception speaks of what the question shows, and of an ask that it changes."""

from __future__ import annotations

import importlib.util
import itertools
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from examgen.arrays import cells
from examgen.bank.bank import Bank
from examgen.model.network import Layer, Network
from examgen.question import misconceptions
from examgen.question.draw import derive_key
from examgen.question.misconceptions import AUTOMATIC, all_of
from examgen.question.question import Question
from examgen.question.selection import candidates
from examgen.rendering import stem
from examgen.verify import witness

ROOT = Path(__file__).parents[2]
BANK = Bank()


def drawn(id_: str, count: int) -> list[Question]:
    keys = (derive_key(b"feedback", id_, attempt) for attempt in range(500))
    return list(itertools.islice(candidates(BANK.question(id_), keys, {}), count))


def told(id_: str, name: str, draws: int = 40) -> str:
    """What an automatic misconception tells in the first variant of a question that has it; empty where none has."""
    for variant in drawn(id_, draws):
        for each in all_of(variant):
            if each.name == name:
                return stem.in_words(variant, each.feedback)
    return ""


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("diagnosis_script", ROOT / "benchmarks" / "diagnosis.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def attested() -> list[witness.Attested]:
    return bank_attested(draws=1)


def bank_attested(draws: int) -> list[witness.Attested]:
    """Variants of the bank with the misconceptions that they can tell, but for statements, whose reasons explain themselves."""
    ids = [id_ for id_ in BANK.ids if not id_.startswith("concept.")]
    return witness.attest([variant for id_ in ids for variant in drawn(id_, draws)])


def untrue(benchmark, results: list[witness.Attested]) -> list[str]:
    """Feedback that mentions what its question does not show."""
    found = set()
    for result in results:
        for each in result.misconceptions:
            text = stem.in_words(result.variant, each.feedback)
            if missing := benchmark.unshown(result.variant, text):
                found.add(f"{result.variant.id}/{each.name} mentions {sorted(missing)}: {text}")
    return sorted(found)


def test_feedback_mentions_only_what_the_question_shows(benchmark, attested) -> None:
    assert sum(len(result.misconceptions) for result in attested) > 400
    assert untrue(benchmark, attested) == []


@pytest.mark.prove
def test_feedback_mentions_only_what_the_question_shows_in_many_variants(benchmark) -> None:
    assert untrue(benchmark, bank_attested(draws=10)) == []


def test_the_checker_finds_what_is_not_shown(benchmark) -> None:
    (variant,) = drawn("recurrent.unroll_scalar", 1)
    assert benchmark.unshown(variant, "You forgot that a filter moves by the stride $s$.") == {
        "filters?", "strides?", "s",
    }  # fmt: skip
    assert benchmark.unshown(variant, "You left out the bias $b$.") == set()


def test_every_automatic_misconception_is_met_somewhere_in_the_bank(attested) -> None:
    met = {name for result in attested for name in result.wrong_answers}
    assert {each.name for each in AUTOMATIC} <= met | {"padding_once", "same_rounded_down", "upsampling_ignored"}


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("recurrent.forget_gate_memory", "gates_in_another_order"),  # no matrix and no columns are shown
        ("convolution.name_the_filter", "same_for_valid"),  # the answer is a letter
        ("convolution.name_the_filter", "flipped_kernel"),  # no kernel is shown
        ("recurrent.truncated_bptt", "state_reset"),  # a derivative says nothing of it
        ("softmax.temperature", "activation_forgotten"),
    ],
)
def test_a_misconception_does_not_apply_where_nothing_shows_it(id_, name) -> None:
    assert told(id_, name) == ""


def test_a_letter_that_was_ticked_names_no_automatic_misconception(attested) -> None:
    automatic = {each.name for each in AUTOMATIC}
    for result in attested:
        for name, answers in result.wrong_answers.items():
            if name in automatic and name not in vars(type(result.variant)):
                assert all(result.variant.asks[ask].type.is_numeric for ask in answers), (result.variant.id, name)


def layers_of(net: Network) -> Iterator[Layer]:
    """The layers of a network, those inside a wrapper in their place."""
    for node in net.nodes:
        inner = node.layer["layer"] if node.layer.knows("layer") else None
        yield inner if isinstance(inner, Layer) else node.layer


def moves_on(layer: Layer) -> bool:
    """Whether windows move by more than one position."""
    if not layer.knows("strides") or "Transpose" in layer.type.name:
        return False
    size = next((layer[name] for name in ("pool_size", "size") if layer.knows(name)), 1)
    return set(cells(layer["strides"] or size)) != {1}


LEFT_OUT: dict[str, Callable[[Layer], bool]] = {
    "bias_left_out": lambda layer: layer.knows("use_bias") and bool(layer["use_bias"]),
    "stride_ignored": moves_on,
    "padding_left_out": lambda layer: (
        layer.knows("padding") and layer["padding"] not in ("valid", 0) and "Transpose" not in layer.type.name
    ),
    "upsampling_ignored": lambda layer: layer.type.name.startswith("UpSampling"),
    "activation_forgotten": lambda layer: (
        layer.type.name == "ReLU" or (layer.knows("activation") and layer["activation"] == "relu")
    ),
}
"""What may be left of none of the layers when a student has left it out."""


def test_what_is_said_to_be_left_out_is_left_out_everywhere(attested) -> None:
    met = set()
    for result in attested:
        for each in result.misconceptions:
            if each.name not in vars(type(result.variant)) and each.name in LEFT_OUT and each.of_network:
                met.add(each.name)
                edited = each.of_network(result.variant.network)
                left = [str(layer) for layer in layers_of(edited) if LEFT_OUT[each.name](layer)]
                assert not left, (result.variant.id, each.name, left)
    assert len(met) > 3


def test_a_misconception_that_a_question_switches_off_exists() -> None:
    automatic = {each.name for each in AUTOMATIC}
    for id_ in BANK.ids:
        for owner in type(drawn(id_, 1)[0]).__mro__:
            off = {name for name, kind in vars(owner).get("__annotations__", {}).items() if kind == "ClassVar[None]"}
            inherited = {name for base in owner.__mro__[1:] for name in vars(base)}
            assert off <= automatic | inherited, (id_, owner.__name__)


def test_a_mistake_in_pooling_is_seen_in_what_is_pooled_not_in_a_gradient(attested) -> None:
    (unpooling,) = (result for result in attested if result.variant.id == "pooling.unpooling")
    assert unpooling.wrong_answers["average_for_maximum"].keys() == {"pooled"}


def test_feedback_on_the_work_of_a_colleague_has_the_symbols_of_the_problem() -> None:
    pins = {"question": "recurrent.lstm_step"}
    keys = (derive_key(b"feedback", "colleague", attempt) for attempt in range(500))
    variant = next(candidates(BANK.question("concept.find_the_error"), keys, pins))
    (text,) = (each.feedback for each in all_of(variant) if each.name == "bias_left_out")
    assert text == "You left out the bias $b$. It is added to every weighted sum."
    assert "gates_in_another_order" not in {each.name for each in all_of(variant)}  # the problem has its own


@pytest.mark.parametrize(
    ("id_", "pins", "name", "led_to"),
    [
        (
            "recurrent.beam_search",  # by columns: 0.5 · 0.5 · 0.8
            dict(
                words=["it", "may", "rain"], start=[0.5, 0.4, 0.1], length=3, beam_width=2,
                transition=[[0.2, 0.3, 0.5], [0.1, 0.1, 0.8], [0.5, 0.3, 0.2]],
            ),
            "columns_for_rows",
            {"greedy": (1, 3, 2), "greedy_p": 0.2, "beam": (1, 3, 2), "beam_p": 0.2},
        ),
        (
            "evaluation.intersection_over_union",  # 80 × 110 and 90 × 80, with 60 × 80 in common
            dict(box_a=[10, 10, 90, 120], box_b=[30, 40, 120, 120], box_format="size"),
            "size_for_corner",
            {"intersection": 4800, "union": 11200, "iou": 4800 / 11200},
        ),
        (
            "transfer.strategy",  # with one channel, 320 + 640 + 1280 parameters are within the limit
            dict(
                input_shape=[128, 128, 3], head=[["global"], ["dense", 10]], budget=94000,
                base=[row for units in (32, 64, 128) for row in (["conv", units, 3, 1, "same"], ["max", 2])],
            ),
            "one_channel_only",
            {"which": 4, "trained": 3530},
        ),
        (
            "convolution.im2col",
            dict(side=56, channels=8, filters=8, kernel_size=5, strides=2, padding=0),
            "stride_ignored",
            {"rows": (2704, 200), "product": (2704, 8)},
        ),
        (
            "convolution.volumetric",
            dict(frames=16, side=112, channels=3, filters=64, kernel_size=[5, 3, 3], strides=[2, 2, 2], padding="same"),
            "one_channel_only",
            {"count": (45 + 1) * 64, "frame": (9 + 1) * 64},
        ),
    ],
)  # fmt: skip
def test_every_answer_of_a_student_follows_from_the_mistake(id_, pins, name, led_to) -> None:
    (solved,) = witness.attest([BANK.question(id_).variant(pins)])
    found = solved.wrong_answers[name]
    assert found.keys() == led_to.keys()
    for ask, value in led_to.items():
        assert list(cells(found[ask])) == pytest.approx(list(cells(value)))


@pytest.mark.parametrize(
    ("id_", "pins", "name", "said"),
    [
        (
            "architecture.resnet",
            {"generation": 2, "use_bias": True},
            "bias_left_out",
            "has one, unless stated otherwise.",
        ),
        ("pooling.max_map", {"blank": [1, 1]}, "padding_left_out", "windows at the border extend beyond the input."),
        ("convolution.transposed", {"strides": [2, 1]}, "stride_ignored", "Along each axis, one step in the input"),
    ],
)
def test_feedback_is_true_of_options_that_are_only_set(id_, pins, name, said) -> None:
    variant = next(iter(candidates(BANK.question(id_), [derive_key(b"set", id_, 0)], pins)))
    (found,) = (each for each in all_of(variant) if each.name == name)
    assert said in stem.in_words(variant, found.feedback)


def test_no_rate_that_is_computed_wrongly_is_explained_by_another_mistake() -> None:
    """Who swaps precision and recall computes the right specificity; who reverses the exponent, no derivative of 0."""
    counts = dict(
        tp=41, fn=12, fp=26, tn=281, measures=["precision", "recall", "specificity", "negative_predictive_value"]
    )
    values = dict(z=[1, -2], functions=["sigmoid"], derivatives=True)
    rates, sigmoid = witness.attest(
        [
            BANK.question("evaluation.confusion_matrix").variant(counts),
            BANK.question("dense.activation_values").variant(values),
        ]
    )
    assert rates.wrong_answers["precision_for_recall"].keys() == {"precision", "recall"}
    assert rates.wrong_answers["specificity_for_predictive_value"].keys() == {
        "specificity",
        "negative_predictive_value",
    }
    assert sigmoid.wrong_answers["exponent_without_minus"].keys() == {"sigmoid"}


@pytest.mark.parametrize(
    ("id_", "name", "said"),
    [
        ("dense.parameter_count", "bias_left_out", "Every unit has one."),
        ("convolution.parameter_count", "bias_left_out", "Every filter has one."),
        ("dense.forward", "bias_left_out", "You left out the bias $b$."),
        ("recurrent.many_to_many", "bias_left_out", "You left out the biases $b$ and $c$."),
        ("recurrent.lstm_parameters", "bias_left_out", "A simple recurrent layer has one per unit"),
        ("architecture.mobilenet", "bias_left_out", "Every unit of a dense layer has one."),
        ("architecture.alexnet", "padding_left_out", "Where padding is given, a layer keeps the height and width"),
        ("architecture.densenet", "padding_left_out", "Where *same* padding is given, the output side is"),
        ("architecture.inception_module", "padding_left_out", "Where padding is given, a layer keeps the height and width"),
        ("architecture.resnet", "padding_left_out", "With *same* padding, the output side is"),
        ("convolution.depthwise_separable", "one_channel_only", "A filter of a standard or 1 × 1 convolution has weights"),
        ("convolution.inverted_residual", "one_channel_only", "A filter of a 1 × 1 convolution has weights"),
        ("recurrent.lstm_step", "activation_forgotten", "The gates and the candidate each have one."),
        ("dense.flatten_length", "stride_ignored", "The stride of a pooling layer equals its pool size"),
        ("pooling.same_padded", "padding_left_out", "windows at the border extend beyond the input"),
        ("convolution.multiplications", "padding_left_out", "With *same* padding, the output has the same height"),
        ("convolution.parameter_count_stack", "bias_counted", "You counted biases, but the layers have none."),
        ("convolution.padding_modes", "same_rounded_down", "You rounded down."),
        ("convolution.volume_feature_map", "flipped_kernel", "You flipped both kernels of the filter."),
        ("convolution.volume_feature_map", "transposed_kernel", "Each row of a kernel is multiplied by the corresponding row"),
        ("convolution.two_filters", "flipped_kernel", "You flipped both filters."),
        ("convolution.feature_map", "flipped_kernel", "the top-left weight of the kernel is multiplied"),
        ("convolution.signal", "flipped_kernel", "the first weight of the kernel is multiplied"),
    ],
)  # fmt: skip
def test_the_text_is_chosen_for_the_variant(id_, name, said) -> None:
    assert said in told(id_, name)


def test_a_mistake_in_the_forward_pass_is_made_in_the_backward_pass_too() -> None:
    """The wrong answers are those of a student who goes on with the mistake: no tanh, no derivative of tanh."""
    x1, x2, wx, wh, v, y = 1, -1.5, -0.75, 0.25, -1.5, 0.5
    pins = dict(x=[x1, x2], wx=wx, wh=wh, v=v, y=[y], b=0, c=0, h0=0, halved=True)
    (solved,) = witness.attest([BANK.question("recurrent.bptt_read_out").variant(pins)])
    linear, swapped = (solved.wrong_answers[name] for name in ("activation_forgotten", "weights_exchanged"))
    h1 = wx * x1
    slope = v * (v * (wx * x2 + wh * h1) - y)
    assert linear["dwh"] == pytest.approx(slope * h1)
    assert linear["dwx"] == pytest.approx(slope * (x2 + wh * x1))
    h1 = math.tanh(wh * x1)
    h2 = math.tanh(wh * x2 + wx * h1)
    last = (v * h2 - y) * v * (1 - h2**2)
    assert swapped["dwx"] == pytest.approx(last * x2 + last * wx * (1 - h1**2) * x1)


def test_the_convention_on_biases_is_not_printed_where_every_layer_is_written_without() -> None:
    entry = BANK.question("convolution.parameter_count")
    pins = dict(input_shape=[28, 28, 3], filters=8, kernel_size=3, groups=1)
    assert entry.variant({**pins, "use_bias": True}).needed_conventions == ("bias",)
    assert entry.variant({**pins, "use_bias": False}).needed_conventions == ()


def test_where_flipping_a_kernel_changes_something_the_paper_says_that_none_is_flipped(attested) -> None:
    for variant in (result.variant for result in attested):
        if misconceptions.flipped_kernel(variant.network) and "cross-correlation" not in variant.stem:
            assert "cross_correlation" in variant.conventions, variant.id


WINDOWS = dict(n=100, window=10, horizon=2, strides=3, features=4)
FIRE = dict(height=13, width=13, channels=384, squeeze=32, expand_1=96, expand_3=128)
TOP_K = dict(p=[0.05, 0.45, 0.3, 0.2], words=["a", "b", "c", "d"], k=1, u=0.5, nucleus=0.95)
MACS = dict(height=28, width=28, channels=16, filters=8, kernel_size=3)
LED_TO = [
    ("convolution.multiplications", MACS, "places_of_the_input", {"macs": 28 * 28 * 8 * 9 * 16}),
    ("convolution.multiplications", MACS, "same_for_valid", {"z": (28, 28, 8), "macs": 28 * 28 * 8 * 9 * 16}),
    ("recurrent.top_k_sampling", TOP_K, "kept_words_added", {"size": 1}),
    ("architecture.fire_module", FIRE, "one_expand_layer_kept", {"shape": (13, 13, 96), "plain": 3457 * 96}),
    (
        "architecture.fire_module",
        FIRE,
        "one_after_the_other",
        {"shape": (13, 13, 128), "total": 12320 + 3168 + 865 * 128},
    ),
    ("recurrent.sliding_windows", WINDOWS, "moved_by_one", {"count": 89, "inputs": (89, 10, 4), "last": 100}),
    ("recurrent.sliding_windows", WINDOWS, "not_overlapping", {"count": 9, "last": 92}),
    ("recurrent.sliding_windows", WINDOWS, "first_window_forgotten", {"count": 29, "targets": (29, 2)}),
]
"""Questions, pins and misconceptions, and the wrong answers that a student gives who has them, worked out by hand."""


@pytest.fixture(scope="module")
def led_to() -> list[witness.Attested]:
    return witness.attest([BANK.question(id_).variant(pins) for id_, pins, _, _ in LED_TO])


@pytest.mark.parametrize("place", range(len(LED_TO)), ids=[f"{id_}-{name}" for id_, _, name, _ in LED_TO])
def test_a_misconception_leads_to_what_a_student_computes_who_has_it(place, led_to) -> None:
    _, _, name, wrong = LED_TO[place]
    found = led_to[place].wrong_answers[name]
    for ask, answer in wrong.items():
        assert found[ask] == (pytest.approx(answer, abs=1e-9) if isinstance(answer, float) else answer), ask
