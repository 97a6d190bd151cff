"""Every rule of marking by its effect on points: follow-through, parts, precision, doubt and what waits for a person."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from examgen.answers import Comparison, Integer, Matrix, Real, Vector
from examgen.bank.bank import Bank, Source
from examgen.judge import Answer, Rules, Verdict, Verdicts, Work, judge, judge_answer, part_of, read_answer
from examgen.judge.words import places, rule, shortfall
from examgen.question.question import Question

HERE = Path(__file__).parent
BANK = Bank((Source.folder(HERE.parent / "toy_bank"), Source.folder(HERE / "bank")))
CHAIN = {"x": (1, -2, 0.5, 2)}  # h = 0.762, -0.964, 0.462, 0.964; total = 1.224; square = 1.497
LAYER = {"x": (1, 2), "w": ((1, -1, 2, 0), (0, -2, 1, 1)), "b": (1, 2, 3, 1)}  # z = 2, -3, 7, 3 and a = 2, 0, 7, 3
H = "0.762, -0.964, 0.462, 0.964"
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
LABELS = {"side": "1", "h": "1a", "total": "1b", "square": "1c", "z": "1a", "a": "1b"}


def variant(id_: str, parameters: dict[str, object]) -> Question:
    return BANK.question(id_).variant(parameters)


def work(asked: Question, *typed: str) -> Work:
    """Answers to the first asks of a variant; the key is the derivation's."""
    derived = asked.derivation().answers
    key = {name: ask.type.fit(derived[name]) for name, ask in asked.asks.items()}
    answers = {
        name: read_answer(ask.type, text, expected=key[name])
        for (name, ask), text in zip(asked.asks.items(), typed, strict=False)
    }
    return Work(asked, key, {}, answers)


def judged(asked: Question, *typed: str, rules: Rules | None = None) -> Verdicts:
    ((found,),) = judge([[work(asked, *typed)]], rules or Rules(), keras=False)
    return found


def last(asked: Question, *typed: str, rules: Rules | None = None) -> Verdict:
    return list(judged(asked, *typed, rules=rules).values())[-1]


def said(asked: Question, *typed: str, rules: Rules | None = None) -> str:
    """The rule that gave the points of the last answer."""
    sat = work(asked, *typed)
    name = list(sat.answers)[-1]
    verdict = judge_answer(sat, name, rules or Rules(), keras=False)
    return rule(verdict, sat.answers[name], sat.key[name], rules or Rules(), LABELS)


def comparison(cells: str) -> Comparison:
    """``+`` is a right cell, ``~`` a coarse one, ``-`` a wrong one."""
    return Comparison(tuple(c == "+" for c in cells), coarse=tuple(c == "~" for c in cells))


LENIENT, STRICT, WHOLE = Rules(), Rules(precision="strict"), Rules(partial="none")


@pytest.mark.parametrize(
    ("rules", "cells", "state", "share"),
    [
        (LENIENT, "++++", "right", 1),
        (LENIENT, "+++-", "partial", Fraction(3, 4)),
        (LENIENT, "++--", "partial", HALF),
        (LENIENT, "+---", "wrong", 0),
        (LENIENT, "----", "wrong", 0),
        (LENIENT, "", "wrong", 0),
        (LENIENT, "~", "coarse", Fraction(3, 4)),
        (LENIENT, "~~~~", "coarse", Fraction(3, 4)),
        (LENIENT, "+++~", "coarse", Fraction(15, 16)),
        (LENIENT, "+~--", "partial", Fraction(7, 16)),
        (LENIENT, "~---", "wrong", 0),
        (STRICT, "~", "wrong", 0),
        (STRICT, "+++~", "partial", Fraction(3, 4)),
        (STRICT, "+~~~", "wrong", 0),
        (WHOLE, "+++-", "wrong", 0),
        (WHOLE, "++++", "right", 1),
        (WHOLE, "+++~", "coarse", Fraction(15, 16)),
        (Rules(coarse_loss=HALF), "~", "coarse", HALF),
        (Rules(coarse_loss=Fraction(0)), "~", "coarse", 1),
        (Rules(coarse_loss=Fraction(1)), "~", "coarse", 0),
    ],
)
def test_cells_earn_their_part(rules, cells, state, share) -> None:
    assert rules.worth(comparison(cells)) == (state, share)


