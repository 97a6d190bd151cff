"""Where an answer lies just inside or outside of what a reason, a rounding or another arrangement explains. No network runs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from examgen.answers import AnswerType, Choice, Choices, Integer, Matrix, Reading, Real, Tensor, Vector
from examgen.arrays import Array
from examgen.bank.bank import Bank, Source
from examgen.judge import Answer, Rules, Work, judge, judge_answer, read_answer
from examgen.judge.diagnosis import diagnose, luck
from examgen.judge.work import MOST_ROUNDED, FollowThrough
from examgen.question.question import Question

HERE = Path(__file__).parent
BANK = Bank((Source.folder(HERE.parent / "toy_bank"), Source.folder(HERE / "bank")))


def sat(asked: Question, *typed: str) -> Work:
    derived = asked.derivation().answers
    key = {name: ask.type.fit(derived[name]) for name, ask in asked.asks.items()}
    answers = {
        name: read_answer(ask.type, text, expected=key[name])
        for (name, ask), text in zip(asked.asks.items(), typed, strict=False)
    }
    return Work(asked, key, {}, answers)


def chain(*typed: str, x: tuple[float, ...] = (1, -2, 0.5, 2)) -> Work:
    return sat(BANK.question("judged.chain").variant({"x": x}), *typed)


# reasons ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "place"),
    [
        (0, "row 1, column 1, channel 1"),
        (3, "row 1, column 2, channel 2"),
        (4, "row 1, column 3, channel 1"),
        (7, "row 2, column 1, channel 2"),
        (11, "row 2, column 3, channel 2"),
    ],
)
def test_a_wrong_number_of_a_block_is_placed_by_row_column_and_channel(index: int, place: str) -> None:
    def block(numbers: list[int]) -> Array:
        return tuple(tuple(tuple(numbers[6 * i + 2 * j :][:2]) for j in range(3)) for i in range(2))

    numbers = list(range(1, 13))
    wrong = [99 if at == index else number for at, number in enumerate(numbers)]
    found = diagnose(Tensor(), block(wrong), [block(numbers)], [])
    assert found is not None
    assert found.words == f"Only one number is wrong, {place}: check the arithmetic there."


def test_every_number_must_be_within_the_window_of_a_rounding() -> None:
    kind = Vector(decimals=3)
    assert diagnose(kind, (0.502, 100.002), [(0.5, 100.0)], []) is not None
    assert diagnose(kind, (0.502, 102.0), [(0.5, 100.0)], []) is None, "two per cent, but two thousand units"
    assert diagnose(kind, (0.502, 0.012), [(0.5, 0.01)], []) is None, "two units, but a fifth"


def test_a_reason_is_looked_for_in_every_value_that_would_have_been_right() -> None:
    assert diagnose(Integer(), 7, [5, 6], [("one", 8)]) is None
    assert diagnose(Matrix(), ((1, 2), (3, 4)), [((4, 3), (2, 1)), ((1, 3), (2, 4))], []) is not None
    assert diagnose(Choice(("p", "q", "r")), 1, [2], []) is None, "letters are no numbers"


def test_luck_grows_with_the_wrong_answers_and_shrinks_with_the_cells() -> None:
    one, two = luck(Integer(), 20, [21]), luck(Integer(), 20, [21, 22])
    assert one == pytest.approx(1 / 41)
    assert two == pytest.approx(2 / 41)
    assert luck(Integer(), 20, [21, 21]) == one
    assert luck(Integer(), 2, [3]) == pytest.approx(1 / 11), "up to ten at least"
    assert luck(Integer(), -20, [21]) == one
    assert luck(Vector(), (20, 20), [(1, 2)]) == pytest.approx((1 / 41) ** 2)
    assert luck(Real(2), 5.0, [4.0]) == pytest.approx(2 * 0.01 / 10)
    assert luck(Real(2), 0.1, [0.2]) == pytest.approx(2 * 0.01 / 1)
    assert luck(Real(0), 0.4, [3]) == 1
    assert luck(Integer(), 2, range(50)) == 1


# digits that were carried on --------------------------------------------------------------------------------------------


def test_up_to_twenty_four_numbers_may_have_been_rounded(monkeypatch) -> None:
    work = FollowThrough(chain("0.76, -0.96, 0.46, 0.50"), Rules())
    given = {"h": (0.76, -0.96, 0.46, 0.5)}
    assert MOST_ROUNDED == 24
    monkeypatch.setattr("examgen.judge.work.MOST_ROUNDED", 4)
    assert work.allowing_for_rounding("total", 0.779, 0.76, given) == pytest.approx(0.779)
    monkeypatch.setattr("examgen.judge.work.MOST_ROUNDED", 3)
    assert work.allowing_for_rounding("total", 0.779, 0.76, given) is None


def test_an_answer_that_was_only_rounded_leaves_room_on_both_sides() -> None:
    work = FollowThrough(chain("0.76, -0.96, 0.46, 0.50"), Rules())
    given = {"h": (0.76, -0.96, 0.46, 0.5)}
    assert work.allowing_for_rounding("total", 0.741, 0.76, given) == pytest.approx(0.741)
    assert work.allowing_for_rounding("total", 0.7, 0.76, given) == pytest.approx(0.74)
    assert work.allowing_for_rounding("total", 0.8, 0.76, given) == pytest.approx(0.78)


@pytest.mark.parametrize(("total", "share"), [("0.760", 1), ("0.779", 1), ("0.781", 1), ("0.79", 0)])
def test_work_from_a_mistake_with_more_digits_earns_what_following_on_earns(total: str, share: int) -> None:
    for worth in (Fraction(1), Fraction(1, 2)):
        verdict = judge_answer(
            chain("0.76, -0.96, 0.46, 0.50", total), "total", Rules(follow_through=worth), keras=False
        )
        assert verdict.share == share * worth
        assert (verdict.state == "follow-through") is bool(share)
        assert bool(verdict.followed) is bool(share)


def test_a_number_far_too_coarse_is_not_what_follows_from_more_digits() -> None:
    verdict = judge_answer(chain("0.76, -0.96, 0.46, 0.50", "0.8"), "total", keras=False)
    assert verdict.state == "coarse"
    assert judge_answer(chain("0.76, -0.96, 0.46, 0.50", "0.7"), "total", keras=False).state == "wrong"


def test_the_key_is_right_whatever_follows_from_a_mistake() -> None:
    verdict = judge_answer(chain("0.76, -0.96, 0.46, 0.50", "1.224"), "total", Rules(Fraction(1, 2)), keras=False)
    assert (verdict.state, verdict.share, verdict.followed) == ("right", 1, ())


def test_a_number_that_is_coarse_only_of_what_may_have_been_carried_on_is_wrong() -> None:
    """0.8 is 0.76 with one decimal, and the sum of what stands on the sheet is 0.74."""
    assert judge_answer(chain("0.76, -0.96, 0.46, 0.48", "0.8"), "total", keras=False).state == "wrong"


GIVEN = {"h": (0.76, -0.96, 0.46, 0.5)}


def played(monkeypatch: pytest.MonkeyPatch, derived: object, **types: AnswerType) -> FollowThrough:
    """Work in which asks are of other types, and what follows is what a test says."""
    own = FollowThrough.type
    monkeypatch.setattr(FollowThrough, "type", lambda self, name: types.get(name) or own(self, name))
    monkeypatch.setattr(FollowThrough, "derived", lambda self, name, given: derived(given["h"]))  # type: ignore[operator]
    return FollowThrough(chain("0.76, -0.96, 0.46, 0.50"), Rules())


@pytest.mark.parametrize("kind", [Integer(), Choice(("p", "q", "r", "s"))])
def test_a_whole_number_or_a_letter_follows_if_it_is_reached_with_more_digits(monkeypatch, kind: AnswerType) -> None:
    work = played(monkeypatch, lambda h: 1 if h[0] > 0.764 else 3 if h[1] > -0.956 else 2, total=kind)
    assert work.allowing_for_rounding("total", 1, 2, GIVEN) == 1
    assert work.allowing_for_rounding("total", 3, 2, GIVEN) == 3
    assert work.allowing_for_rounding("total", 0, 2, GIVEN) is None


def test_sentences_and_ticks_do_not_follow_from_digits(monkeypatch) -> None:
    work = played(monkeypatch, lambda h: (1, 0), total=Choices(("p", "q")))
    assert work.allowing_for_rounding("total", (1, 0), (0, 1), GIVEN) is None


def test_where_nothing_follows_from_other_digits_there_is_no_room(monkeypatch) -> None:
    assert played(monkeypatch, lambda h: None).allowing_for_rounding("total", 0.8, 0.76, GIVEN) is None
    other_size = played(monkeypatch, lambda h: (0.7, 0.8))
    assert other_size.allowing_for_rounding("total", 0.8, 0.76, GIVEN) is None
    one_way = played(monkeypatch, lambda h: 0.75 if h[0] > 0.764 else None)
    assert one_way.allowing_for_rounding("total", 0.5, 0.76, GIVEN) == pytest.approx(0.75)
    assert one_way.allowing_for_rounding("total", 0.9, 0.76, GIVEN) == pytest.approx(0.77)


def test_whole_numbers_on_a_sheet_were_not_rounded(monkeypatch) -> None:
    work = played(monkeypatch, lambda h: sum(h), h=Vector())
    assert work.allowing_for_rounding("total", 0.779, 0.76, GIVEN) is None


# another arrangement ----------------------------------------------------------------------------------------------------


def grid(typed: Array, *, by_person: bool = False) -> Work:
    asked = BANK.question("judged.grid").variant({"a": ((1, 2, 3), (4, 5, 6))})
    answer = Answer(Matrix(), "typed", "read", (Reading(typed, ""),), by_person=by_person)
    return Work(asked, {"z": ((2, 4, 6), (8, 10, 12))}, {}, {"z": answer})


@pytest.mark.parametrize(
    ("typed", "highest"),
    [
        (((2, 4), (6, 8), (10, 12)), 1),  # row by row
        (((2, 8), (4, 10), (6, 12)), 1),  # column by column
        (((2, 8, 4, 10, 6, 12),), 1),
        (((2, 8, 4, 9, 9, 9),), Fraction(1, 2)),
        (((12, 10, 8, 6, 4, 2),), 0),
        (((2, 4, 6, 8, 10),), 0),
    ],
)
def test_numbers_row_by_row_or_column_by_column_may_be_right(typed: Array, highest: Fraction) -> None:
    verdict = judge_answer(grid(typed), "z", keras=False)
    assert (verdict.share, verdict.highest) == (0, highest)
    assert (verdict.state == "doubtful") is bool(highest)


def test_whoever_has_read_an_answer_has_decided_its_size() -> None:
    verdict = judge_answer(grid(((2, 4), (6, 8), (10, 12)), by_person=True), "z", keras=False)
    assert (verdict.state, verdict.highest) == ("wrong", 0)


def test_an_answer_of_the_right_size_is_not_arranged_otherwise() -> None:
    verdict = judge_answer(grid(((2, 8, 4), (10, 6, 12))), "z", keras=False)
    assert (verdict.state, verdict.highest) == ("wrong", 0)


def test_rules_say_what_another_arrangement_would_earn() -> None:
    whole = Rules(partial="none")
    assert judge_answer(grid(((2, 4), (6, 8), (10, 12))), "z", whole, keras=False).highest == 1
    assert judge_answer(grid(((2, 4), (6, 8), (10, 11))), "z", whole, keras=False).highest == 0


# several readings, and what waits ----------------------------------------------------------------------------------------


def test_readings_that_earn_the_same_leave_no_doubt() -> None:
    work = chain("0.762, -0.964, 0.462, 0.964")
    two = (Reading(5.0, "5"), Reading(6.0, "6"))
    wrong = replace(work.answers["h"], type=work.variant.asks["total"].type, outcome="doubtful", readings=two)
    answers = {**work.answers, "total": wrong}
    verdict = judge_answer(replace(work, answers=answers), "total", keras=False)
    assert (verdict.state, verdict.share, verdict.highest) == ("wrong", 0, 0)
    right = replace(wrong, readings=(Reading(1.224, ""), Reading(6.0, "")))
    verdict = judge_answer(replace(work, answers={**answers, "total": right}), "total", keras=False)
    assert (verdict.state, verdict.share, verdict.highest) == ("doubtful", 0, 1)


def test_the_same_work_on_two_papers_is_judged_once(monkeypatch) -> None:
    work, other = chain("1, 2, 3, 4"), chain("0.762, -0.964, 0.462, 0.964")
    first, second, third = judge([[work], [work, other], []], Rules(), keras=False)
    assert first[0] is second[0]
    assert (len(second), third) == (2, [])
    assert first[0]["h"].state == "wrong"
    assert second[1]["h"].state == "right"


def test_without_a_diagnosis_no_reason_is_looked_for() -> None:
    work = grid(((2, 8), (4, 10), (6, 12)), by_person=True)
    work = replace(work, answers={"z": replace(work.answers["z"], readings=(Reading(((2, 4, 6), (8, 10, 13)), ""),))})
    ((with_reason,),) = judge([[work]], Rules(), keras=False)
    ((without,),) = judge([[work]], Rules(), keras=False, diagnosis=False)
    assert with_reason["z"].diagnosis is not None
    assert without["z"].diagnosis is None
