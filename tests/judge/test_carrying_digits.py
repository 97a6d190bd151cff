"""How far a number on a sheet may be from the one that was carried on, and what is said of numbers that are close."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from examgen.answers import Comparison, Integer, Matrix, Reading, Real, Vector
from examgen.arrays import Array
from examgen.bank.bank import Bank, Source
from examgen.judge import Answer, Rules, Verdict, Work, judge_answer, read_answer
from examgen.judge.diagnosis import EARLY, diagnose
from examgen.judge.words import rule
from examgen.judge.work import FollowThrough
from examgen.question.question import Question

HERE = Path(__file__).parent
BANK = Bank((Source.folder(HERE.parent / "toy_bank"), Source.folder(HERE / "bank")))
CHAIN = {"x": (1, -2, 0.5, 2)}  # h = 0.762, -0.964, 0.462, 0.964 and total = their sum


def sat(asked: Question, *typed: str) -> FollowThrough:
    derived = asked.derivation().answers
    key = {name: ask.type.fit(derived[name]) for name, ask in asked.asks.items()}
    answers = {
        name: read_answer(ask.type, text, expected=key[name])
        for (name, ask), text in zip(asked.asks.items(), typed, strict=False)
    }
    return FollowThrough(Work(asked, key, {}, answers), Rules())


def chain(*typed: str) -> FollowThrough:
    return sat(BANK.question("judged.chain").variant(CHAIN), *typed)


def room(h: str, *, carried: tuple[float, ...] | None = None) -> float:
    """How far the total may be from the sum of the numbers written for h."""
    work = chain(h)
    value = work.work.answers["h"].value
    given: Array = carried or value or ()
    total = work.derived("total", {"h": given})
    assert isinstance(total, (int, float))
    above = work.allowing_for_rounding("total", total + 100, total, {"h": given})
    below = work.allowing_for_rounding("total", total - 100, total, {"h": given})
    if above is None or below is None:
        assert above is below is None
        return 0.0
    assert isinstance(above, (int, float))
    assert isinstance(below, (int, float))
    assert above - total == pytest.approx(total - below)
    return above - total


@pytest.mark.parametrize(
    ("h", "width"),
    [
        ("0.762, -0.964, 0.462, 0.500", 4 * 0.0005),
        ("0.76, -0.96, 0.46, 0.50", 4 * 0.005),
        ("0,76; -0,96; 0,46; 0,50", 4 * 0.005),
        ("0.762, -0.96, 0.5, 0.5", 0.0005 + 0.005 + 2 * 0.05),
        ("1, -0.96, 0.462, 0.5", 0.5 + 0.005 + 0.0005 + 0.05),
        ("1, -1, 0, 2", 4 * 0.5),
        # what was written cannot be told number by number, so the places asked for count
        ("1/2, -0.96, 0.46, 0.50", 4 * 0.0005),
    ],
)
def test_half_a_unit_of_the_last_written_place_of_each_number_may_be_missing(h: str, width: float) -> None:
    assert room(h) == pytest.approx(width)


def test_numbers_that_are_not_those_on_the_sheet_have_the_places_that_were_asked_for() -> None:
    assert room("0.8, -1, 0.5, 0.5", carried=(0.76, -0.96, 0.46, 0.9)) == pytest.approx(4 * 0.0005)
    assert room("0.8, -1, 0.5, 0.5", carried=(0.76, -0.96, 0.46, 0.54)) == pytest.approx(3 * 0.05 + 0.5)
    assert room("0.8, -1, 0.5", carried=(0.76, -0.96, 0.46, 0.54)) == pytest.approx(4 * 0.0005)


def test_a_value_within_the_room_is_right_as_it_is() -> None:
    work = chain("0.76, -0.96, 0.46, 0.50")
    given = {"h": (0.76, -0.96, 0.46, 0.5)}
    for total in (0.745, 0.76, 0.779):
        assert work.allowing_for_rounding("total", total, 0.76, given) == pytest.approx(total)
    assert work.allowing_for_rounding("total", 0.79, 0.76, given) == pytest.approx(0.78)
    assert work.allowing_for_rounding("total", 0.5, 0.76, given) == pytest.approx(0.74)
    assert work.allowing_for_rounding("total", (0.76, 0.76), 0.76, given) is None, "another size"
    assert work.allowing_for_rounding("total", 0.76, 0.76, {}) is None, "nothing was rounded"


def test_whole_numbers_are_not_rounded() -> None:
    layer = BANK.question("toy.layer").variant({"x": (1, 2), "w": ((1, -1, 2), (0, -2, 1)), "b": (1, 2, 3)})
    work = sat(layer, "2, -3, -7")
    assert work.allowing_for_rounding("a", (2, 0, 1), (2, 0, 0), {"z": (2, -3, -7)}) is None


@pytest.mark.parametrize(
    ("total", "state"), [("0.779", "follow-through"), ("0.742", "follow-through"), ("0.79", "wrong"), ("0.73", "wrong")]
)
def test_work_with_more_digits_than_were_written_follows_from_the_mistake(total: str, state: str) -> None:
    work = chain("0.76, -0.96, 0.46, 0.50", total).work
    assert judge_answer(work, "total", keras=False).state == state


# another size ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "state", "highest"),
    [
        ("2 4 6 8 10 12", "doubtful", 1),
        ("2 4 6 8 9 9", "doubtful", Fraction(4, 6)),
        ("2 4 6 9 9 9", "doubtful", Fraction(3, 6)),
        ("2 4 9 9 9 9", "wrong", 0),
        ("2 4 6 8 10 12 14", "wrong", 0),
    ],
)
def test_numbers_in_another_arrangement_may_earn_what_they_would_in_the_right_one(
    typed: str, state: str, highest: Fraction
) -> None:
    asked = BANK.question("judged.grid").variant({"a": ((1, 2, 3), (4, 5, 6))})
    work = Work(asked, {"z": ((2, 4, 6), (8, 10, 12))}, {}, {"z": read_answer(Matrix(), typed)})
    verdict = judge_answer(work, "z", keras=False)
    assert (verdict.state, verdict.share, verdict.highest) == (state, 0, highest)


@pytest.mark.parametrize(
    ("follow_through", "typed", "highest"),
    [
        (Fraction(1), ((5, 3), (8, 4)), Fraction(1)),
        (Fraction(1, 2), ((5, 3), (8, 4)), Fraction(1, 2)),
        (Fraction(1, 2), ((5, 3), (8, 9)), Fraction(3, 8)),
        (Fraction(1, 2), ((2, 0), (7, 3)), Fraction(1)),  # the key, which costs nothing
        (Fraction(0), ((5, 3), (8, 4)), Fraction(0)),
    ],
)
def test_what_follows_from_a_mistake_in_another_arrangement_earns_its_share_at_most(
    follow_through: Fraction, typed: Array, highest: Fraction
) -> None:
    asked = BANK.question("toy.layer").variant({"x": (1, 2), "w": ((1, -1, 2, 0), (0, -2, 1, 1)), "b": (1, 2, 3, 1)})
    work = sat(asked, "5, 3, 8, 4").work  # z = 2, -3, 7, 3 and a = 2, 0, 7, 3
    given = Answer(asked.asks["a"].type, "as a grid", "read", (Reading(typed, ""),))
    work = replace(work, answers={**work.answers, "a": given})
    verdict = judge_answer(work, "a", Rules(follow_through=follow_through), keras=False)
    assert (verdict.share, verdict.highest, verdict.state == "doubtful") == (0, highest, bool(highest))


# words and reasons -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "rules", "words"),
    [
        (Comparison((False, False), coarse=(True, False)), Rules(precision="strict"), "Not precise enough: 3 decimals are required."),
        (Comparison((False, False), coarse=(False, True)), Rules(precision="strict"), "Not precise enough: 3 decimals are required."),
        (Comparison((False, False), coarse=(False, False)), Rules(precision="strict"), "Not right."),
        (Comparison((False, False)), Rules(precision="strict"), "Not right."),
        (Comparison((False, False), coarse=(True, False)), Rules(), "Not right."),
        (Comparison((True, False, False)), Rules(), "1 of 3 numbers is right; fewer than half earn nothing."),
        (Comparison((True, False, False)), Rules(partial="none"), "Not right."),
        (Comparison((True, False, False), as_a_whole=True), Rules(), "Not right."),
        (Comparison((False,)), Rules(), "Not right."),
        (Comparison((False,), notes=("it has 4 layers", "it is too large")), Rules(), "Not right: it has 4 layers; it is too large."),
        (Comparison((False,), notes=("it is too large",), summary="It has 9 weights."), Rules(),
         "Not right: it is too large. It has 9 weights."),
        (Comparison(()), Rules(), "The size is wrong: 2 instead of 3."),
    ],
)  # fmt: skip
def test_of_a_wrong_answer_is_said_what_it_lacks(found: Comparison, rules: Rules, words: str) -> None:
    kind = Vector(decimals=3)
    verdict = Verdict("wrong", value=(1, 2), comparison=found)
    assert rule(verdict, read_answer(kind, "1, 2"), (1, 2, 3), rules, {}) == words


def test_of_an_answer_right_in_part_is_said_how_many_numbers_are_and_which_cost_some() -> None:
    kind = Vector(decimals=3)
    answer = read_answer(kind, "1, 2, 3, 4")
    parts = Comparison((True, True, False, False), coarse=(False, False, True, False))
    verdict = Verdict("partial", value=(1, 2, 3, 4), comparison=parts, coarse_cells=(2,))
    assert rule(verdict, answer, (1, 2, 3, 4), Rules(), {}) == (
        "3 of 4 numbers are right and earn their share. 1 number lost 25%: 3 decimals are required."
    )
    one = Verdict("partial", value=(1, 2), comparison=Comparison((True, False)))
    assert rule(one, read_answer(kind, "1, 2"), (1, 3), Rules(), {}) == "1 of 2 numbers is right and earns its share."


@pytest.mark.parametrize(
    ("right", "off", "found"),
    [
        (0.5, EARLY * 0.001 * 0.99, True),
        (0.5, EARLY * 0.001 * 1.01, False),
        (-0.5, EARLY * 0.001 * 0.99, True),
        (-0.5, -EARLY * 0.001 * 0.99, True),
        (0.06, 0.0029, True),
        (0.06, 0.0031, False),
        (-0.06, 0.0029, True),
        (-0.06, -0.0031, False),
        (0.0, 0.002, False),
    ],
)
def test_a_number_was_rounded_early_where_it_is_close_and_off_by_a_twentieth_at_most(
    right: float, off: float, found: bool
) -> None:
    reason = diagnose(Real(3), right + off, [right], [])
    assert (reason is not None and reason.sort == "rounding") is found
    assert diagnose(Integer(), 1001, [1000], []) is None
