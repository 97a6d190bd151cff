"""Why an answer is wrong: each sort of reason where it fits, none where too little speaks for it."""

from __future__ import annotations

import pytest

from examgen.answers import Integer, Matrix, Real, Shape, Tensor, Vector
from examgen.judge.diagnosis import EARLY, PAIRS, diagnose, diagnose_pair, is_telling, pairs
from examgen.model.network import Network
from examgen.question.question import Misconception

GRID = ((1, 2, 3), (4, 5, 6), (7, 8, 10))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (((1, 4, 7), (2, 5, 8), (3, 6, 10)), "The numbers are right, but rows and columns are swapped."),
        (((3, 2, 1), (6, 5, 4), (10, 8, 7)), "The numbers are right, but each row is reversed."),
        (((4, 5, 6), (7, 8, 10), (1, 2, 3)), "The rows are right, but shifted by 1."),
        (((7, 8, 10), (1, 2, 3), (4, 5, 6)), "The rows are right, but shifted by 2."),
        (((7, 8, 10), (4, 5, 6), (1, 2, 3)), "The rows are right, but in reverse order."),
        (((-1, -2, -3), (-4, -5, -6), (-7, -8, -10)), "All signs are reversed."),
    ],
)
def test_the_right_numbers_in_another_order(wrong, words) -> None:
    found = diagnose(Matrix(), wrong, [GRID], [])
    assert found is not None
    assert (found.sort, found.words, found.candidates) == ("order", words, ())


@pytest.mark.parametrize(("kind", "value", "right"), [(Integer(), 42, -42), (Real(3), 0.5881, -0.588259)])
def test_a_number_with_the_other_sign(kind, value, right) -> None:
    found = diagnose(kind, value, [right], [])
    assert found is not None
    assert (found.sort, found.words) == ("order", "Only the sign is wrong.")
    assert diagnose(kind, value + 1, [right], []) is None


def test_a_shape_in_another_order_has_its_axes_exchanged() -> None:
    found = diagnose(Shape(), (32, 12, 12), [(12, 12, 32)], [])
    assert found is not None
    assert found.words == "The sizes are right, but in the wrong order."
    other = diagnose(Shape(), (32, 12, 13), [(12, 12, 32)], [])
    assert other is None or "order" not in other.words


def test_a_row_in_another_order_is_a_row_of_numbers() -> None:
    found = diagnose(Vector(), (3, 1, 2), [(1, 2, 3)], [])
    assert found is not None
    assert found.words == "The numbers are right, but shifted by 2."
    two = diagnose(Vector(), (2, 1), [(1, 2)], [])
    assert two is not None
    assert two.words == "The two numbers are swapped."
    assert diagnose(Vector(), (-5, -5, 5), [(5, 5, 5)], []) is None, "equal numbers have no order"


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "place"),
    [
        (Matrix(), GRID, ((1, 2, 3), (4, 5, 6), (7, 8, 9)), "row 3, column 3"),
        (Matrix(), GRID, ((1, 2, 3), (0, 5, 6), (7, 8, 10)), "row 2, column 1"),
        (Vector(), (1, 2, 3), (1, 9, 3), "number 2 of 3"),
        (Tensor(), (((1, 2), (3, 4)), ((5, 6), (7, 8))), (((1, 2), (3, 4)), ((5, 6), (0, 8))), "row 2, column 2, channel 1"),
    ],
)  # fmt: skip
def test_one_wrong_number_of_three_or_more_is_placed(kind, right, wrong, place) -> None:
    found = diagnose(kind, wrong, [right], [])
    assert found is not None
    assert (found.sort, found.words) == (
        "one number",
        f"Only one number is wrong, {place}: check the arithmetic there.",
    )


def test_one_wrong_number_of_two_is_no_reason() -> None:
    assert diagnose(Vector(), (1, 9), [(1, 2)], []) is None
    assert diagnose(Vector(), (1, 9, 9), [(1, 2, 3)], []) is None