@pytest.mark.parametrize(
    ("points", "share", "earned"),
    [
        ("0.25", HALF, "0.13"),
        ("0.50", QUARTER, "0.13"),
        ("1", Fraction(2, 3), "0.67"),
        ("1", Fraction(1, 3), "0.33"),
        ("2", Fraction(1), "2.00"),
    ],
)
def test_a_part_of_the_points_is_rounded_to_hundredths_and_halves_up(points: str, share: Fraction, earned: str) -> None:
    assert str(part_of(Decimal(points), share)) == earned


def test_what_counts_as_a_whole_earns_all_or_nothing() -> None:
    assert Rules().worth(Comparison((True, True, False), as_a_whole=True)) == ("wrong", 0)
    assert Rules().worth(Comparison((True, True), as_a_whole=True)) == ("right", 1)


# follow-through -----------------------------------------------------------------------------------------------------

MISTAKE = ("0.762, -0.964, 0.462, 0.5", "0.760")


@pytest.mark.parametrize("share", [Fraction(1), HALF, Fraction(0)])
def test_work_from_a_mistake_earns_the_share_that_the_rules_say(share) -> None:
    verdict = last(variant("judged.chain", CHAIN), *MISTAKE, rules=Rules(follow_through=share))
    assert (verdict.state, verdict.share, verdict.pending) == ("follow-through", share, False)
    assert verdict.followed == ("h",)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(1), "Right, given your answer 1a. The mistake there costs no points here."),
        (HALF, "Right, given your answer 1a. After the mistake there, this earns 50% of the points."),
        (Fraction(0), "Right, given your answer 1a. After the mistake there, this earns no points."),
    ],
)
def test_the_share_of_work_from_a_mistake_is_said(share, words) -> None:
    text = said(variant("judged.chain", CHAIN), *MISTAKE, rules=Rules(follow_through=share))
    assert text == f"{words} What follows from it was computed by the worked solution alone." * bool(share) + words * (
        not share
    )


def test_right_cells_from_a_mistake_earn_their_part_of_the_share_for_follow_through() -> None:
    asked = variant("toy.layer", LAYER)
    verdict = last(asked, "2, -3, -7, -3", "2, 0, 0, 5", rules=Rules(follow_through=HALF))
    assert (verdict.state, verdict.share) == (
        "partial",
        HALF,
    )  # half of it by the key; three quarters from the mistake earn less
    verdict = last(asked, "-2, -3, -7, -3", "0, 0, 0, 5", rules=Rules(follow_through=HALF))
    assert (verdict.state, verdict.share) == ("partial", Fraction(3, 8))
    verdict = last(asked, "-2, -3, -7, -3", "0, 0, 0, 5")
    assert (verdict.state, verdict.share) == ("partial", Fraction(3, 4))


def test_work_from_a_mistake_that_earns_more_by_its_right_values_is_told_so_and_has_no_other_explanation() -> None:
    asked, typed = variant("toy.layer", LAYER), ("2, -3, 7, -3", "2, 0, 7, 0")
    verdict = last(asked, *typed, rules=Rules(follow_through=HALF))
    assert (verdict.state, verdict.share, verdict.consistent) == ("partial", Fraction(3, 4), ("z",))
    assert verdict.diagnosis is None
    assert said(asked, *typed, rules=Rules(follow_through=HALF)) == (
        "3 of 4 numbers are right and earn their share. It follows from your answer 1a, which alone would earn 50% of the points."
    )
    assert last(asked, *typed).state == "follow-through"
    other = last(asked, "2, -3, 7, -3", "2, 0, 7, 5", rules=Rules(follow_through=HALF))
    assert other.consistent == ()
    assert other.diagnosis is not None


def test_work_from_rounded_answers_earns_everything_whatever_follow_through_earns() -> None:
    verdict = last(variant("judged.chain", CHAIN), H, "1.225", "1.501", rules=Rules(follow_through=Fraction(0)))
    assert (verdict.state, verdict.share, verdict.from_rounded) == ("right", 1, ("total",))
    assert "Right, given your rounded answer 1b." in said(variant("judged.chain", CHAIN), H, "1.225", "1.501")


def test_an_answer_that_is_too_coarse_is_no_mistake_for_the_next_one() -> None:
    found = judged(variant("judged.chain", CHAIN), H, "1.2", "1.44", rules=Rules(follow_through=Fraction(0)))
    assert found["total"].state == "coarse"
    assert (found["square"].state, found["square"].share) == ("right", 1)
    strict = Rules(follow_through=Fraction(0), precision="strict")
    assert judged(variant("judged.chain", CHAIN), H, "1.2", "1.440", rules=strict)["square"].share == 0


