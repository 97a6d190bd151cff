"""How work is measured, what is near a target, and in which order draws are taken; with work that is made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from examgen.answers import AnswerType, Choice, Explanation, Integer, LayerDesign, Matching, Matrix, Vector
from examgen.arrays import Array, spelled
from examgen.exam import balance, by_hand, minutes
from examgen.exam.balance import NEAR, UNEVEN, Sampled, TargetWork, balanced, shared_target, target
from examgen.exam.fairness import Spread, time_by_question, time_needed, unfair
from examgen.question.pins import PinError
from examgen.rendering import stem


class Variant(SimpleNamespace):
    """A variant that takes so much effort and so many seconds."""

    model_fields = ("effort", "seconds")

    @property
    def solution(self) -> Any:
        if isinstance(self.effort, Exception):
            raise self.effort
        return SimpleNamespace(exact_effort=self.effort)


@pytest.fixture(autouse=True)
def timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balance, "seconds", lambda variant, effort=None: variant.seconds)


def sampled(*takes: tuple[float, float]) -> list[Sampled]:
    return [Sampled(effort, seconds, f"variant {place}") for place, (effort, seconds) in enumerate(takes)]


# how far a variant is off -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effort", "seconds", "off"),
    [
        (100, 60, 0),
        (101, 60, 0.01),
        (99, 60, 0.01),
        (100, 66, 0.1),
        (102, 63, 0.05),
        (110, 90, 0.1),  # the time is looked at only where the effort is near
        (102.5, 66, 0.1),
        (102.6, 66, 0.026),
    ],
)
def test_a_variant_is_as_far_off_as_the_greater_of_effort_and_time(effort: float, seconds: float, off: float) -> None:
    variant: Any = Variant(effort=effort, seconds=seconds)
    assert TargetWork(100, 60).distance(variant) == pytest.approx(off)


def test_where_nothing_is_to_be_worked_out_any_work_is_too_much() -> None:
    none: Any = Variant(effort=0, seconds=60)
    some: Any = Variant(effort=1, seconds=60)
    assert (TargetWork(0, 60).distance(none), TargetWork(0, 60).distance(some)) == (0, 1)


@pytest.mark.parametrize("error", [ZeroDivisionError(), KeyError(), TypeError(), ValueError()])
def test_a_variant_whose_derivation_fails_is_infinitely_far_off(error: Exception) -> None:
    broken: Any = Variant(effort=error, seconds=60)
    assert TargetWork(100, 60).distance(broken) == float("inf")


def test_a_variant_of_few_parameters_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[Any] = []
    monkeypatch.setattr(TargetWork, "distance", lambda _, variant: judged.append(variant.effort) or 0.5)
    work = TargetWork(100, 60)
    variants: list[Any] = [Variant(effort=effort, seconds=60) for effort in (1, 1, 1.0, "long" * 99, "long" * 99)]
    assert [work.known_distance(variant) for variant in variants] == [0.5] * 5
    assert list(map(repr, judged)) == ["1", "1.0", repr("long" * 99), repr("long" * 99)]


# targets ----------------------------------------------------------------------------------------------------------------


def test_without_variants_there_is_no_target() -> None:
    assert target([]) is None


def test_eight_different_variants_near_each_other_are_a_narrow_target() -> None:
    assert target(sampled(*((1000 + n, 60) for n in range(8)))) == TargetWork(1003, 60, NEAR)


def test_four_variants_are_enough_for_a_narrow_target_only_if_none_stands_twice() -> None:
    four = sampled(*[(100, 60)] * 4)
    assert target(four) == TargetWork(100, 60, NEAR)
    assert target([*four, four[0]]) == TargetWork(100, 60, UNEVEN)
    assert target(four[:3]) == TargetWork(100, 60, UNEVEN)


def test_eight_variants_are_enough_even_if_some_stand_twice() -> None:
    eight = sampled(*[(100, 60)] * 8)
    assert target([*eight, *eight[:4]]) == TargetWork(100, 60, NEAR)
    assert target([*eight[:7], *eight[:7]]) == TargetWork(100, 60, UNEVEN)


def test_the_target_is_where_most_different_variants_lie_within_the_middle_half() -> None:
    crowd = [(100.0, 60.0)] * 5
    extreme = [(10.0, 5.0)] * 3 + [(200.0, 90.0)] * 4
    assert target(sampled(*crowd, *extreme)) == TargetWork(100, 60, NEAR)


def test_of_variants_with_the_wanted_effort_the_commonest_time_is_taken() -> None:
    found = target(sampled((100, 60), (100, 60), (100, 60), (100, 60), (100, 90), (100, 95)))
    assert found == TargetWork(100, 60, NEAR)


def test_alternatives_share_the_time_that_all_of_them_can_take() -> None:
    one = sampled((10, 50), (20, 60), (20, 60), (30, 90))
    other = sampled((5, 60), (6, 61), (6, 61), (9, 120))
    works = shared_target([one, other])
    assert [work and work.seconds for work in works] == [60, 60]
    assert [work and work.effort for work in works] == [20, 6]
    assert [work and work.width for work in works] == [UNEVEN, UNEVEN]


def test_alternatives_without_a_common_time_keep_their_own_targets() -> None:
    one, other = sampled(*[(10, 50)] * 4), sampled(*[(20, 500)] * 4)
    assert shared_target([one, other]) == [target(one), target(other)]
    assert shared_target([one, []]) == [target(one), None]


# the order of draws -------------------------------------------------------------------------------------------------------


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Draws of a question as (effort, whether it is a good one), each by the number of its attempt."""

    def prepare(*draws: tuple[float, bool], standards: Sequence[Any] = (lambda variant: variant.good,)) -> Any:
        def numbered(entry: object, keys: Iterator[int], pins: object) -> Iterator[tuple[int, Any]]:
            for place, key in enumerate(keys):
                if key >= len(draws):
                    return
                effort, is_good = draws[key]
                yield place, Variant(effort=effort, seconds=60, good=is_good, draw=key)

        monkeypatch.setattr(balance, "numbered", numbered)
        monkeypatch.setattr(balance, "standards", lambda pins: standards)
        monkeypatch.setattr(balance, "without_good_variant", lambda entry, pins: PinError(f"none with {pins}"))

        def taken(wanted: TargetWork | None, good: Any = lambda variant: True) -> list[tuple[int, int]]:
            entry: Any = None
            keys: Any = lambda attempt: attempt  # noqa: E731
            found: Sequence[tuple[int, Any]] = list(balanced(entry, {"n": 1}, keys, wanted, good))
            return [(attempt, variant.draw) for attempt, variant in found]

        return taken

    return prepare


