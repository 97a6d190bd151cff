"""Feedback is true of the variant: an automatic misconception speaks of what the question shows, and of an ask that it changes."""

from __future__ import annotations

import importlib.util
import itertools
import math
import sys
from pathlib import Path

import pytest

from examgen.bank.bank import Bank
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