@pytest.mark.parametrize("first", ["0, 0, 0, 0", "5, 5, 5, 5"])
def test_one_number_in_all_cells_carries_nothing(first) -> None:
    assert last(variant("toy.layer", LAYER), first, first).state == "wrong"


def test_one_number_in_all_cells_carries_where_half_of_them_are_right() -> None:
    asked = variant("toy.layer", {"x": (1, 1), "w": ((1, 1), (1, -3)), "b": (1, 1)})  # z = 3, -1 and a = 3, 0
    verdict = last(asked, "3, 3", "3, 3")
    assert verdict.state == "follow-through"


def test_a_wrong_zero_carries_where_what_follows_is_no_zero() -> None:
    asked = variant("judged.chain", CHAIN)
    assert last(asked, H, "0", "0").state == "wrong"


# doubt --------------------------------------------------------------------------------------------------------------


def test_nothing_is_zero_and_final_and_what_cannot_be_read_is_pending() -> None:
    asked = variant("judged.chain", CHAIN)
    for text in ("", "?", "don't know"):
        verdict = last(asked, text)
        assert (verdict.state, verdict.share, verdict.highest, verdict.pending) == ("blank", 0, 0, False)
    verdict = last(asked, "about three quarters")
    assert (verdict.state, verdict.share, verdict.highest, verdict.pending) == ("unreadable", 0, 1, True)
    assert "This could not be read" in said(asked, "about three quarters")
    assert said(asked, "about three quarters").endswith("A person will look at it.")


@pytest.mark.parametrize(
    ("typed", "state", "highest"),
    [
        ("2 4 6 8 10 12", "doubtful", 1),  # row by row
        ("2 8 4 10 6 12", "doubtful", 1),  # column by column
        ("2 4 6 8 10 13", "doubtful", Fraction(5, 6)),
        ("9 9 9 9 9 9", "wrong", 0),
        ("2 4 6 8 10", "wrong", 0),
    ],
)
def test_the_right_count_of_numbers_in_another_arrangement_waits_for_a_person(typed, state, highest) -> None:
    asked = variant("judged.grid", {"a": ((1, 2, 3), (4, 5, 6))})
    key = ((2, 4, 6), (8, 10, 12))
    answer = read_answer(Matrix(), typed)
    verdict = judge_answer(Work(asked, {"z": key}, {}, {"z": answer}), "z", keras=False)
    assert (verdict.state, verdict.share, verdict.highest) == (state, 0, highest)


def test_what_may_follow_from_an_answer_that_waits_waits_too() -> None:
    asked = variant("judged.chain", CHAIN)
    found = judged(asked, "about three quarters", "0.760", "0.9")
    assert found["h"].state == "unreadable"
    for name, waits_for in (("total", ("h",)), ("square", ("h", "total"))):
        assert (found[name].state, found[name].share, found[name].highest) == ("wrong", 0, 1)
        assert found[name].waits_for == waits_for
    assert "It may follow from your answer 1a." in said(asked, "about three quarters", "0.760")
    half = judged(asked, "about three quarters", "0.760", rules=Rules(follow_through=HALF))["total"]
    assert half.highest == HALF
    right = judged(asked, "about three quarters", "1.224")["total"]
    assert (right.state, right.pending) == ("right", False)
    blank = judged(asked, "", "0.760")["total"]
    assert (blank.state, blank.pending) == ("wrong", False), "nothing follows from nothing"


# words --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "rules", "words"),
    [
        (("",), LENIENT, "Nothing was written."),
        ((H,), LENIENT, "Right."),
        (("0.76, -0.964, 0.462, 0.964",), LENIENT,
         "All 4 numbers are right, but 3 decimals are required. Too few decimals cost 25% of the points of each of these."),
        (("0.76, -0.96, 0.46, 0.96",), LENIENT,
         "All 4 numbers are right, but 3 decimals are required. Too few decimals cost 25% of the points of this."),
        (("0.76, -0.964, 0.462, 0.964",), Rules(coarse_loss=Fraction(0)), "All 4 numbers are right, but 3 decimals are required."),
        (("0.76, -0.96, 0.46, 0.96",), STRICT, "Not precise enough: 3 decimals are required."),
        (("0.762, -0.964, 0.462, 0.5",), LENIENT, "3 of 4 numbers are right and earn their share."),
        (("0.762, -0.1, 0.1, 0.1",), LENIENT, "1 of 4 numbers is right; fewer than half earn nothing."),
        (("0.762, -0.964, 0.1, 0.1",), WHOLE, "Not right."),
        (("0.1, 0.2, 0.3, 0.4",), LENIENT, "Not right."),
        (("0.1, 0.2, 0.3",), LENIENT, "The size is wrong: 3 instead of 4."),
        ((H, "1.2"), LENIENT, "Right, but 3 decimals are required. Too few decimals cost 25% of the points of this."),
    ],
)  # fmt: skip
def test_a_mark_says_which_rule_gave_it(typed, rules, words) -> None:
    assert said(variant("judged.chain", CHAIN), *typed, rules=rules) == words