def test_near_draws_come_first_in_their_order_and_then_the_nearest(pooled) -> None:
    taken = pooled((150, True), (100, True), (110, True), (101, True), (90, True))
    assert [draw for _, draw in taken(TargetWork(100, 60))] == [1, 3, 2, 4, 0]
    assert [attempt for attempt, _ in taken(TargetWork(100, 60))] == [1, 3, 2, 4, 0]


def test_a_draw_just_at_the_border_is_near(pooled) -> None:
    taken = pooled((102.6, True), (102.5, True))
    assert [draw for _, draw in taken(TargetWork(100, 60))] == [1, 0]


def test_without_a_target_draws_come_as_they_are_drawn(pooled) -> None:
    assert [draw for _, draw in pooled((150, True), (100, True), (110, True))(None)] == [0, 1, 2]


def test_a_draw_that_makes_no_good_question_is_passed_over_near_or_not(pooled) -> None:
    taken = pooled((100, False), (101, True), (150, False), (160, True))
    assert [draw for _, draw in taken(TargetWork(100, 60))] == [1, 3]


def test_a_draw_that_the_place_does_not_take_is_passed_over_without_an_error(pooled) -> None:
    taken = pooled((100, True), (150, True))
    assert taken(TargetWork(100, 60), lambda variant: False) == []
    assert taken(None, lambda variant: False) == []


