"""Draws whose answers say nothing once they are rounded are passed over."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction

import pytest

from examgen.bank.bank import Bank
from examgen.question.draw import derive_key
from examgen.question.selection import _keeps_digits, _rounds_clearly, candidates, is_good, numbered

BANK = Bank()


@pytest.mark.parametrize(
    ("key", "decimals", "kept"),
    [
        (0.0094, 3, False),
        (-0.0094, 3, False),
        (0.0004, 3, False),
        (0.0104, 3, True),
        (0.009, 3, True),  # exact: nothing is lost
        (0, 3, True),
        (0.07, 2, True),
        (0.0702, 2, False),
        (2.5, 0, False),
        (12.5, 0, True),
    ],
)
def test_two_significant_digits_are_kept_unless_the_number_is_exact(key, decimals, kept) -> None:
    assert _keeps_digits(decimals, key) is kept


@pytest.mark.parametrize(
    ("key", "decimals", "clear"),
    [
        (1.4515, 3, False),
        (-1.451504, 3, False),
        (1.451494, 3, False),
        (1.45153, 3, True),
        (Fraction(29, 8), 2, False),
        (Fraction(29, 8), 3, True),
        (2.5, 0, False),
        (12, 2, True),
    ],
)
def test_a_number_halfway_between_two_that_may_be_written_is_no_answer(key, decimals, clear) -> None:
    assert _rounds_clearly(decimals, key) is clear


@pytest.mark.parametrize(("z", "good"), [((0, 1, 2), True), ((0, 1, 7), False)])
def test_a_cell_of_a_vector_keeps_two_significant_digits_as_well(z, good) -> None:
    """Among the softmax of (0, 1, 7) are 0.0009 and 0.0025."""
    assert is_good(BANK.question("softmax.values").variant({"z": z})) is good


@pytest.mark.parametrize("id_", ["softmax.temperature", "softmax.values", "recurrent.read_out"])
def test_no_drawn_vector_has_a_cell_of_one_digit(id_) -> None:
    entry = BANK.question(id_)
    for variant in itertools.islice(candidates(entry, (derive_key(b"d", id_, n) for n in range(500)), {}), 25):
        for name, ask in variant.asks.items():
            if decimals := getattr(ask.type, "decimals", 0):
                for cell in variant.worked[name]:
                    assert _keeps_digits(decimals, cell), (name, variant.settings)
                    assert _rounds_clearly(decimals, cell), (name, variant.settings)


def test_a_loss_that_comes_out_without_the_activation_function_too_is_no_answer() -> None:
    """Halfway between the outputs with and without ReLU lies a target that is equally far from both."""
    entry, met = BANK.question("dense.two_layers"), 0
    for variant in itertools.islice(candidates(entry, (derive_key(b"d", n) for n in range(500)), {}), 25):
        (y,), (other,) = variant.worked["y"], variant.but(activation="linear").worked["y"]
        halfway = variant.but(target=((y + other) // 2,))
        met += (y + other) % 2 == 0 and 26 <= halfway.derivation().effort <= 30
        assert (y + other) % 2 or not is_good(halfway)
    assert met


@pytest.mark.parametrize(
    "id_",
    [
        "architecture.residual_block",
        "dense.two_layers",
        "recurrent.many_to_many",
        "recurrent.read_out",
        "recurrent.self_attention",
        "recurrent.top_k_sampling",
        "recurrent.unroll_scalar",
    ],
)
def test_most_draws_of_a_question_with_many_conditions_are_used(id_) -> None:
    entry = BANK.question(id_)
    drawn = [variant for _, variant in numbered(entry, (derive_key(b"used", id_, n) for n in range(60)), {})]
    assert len(drawn) == 60
    assert sum(map(is_good, drawn)) >= 24, "draw so that the conditions hold: see Draw.first"


@pytest.mark.parametrize(
    ("id_", "ask"),
    [
        ("convolution.dilated", "rows"),
        ("convolution.one_by_one", "size"),
        ("convolution.one_by_one", "count"),
        ("convolution.two_filters", "size"),
        ("dense.dead_relu", "learning"),
        ("evaluation.non_maximum_suppression", "removed"),
        ("recurrent.top_k_sampling", "size"),
        ("training.batch_normalisation", "variance"),
        ("training.debug_model", "why"),
    ],
)
def test_no_answer_is_the_same_on_nearly_all_papers(id_, ask) -> None:
    keys = (derive_key(b"key", id_, n) for n in range(500))
    drawn = itertools.islice(candidates(BANK.question(id_), keys, {}), 20)
    counts = Counter(str(variant.derivation().answers[ask]) for variant in drawn)
    assert max(counts.values()) <= 16, counts