def test_a_right_cell_of_a_real_is_within_one_unit_of_the_last_place() -> None:
    kind = Real(3)
    assert kind.compare(0.5005, 0.4995).right
    assert not kind.compare(0.5016, 0.5).right
    assert Vector(decimals=3).compare((0.501, 0.499), (0.5, 0.5)).right


def test_a_mistake_is_followed_though_an_answer_before_it_is_missing() -> None:
    found = judged(variant("judged.chain", CHAIN), "", "0.9", "0.81")
    assert (found["total"].state, found["square"].state) == ("wrong", "follow-through")


@pytest.mark.parametrize(
    ("state", "right", "lost", "pending"),
    [
        ("right", True, False, False),
        ("follow-through", True, False, False),
        ("coarse", False, False, False),
        ("partial", False, True, False),
        ("wrong", False, True, False),
        ("blank", False, False, False),
        ("unreadable", False, False, True),
        ("doubtful", False, False, True),
        ("to-be-marked", False, False, True),
    ],
)
def test_a_state_says_what_is_right_what_is_lost_and_what_waits(state, right, lost, pending) -> None:
    verdict = Verdict(state)
    assert (verdict.right, verdict.lost, verdict.pending) == (right, lost, pending)


def test_right_numbers_with_too_few_places_are_said_to_be_so_after_a_mistake() -> None:
    asked = variant("judged.chain", CHAIN)
    from_a_mistake = ("0.762, -0.964, 0.462, 0.555", "0.82")
    coarse = (
        "Right, given your answer 1a, but 3 decimals are required. Too few decimals cost 25% of the points of this."
    )
    alone = "What follows from it was computed by the worked solution alone."
    assert said(asked, *from_a_mistake) == f"{coarse} {alone}"
    cost = "After the mistake there, this earns 50% of the points."
    assert said(asked, *from_a_mistake, rules=Rules(follow_through=HALF)) == f"{coarse} {cost} {alone}"
    assert said(variant("judged.chain", {"x": (1, -2)}), "0.76, -0.964").endswith("of the points of each of these.")


def test_two_readings_are_said_and_a_size_is_said_in_words() -> None:
    size = variant("toy.size", {"n": 1000, "f": 5, "p": 119, "s": 1})  # 1234
    text = said(size, "1.234")
    assert text.startswith(
        "This cannot be read with certainty: it could be 1.234, not an integer or 1234; write an integer"
    )
    assert text.endswith("A person will look at it.")
    answer = read_answer(Vector(), "1, 2")
    assert rule(Verdict("wrong", value=(1, 2)), answer, 3, Rules(), {}) == "The size is wrong: 2 instead of one number."


def test_wrong_cells_are_those_that_are_neither_right_nor_coarse() -> None:
    verdict = Verdict("partial", comparison=comparison("+~-+"), coarse_cells=(1,))
    assert verdict.wrong_cells == (2,)
    assert Verdict("wrong", comparison=comparison("+~-+")).wrong_cells == (1, 2)


def test_cells_that_are_right_as_a_whole_are_not_said_to_be_fewer_than_half() -> None:
    answer = read_answer(Vector(), "1, 2")
    verdict = Verdict("wrong", value=(1, 2), comparison=Comparison((True, True)))
    assert rule(verdict, answer, (1, 2), Rules(), {}) == "Not right."
    verdict = Verdict("wrong", value=(1, 2), comparison=Comparison((True, False)))
    assert rule(verdict, answer, (1, 3), Rules(), {}) == "1 of 2 numbers is right; fewer than half earn nothing."


def test_how_precisely_a_value_was_asked_for_is_a_clause() -> None:
    assert places(Real(1)) == "1 decimal is required"
    assert places(Real(3)) == "3 decimals are required"
    assert places(Integer()) == "more digits are required"


def test_zeros_carry_nothing_even_where_the_key_is_one_number_in_all_cells() -> None:
    asked = variant("toy.layer", {"x": (1, 1), "w": ((1, 1), (1, 1)), "b": (1, 1)})  # z = a = 3, 3
    assert last(asked, "0, 0", "0, 0").state == "wrong"
    assert last(asked, "5, 5", "5, 5").state == "follow-through"