@pytest.mark.parametrize("draws", [[(100, False)], [(150, False)], []])
def test_where_no_draw_makes_a_good_question_the_pins_are_named(pooled, draws: list[tuple[float, bool]]) -> None:
    with pytest.raises(PinError, match=r"none with \{'n': 1\}"):
        pooled(*draws)(TargetWork(100, 60))


def test_where_no_draw_makes_a_good_question_those_with_an_answer_are_taken_if_that_is_enough(pooled) -> None:
    standards = (lambda variant: variant.good, lambda variant: variant.draw != 1)
    taken = pooled((150, False), (100, False), (101, False), standards=standards)
    assert [draw for _, draw in taken(TargetWork(100, 60))] == [2, 0]
    assert pooled((150, True), (100, False), standards=standards)(TargetWork(100, 60)) == [(0, 0)]


def test_after_so_many_draws_the_nearest_are_taken_before_further_ones(pooled, monkeypatch) -> None:
    monkeypatch.setattr(balance, "TRIED", 2)
    taken = pooled((150, True), (120, True), (100, True))
    assert [draw for _, draw in taken(TargetWork(100, 60))] == [1, 0, 2]


# by hand --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "simple"),
    [
        (1_000_000, True),
        (1_000_001, False),
        (-1_000_001, False),
        (Fraction(1, 100), True),
        (Fraction(1, 101), False),
        (Fraction(3_000_001, 3), False),
        (0.125, True),
        (0.1255, False),
        (-0.001, True),
        (1 / 3, False),
        (True, True),
        ("a text", True),
        ((1, 2), True),
    ],
)
def test_what_a_person_can_go_on_from_without_a_calculator(value: object, simple: bool) -> None:
    variant: Any = SimpleNamespace(
        derivation=lambda: SimpleNamespace(
            lines=[SimpleNamespace(terms=[SimpleNamespace(value=1), SimpleNamespace(value=value)])]
        )
    )
    assert by_hand.by_hand(variant) is simple


def test_one_of_twelve_variants_by_hand_is_enough(monkeypatch) -> None:
    entry: Any = SimpleNamespace(id="toy")
    for place, holds in ((0, True), (11, True), (12, False)):
        monkeypatch.setattr(by_hand, "candidates", lambda entry, keys, pins: iter(range(100)))
        monkeypatch.setattr(by_hand, "by_hand", lambda number, place=place: number == place)
        assert by_hand.has_variant_by_hand(entry, {}) is holds

    def refuse(*_: object) -> Iterator[int]:
        raise PinError("no such parameter")

    monkeypatch.setattr(by_hand, "candidates", refuse)
    assert by_hand.has_variant_by_hand(entry, {}) is False


# minutes --------------------------------------------------------------------------------------------------------------------


def test_a_formula_takes_as_long_to_read_as_two_words() -> None:
    assert minutes.words("one two") == 2
    assert minutes.words("one $x + y$ two") == 4
    assert minutes.words(r"one $a\$b$ two") == 4
    assert minutes.words("$$x$$") == 2
    assert minutes.words("") == 0


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "0.5"), (30, "0.5"), (31, "1"), (60, "1"), (99, "2"), (100, "2"), (150, "2"), (151, "3")]
)
def test_minutes_are_said_in_halves_below_two(seconds: float, said: str) -> None:
    assert minutes.minutes(seconds) == said


@pytest.mark.parametrize(
    ("kind", "answer", "seconds"),
    [
        (Integer(), 5, 30 + 3),
        (Vector(), (1, 2, 3), 30 + 3 * 3),
        (Matrix(), ((1, 2), (3, 4)), 30 + 4 * 3),
        (Choice(("one", "one two", "$x$")), 1, 30 + 3 * 6 + 0.4 * (1 + 2 + 2) + 3),
        (Matching(("one", "two"), ("three", "four five")), (0, 1), 30 + 4 * 6 + 0.4 * 5 + 3),
        (LayerDesign((10,), (4,)), spelled("Dense(4)"), 30 + 3),
        (Explanation((("a", 1), ("b", 1)), "one two three"), spelled("no"), 2 * 30 + 3 * 3),
    ],
)
def test_a_part_takes_time_to_recall_to_decide_and_to_write(kind: AnswerType, answer: Array, seconds: float) -> None:
    assert minutes._part(kind, answer) == pytest.approx(seconds)