def test_rounding_is_suspected_within_its_window_alone() -> None:
    kind = Real(3)
    inside, outside = 0.5 + (EARLY - 0.1) * 0.001, 0.5 + (EARLY + 0.1) * 0.001
    found = diagnose(kind, inside, [0.5], [])
    assert found is not None
    assert found.sort == "rounding"
    assert found.words == "The answer is close: an intermediate value was probably rounded too early."
    assert diagnose(kind, outside, [0.5], []) is None
    assert diagnose(kind, 0.5 - (EARLY - 0.1) * 0.001, [0.5], []) is not None
    assert diagnose(kind, 0.0524, [0.05], []) is not None, "a twentieth of it off"
    assert diagnose(kind, 0.0526, [0.05], []) is None, "more than a twentieth of it off"
    assert diagnose(Integer(), 101, [100], []) is None, "a whole number is not rounded"
    assert diagnose(Vector(decimals=3), (0.5, 0.51), [(0.5, 0.5)], []) is not None
    assert diagnose(Vector(decimals=3), (0.5, 0.9), [(0.5, 0.5)], []) is None, "every number must be close"
    assert diagnose(Vector(decimals=3), (0.51,), [(0.5, 0.5)], []) is None


def test_a_misconception_comes_before_every_other_reason() -> None:
    transposed = ((1, 4, 7), (2, 5, 8), (3, 6, 10))
    found = diagnose(Matrix(), transposed, [GRID], [("turned", transposed), ("other", GRID)])
    assert found is not None
    assert (found.sort, found.candidates, found.named) == ("misconception", (("turned",),), ("turned",))


def test_several_misconceptions_that_fit_are_all_possible_and_none_is_named() -> None:
    found = diagnose(Integer(), 7, [5], [("one", 7), ("two", 7), ("one", 7), ("three", 8)])
    assert found is not None
    assert found.candidates == (("one",), ("two",))
    assert found.named == ()


def test_the_reason_is_looked_for_from_own_answers_and_from_the_key() -> None:
    for expected in ([GRID, ((9, 9, 9),) * 3], [((9, 9, 9),) * 3, GRID]):
        found = diagnose(Matrix(), ((1, 4, 7), (2, 5, 8), (3, 6, 10)), expected, [])
        assert found is not None
        assert found.sort == "order"


@pytest.mark.parametrize(
    ("kind", "value", "telling"),
    [
        (Integer(), 999, False),
        (Integer(), 1000, True),
        (Integer(), -999, False),
        (Real(3), 0.123, False),
        (Real(3), 1.234, True),
        (Vector(), (12, 3), False),
        (Vector(), (12, 34), True),
        (Vector(), (0, 0, 0, 0), True),
    ],
)
def test_two_misconceptions_are_looked_for_in_four_digits_or_more(kind, value, telling) -> None:
    assert is_telling(kind, value) is telling


def changing(name: str, asks: frozenset[str] | None = None) -> Misconception:
    edit = lambda net: Network({**net.arrays, name: 1}, net.nodes)  # noqa: E731
    return Misconception(name, f"{name}.", lambda variant: edit(variant), of_network=edit, asks=asks)


def test_pairs_are_made_of_every_two_up_to_a_limit() -> None:
    few = [changing(name) for name in "abc"]
    assert [pair.name for pair in pairs(few)] == ["a + b", "a + c", "b + c"]
    many = [changing(f"m{n}") for n in range(12)]
    assert len(list(pairs(many))) == PAIRS == 36


def test_a_pair_concerns_the_asks_of_both() -> None:
    (pair,) = pairs([changing("a", frozenset({"x", "y"})), changing("b", frozenset({"y", "z"}))])
    assert pair.asks == {"y"}
    (pair,) = pairs([changing("a"), changing("b", frozenset({"y"}))])
    assert pair.asks == {"y"}
    assert pair.edit(Network()).arrays == {"a": 1, "b": 1}
    assert pair.feedback == "a. b."


def test_a_pair_is_found_by_what_both_together_lead_to() -> None:
    seen = {"a + b": {"z": 1234}, "a + c": {"z": 99}, "b + c": {}}
    found = diagnose_pair(Integer(), "z", 1234, seen)
    assert found is not None
    assert (found.sort, found.candidates) == ("two misconceptions", (("a", "b"),))
    assert diagnose_pair(Integer(), "z", 1235, seen) is None