def test_of_a_design_that_is_said_which_does_not_hold() -> None:
    kind = Vector()
    noted = Comparison(
        (True, False), notes=("it has 4 layers", "it has 900 parameters"), summary="Its output shape is 10."
    )
    assert shortfall(Verdict("wrong", comparison=noted), kind) == "it has 900 parameters"
    unmet = Comparison((True, True), notes=("it has 4 layers", "it has 90 parameters"))
    assert shortfall(Verdict("wrong", comparison=unmet), kind) == "it has 4 layers; it has 90 parameters"
    assert shortfall(Verdict("coarse", comparison=Comparison((True, True))), kind) == ""
    assert shortfall(Verdict("partial", comparison=Comparison((True, False))), kind) == "1 of 2 numbers is right"


def test_a_wrong_answer_is_not_blamed_for_its_precision_where_the_precision_is_right() -> None:
    assert said(variant("judged.chain", CHAIN), "0.1, 0.2, 0.3, 0.4", rules=STRICT) == "Not right."


@pytest.mark.parametrize("why", ["It ends here.", "It ends here!", "It ends here?"])
def test_a_reason_that_ends_is_given_no_second_full_stop(why) -> None:
    answer = Answer(Vector(), "x", "unreadable", why=why)
    text = rule(Verdict("unreadable", highest=Fraction(1)), answer, (1, 2), Rules(), {})
    assert text == f"This could not be read: {why} A person will look at it."


def test_one_number_in_all_cells_is_trivial_only_where_fewer_than_half_are_right() -> None:
    asked = variant(
        "toy.layer", {"x": (1, 1), "w": ((1, 1, 1), (1, -3, -4)), "b": (1, 1, 1)}
    )  # z = 3, -1, -2 and a = 3, 0, 0
    assert last(asked, "3, 3, 3", "3, 3, 3").state == "wrong", "one of three is right"
    two = variant(
        "toy.layer", {"x": (1, 1), "w": ((1, 1, 1), (1, 1, -4)), "b": (1, 1, 1)}
    )  # z = 3, 3, -2 and a = 3, 3, 0
    assert last(two, "3, 3, 3", "3, 3, 3").state == "follow-through", "two of three are right"
    pair = variant("toy.layer", {"x": (1, 1), "w": ((1, 1), (1, -3)), "b": (1, 1)})  # z = 3, -1
    assert last(pair, "5, 5", "5, 5").state == "wrong"


def test_nothing_is_waited_for_where_following_on_earns_nothing() -> None:
    found = judged(
        variant("judged.chain", CHAIN), "about three quarters", "0.760", rules=Rules(follow_through=Fraction(0))
    )
    assert (found["total"].waits_for, found["total"].pending) == ((), False)


def test_what_was_read_is_said_only_where_it_is_certain() -> None:
    assert read_answer(Vector(), "1, 2").said == "2 numbers: 1, 2"
    assert read_answer(Integer(), "1.234").said == ""
    assert read_answer(Integer(), "twelve or so").said == ""


def test_a_size_is_said_with_its_sides() -> None:
    answer = read_answer(Matrix(), "1 2")
    said_ = rule(Verdict("wrong", value=((1, 2),)), answer, ((1, 2), (3, 4), (5, 6)), Rules(), {})
    assert said_ == "The size is wrong: 1 × 2 instead of 3 × 2."


def test_one_right_number_of_several_is_said() -> None:
    verdict = judge_answer(work(variant("judged.chain", CHAIN), "0.762, 0.1, 0.1, 0.1"), "h", keras=False)
    assert shortfall(verdict, Vector(decimals=3)) == "1 of 4 numbers is right"


def test_what_follows_from_a_mistake_is_no_second_mistake() -> None:
    found = judged(variant("judged.chain", CHAIN), *MISTAKE, "0.577", rules=Rules(follow_through=HALF))
    assert [found[name].state for name in ("total", "square")] == ["follow-through"] * 2
    assert [found[name].followed for name in ("total", "square")] == [("h",), ("h",)]
    other = judged(variant("judged.chain", CHAIN), MISTAKE[0], "0.900", "0.810")["square"]
    assert (other.state, other.followed) == ("follow-through", ("h", "total"))


def test_one_wrong_number_in_all_of_two_cells_carries_nothing() -> None:
    asked = variant("toy.layer", {"x": (1, 1), "w": ((1, 1), (1, -3)), "b": (1, 1)})  # z = 3, -1 and a = 3, 0
    assert last(asked, "5, 5", "5, 5").state == "wrong"
