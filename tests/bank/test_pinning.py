"""What is printed of a variant gives the variant again, and every parameter of every question can be set."""

from __future__ import annotations

import json
import shlex
from itertools import pairwise

import pytest

from examgen.bank.bank import Bank
from examgen.cli.pins import read_pins
from examgen.question.pins import PinError
from examgen.question.question import Question
from examgen.question.selection import any_variant, candidates, seeded
from examgen.rendering import stem
from examgen.verify.witness import reproduction

BANK = Bank()


def drawn(id_: str, seed: str) -> Question:
    entry = BANK.question(id_)
    return next(candidates(entry, seeded(seed, entry), {}))


def check(id_: str, seed: str, *, one_by_one: bool) -> None:
    """Set all printed parameters, then the printed command, then each parameter by itself."""
    variant, entry = drawn(id_, seed), BANK.question(id_)
    printed = json.loads(json.dumps(variant.settings))
    assert any_variant(entry, seeded("another", entry), printed) == variant
    words = shlex.split(reproduction(variant))
    settings = [value for flag, value in pairwise(words) if flag == "--set"]
    assert words[:3] == ["examgen", "solve", id_]
    assert any_variant(entry, seeded("another", entry), read_pins(settings)) == variant
    for name, value in printed.items() if one_by_one else ():
        set_alone = any_variant(entry, seeded("another", entry), {name: value})
        assert getattr(set_alone, name) == getattr(variant, name), name


@pytest.mark.parametrize("id_", BANK.ids)
def test_printed_parameters_give_the_printed_variant_and_each_can_be_set(id_: str) -> None:
    check(id_, "a", one_by_one=True)


@pytest.mark.prove
@pytest.mark.parametrize("id_", BANK.ids)
def test_printed_parameters_give_the_printed_variant_for_many_seeds(id_: str) -> None:
    for n in range(30):
        check(id_, f"seed {n}", one_by_one=n < 5)


@pytest.mark.parametrize(
    ("id_", "pins", "says"),
    [
        ("convolution.output_size", {"n": "many"}, 'n must be a whole number, got "many"'),
        ("convolution.output_size", {"s": 0}, "s must be at least 1, got 0"),
        (
            "convolution.output_size",
            {"n": 3, "f": 9, "p": 0},
            "the filter (f = 9, d = 1) is larger than the padded image",
        ),
        ("convolution.output_size", {"strides": 2}, "no parameter 'strides'; it has n, f, p, s, d, exact"),
        ("recurrent.unroll_scalar", {"activation": "softplus"}, "activation must be"),
        (
            "convolution.transposed",
            {"padding": "full"},
            'padding must be valid or same, a whole number or a list, got "full"',
        ),
        (
            "evaluation.intersection_over_union",
            {"box_format": "centre", "inclusive": True},
            "inclusive applies only to box_format corners; got centre",
        ),
    ],
)
def test_a_refusal_states_the_cause_in_words(id_: str, pins: dict[str, object], says: str) -> None:
    entry = BANK.question(id_)
    with pytest.raises(PinError) as caught:
        any_variant(entry, seeded("a", entry), pins)
    message = str(caught.value)
    assert says in message
    for foreign in ("String should", "Tuple should", "Input should", "validation", "pattern", "Value error"):
        assert foreign not in message


def test_a_list_with_a_wrong_entry_is_not_called_too_short() -> None:
    entry = BANK.question("evaluation.confusion_matrix")
    with pytest.raises(PinError) as caught:
        any_variant(entry, seeded("a", entry), {"measures": ["acuracy"]})
    assert str(caught.value).endswith('f_beta or jaccard, got "acuracy"')
    with pytest.raises(PinError, match="measures must be a list of at least 1 entry"):
        any_variant(entry, seeded("a", entry), {"measures": []})


def test_a_learning_rate_is_looked_for_after_the_warm_up_and_no_longer_changes_from_epoch_k_on() -> None:
    entry = BANK.question("training.learning_rate_schedule")
    pins = dict(schedule="linear", learning_rate=0.1, minimum=0.01, k=10, epochs=[10, 12], threshold=0.05, warmup=5)
    variant = any_variant(entry, seeded("a", entry), pins)
    assert "first epoch after the warm-up" in stem.in_words(variant, variant.asks["first"].text)
    settled, line, *_ = variant.derivation().lines
    assert settled.why == "From epoch $k$ on, the learning rate no longer changes."
    assert "0 \\cdot" not in "".join(line.formulas)


def test_options_that_a_person_does_not_set_have_keras_s_default() -> None:
    entry = BANK.question("convolution.parameter_count")
    for n in range(20):
        variant = any_variant(
            entry, seeded(str(n), entry), {"input_shape": [227, 227, 3], "filters": 96, "kernel_size": 11}
        )
        assert variant.parameters["use_bias"] is True
        assert variant.derivation().answers["count"] == 34_944, "AlexNet's first layer"


def test_what_a_question_is_about_is_no_option_left_at_its_default() -> None:
    """A person who sets an image alone still gets strides from a question about strides."""
    for id_, name, default in (
        ("convolution.dilated", "dilation_rate", 1),
        ("convolution.feature_map_padded", "padding", "valid"),
        ("convolution.feature_map_strided", "strides", 1),
        ("pooling.same_padded", "padding", "valid"),
    ):
        entry = BANK.question(id_)
        field = "x" if id_.startswith("pooling") else "image"
        variant = any_variant(entry, seeded("a", entry), {field: drawn(id_, "a").settings[field]})
        assert variant.parameters[name] != default, id_