def test_a_question_takes_the_time_of_reading_working_and_its_parts_and_half_as_much_again(toys) -> None:
    variant = toys.question("toy.layer").variant({"x": (1, 2), "w": ((1, -1, 2), (0, -2, 1)), "b": (1, 2, 3)})
    read = minutes.words(stem.stem(variant)) + sum(minutes.words(stem.ask(variant, name)) for name in variant.asks)
    expected = 1.5 * (0.4 * read + 4 * 10 + 2 * (30 + 3 * 3))
    assert minutes.seconds(variant, 10) == pytest.approx(expected)
    assert minutes.seconds(variant) == pytest.approx(expected + 1.5 * 4 * (variant.solution.exact_effort - 10))


# spread ---------------------------------------------------------------------------------------------------------------------


def question(place: str, effort: float, seconds: float, asks: str = "a.b", number: int = 1, section: int = 0) -> Any:
    return SimpleNamespace(
        place=place, question=asks, section=section, effort=effort, seconds=seconds, number=number, title=""
    )


def exam(*papers: list[Any], duration: int | None = None, sections: int = 1) -> Any:
    titles = [SimpleNamespace(title=f"S{n}") for n in range(sections)]
    return SimpleNamespace(
        papers=[SimpleNamespace(questions=each) for each in papers],
        blueprint=SimpleNamespace(duration=duration, sections=titles),
    )


def test_effort_is_compared_only_where_all_papers_ask_the_same() -> None:
    same = Spread.of([[question("p", 10, 100)], [question("p", 20, 110)]])
    assert (same.effort, same.time) == (pytest.approx(10 / 15), pytest.approx(10 / 105))
    assert (same.least, same.median, same.most) == (100, 105, 110)
    assert same.greatest == same.effort
    other = Spread.of([[question("p", 10, 100)], [question("p", 20, 110, "c.d")]])
    assert (other.effort, other.greatest) == (0, other.time)
    nothing = Spread.of([[question("p", 0, 0)]])
    assert (nothing.effort, nothing.time) == (0, 0)


def test_the_time_of_an_exam_is_told_with_its_range_where_papers_differ() -> None:
    assert time_needed(exam([question("p", 1, 3600)])) == "about 60 minutes"
    assert time_needed(exam([question("p", 1, 3600)], duration=90)) == "about 60 of 90 minutes"
    both = exam([question("p", 1, 3000)], [question("p", 1, 3600)], duration=90)
    assert time_needed(both) == "about 55 of 90 minutes (50 to 60)"


def test_the_time_of_each_question_is_told_in_the_order_of_the_first_paper() -> None:
    first = [question("b", 1, 120, number=1), question("a", 1, 600, number=2)]
    second = [question("a", 1, 720, number=1), question("b", 1, 180, number=2)]
    assert time_by_question(exam(first, second)) == "1: 2, 2: 11"
    assert time_by_question(exam()) == ""


def test_the_work_in_a_section_may_differ_by_fifteen_per_cent() -> None:
    def told(most: float) -> list[str]:
        even = question("q", 1000, 20_000, section=1)
        papers = [[question("p", 1000, 1000), even], [question("p", most, most), even]]
        made = exam(*papers, sections=2)
        lines = [line for line in unfair(made) if "section" in line]
        made.blueprint.sections[0].title = ""
        return lines + [line for line in unfair(made) if "section" in line]

    assert told(1160) == []
    assert told(1170) == [
        "Warning: the work in section 'S0' differs by 16 % between papers.",
        "Warning: the work in section 1 differs by 16 % between papers.",
    ]
