"""A mistake planted in a worked solution: the lines before it are right, it can be seen, and what follows goes on from it."""

from __future__ import annotations

import itertools

import pytest

from examgen.arrays import agree
from examgen.bank.bank import Bank
from examgen.question.draw import derive_key
from examgen.question.planting import SLIPS, mistakes, plant
from examgen.question.selection import any_variant, candidates, seeded
from examgen.rendering import stem
from examgen.verify import witness

BANK = Bank()


def drawn(id_: str, count: int, **pins: object) -> list:
    question = BANK.question(id_)
    keys = (derive_key(b"find the error", id_, attempt) for attempt in range(200 * count))
    return list(itertools.islice(candidates(question, keys, pins), count))


@pytest.fixture(scope="module")
def variants() -> list:
    return drawn("concept.find_the_error", 60)


def test_it_is_made_from_many_questions(variants) -> None:
    assert len({variant.question for variant in variants}) >= 15
    assert not any(variant.question.startswith("concept.") for variant in variants)


def test_lines_before_the_mistake_are_right_and_the_line_itself_is_not(variants) -> None:
    for variant in variants:
        right = [line for line in variant.original.derivation().lines if line.terms]
        wrong = variant.planted.wrong
        place = variant.place - 1
        assert [line.value for line in wrong[:place]] == [line.value for line in right[:place]], variant
        assert wrong[place].value != right[place].value, variant


def test_the_right_answer_is_that_of_the_colleagues_problem(variants) -> None:
    for variant, solved in zip(variants, witness.attest(variants, misconceptions=False), strict=True):
        (original,) = witness.attest([variant.original], misconceptions=False)
        assert agree(solved.key["right"], original.key[variant.spoiled_ask])
        assert solved.key["line"] == variant.place


def test_the_colleagues_own_answer_is_told_as_the_misconception_it_is(variants) -> None:
    for solved in witness.attest(variants[:20]):
        assert "colleague_believed" in solved.wrong_answers
        (slip,) = (m for m in solved.misconceptions if m.name == "colleague_believed")
        feedback = stem.in_words(solved.variant, slip.feedback)
        assert feedback
        assert "{{" not in feedback


def test_a_variant_survives_being_sealed(variants) -> None:
    for variant in variants:
        again = variant.entry.variant(variant.settings)
        assert stem.stem(again) == stem.stem(variant)


def test_a_mistake_is_planted_in_a_case_worked_out_by_hand() -> None:
    entry = BANK.question("recurrent.unroll_scalar")
    pins = {"x": [1, 2, 1], "wx": 1, "wh": 2, "b": 1, "h0": 0, "activation": "relu"}
    problem = any_variant(entry, seeded("a", entry), pins)
    assert mistakes(problem)["last_addend_left_out"]
    planted = plant(problem, "last_addend_left_out", 2)  # step 2 without its bias: 2 + 2 · 2 = 6 in place of 7
    assert planted is not None
    assert [line.value for line in planted.right] == [2, 2, 7, 7, 16, 16]
    assert [line.value for line in planted.wrong] == [2, 2, 6, 6, 14, 14]
    assert planted.spoiled == 3


@pytest.mark.parametrize("slip", SLIPS)
def test_every_slip_of_the_pen_can_be_planted_somewhere_in_the_bank(slip: str) -> None:
    for id_ in BANK.ids:
        if not id_.startswith("concept."):
            for problem in drawn(id_, 3):
                places = mistakes(problem).get(slip, ())
                if any(plant(problem, slip, place) for place in places):
                    return
    pytest.fail(f"no question lends itself to {slip}")
