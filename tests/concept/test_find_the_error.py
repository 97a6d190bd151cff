"""A mistake planted in a worked solution: it is wrong as printed, it can be recognised, and what follows goes on from it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from examgen.arrays import agree, cells
from examgen.bank.bank import Bank, Source
from examgen.question.draw import Draw, derive_key
from examgen.question.hiding import mistake_for_every_line
from examgen.question.planting import ARITHMETIC, is_exchange, mistakes, plant
from examgen.question.question import Question
from examgen.question.selection import candidates
from examgen.question_bank.concept._colleague import QUESTIONS, _drawn, problems
from examgen.rendering import stem
from examgen.verify import witness

BANK = Bank()


def drawn(id_: str, count: int, bank: Bank = BANK, **pins: object) -> list:
    entry = bank.question(id_)
    keys = (derive_key(b"find the error", id_, attempt) for attempt in range(200 * count))
    return list(itertools.islice(candidates(entry, keys, pins), count))


@pytest.fixture(scope="module")
def sample() -> list:
    return drawn("concept.find_the_error", 30)


@pytest.fixture(scope="module")
def many() -> list:
    return drawn("concept.find_the_error", 300)


# every property is checked on a sample, and by `make prove` on several hundred draws --------------------------------------


def lines_before_the_mistake_are_correct_and_it_is_the_first_wrong_one(variant: Any) -> None:
    right = [line for line in variant.original.derivation().lines if line.terms]
    wrong, place = variant.planted.wrong, variant.place - 1
    assert [line.formulas for line in wrong[:place]] == [line.formulas for line in right[:place]]
    assert wrong[place].value != right[place].value


def the_line_differs_in_a_number_and_not_in_the_order_of_its_numbers(variant: Any) -> None:
    right, wrong = (
        list(cells(work[variant.place - 1].value)) for work in (variant.planted.right, variant.planted.wrong)
    )
    assert sorted(right) != sorted(wrong)


def the_line_repeats_no_correct_line(variant: Any) -> None:
    line = variant.planted.wrong[variant.place - 1]
    assert line.formulas not in [other.formulas for other in variant.planted.right]


def the_line_shows_its_calculation(variant: Any) -> None:
    line = variant.planted.wrong[variant.place - 1]
    assert variant.formulas(line)
    assert any("=" in formula or "approx" in formula for formula in line.formulas)


def no_number_stands_out(variant: Any) -> None:
    for right, wrong in zip(variant.planted.right, variant.planted.wrong, strict=True):
        for term, printed in zip(wrong.terms, wrong.formulas, strict=True):
            result = re.split(r"=|\\approx", printed)[-1]
            if "frac" in result and term.operation:
                assert any("frac" in re.split(r"=|\\approx", formula)[-1] for formula in right.formulas), printed
                assert all(int(digits) <= 1000 for digits in re.findall(r"\d+", result)), printed


def the_colleague_uses_the_words_of_the_correct_work(variant: Any) -> None:
    assert [line.why for line in variant.planted.wrong] == [line.why for line in variant.planted.right]


def the_whole_work_is_that_of_the_misconception(variant: Any) -> None:
    """Then its feedback is true of the line and of all that follows."""
    own = {misconception.name: misconception for misconception in variant.original.entry.own_misconceptions()}
    if variant.mistake not in own:
        return
    edited = own[variant.mistake].edit(variant.original)
    assert isinstance(edited, Question)
    work = [line.formulas for line in edited.derivation().lines if line.terms]
    assert [line.formulas for line in variant.planted.wrong] == work


def a_number_taken_for_another_is_named_in_the_feedback(variant: Any) -> None:
    if is_exchange(variant.mistake):
        wrong, right = variant.mistake.split(" for ")
        assert variant.planted.feedback == f"You used ${wrong}$ instead of ${right}$."
        assert wrong.lstrip("-") in numbers_of(variant.planted.wrong[variant.place - 1])
        assert right.lstrip("-") in numbers_of(variant.planted.right[variant.place - 1])


def numbers_of(line: Any) -> list[str]:
    return re.findall(r"[\d.]+", " ".join(line.formulas).replace("{,}", ""))


PROPERTIES: tuple[Callable[[Any], None], ...] = (
    lines_before_the_mistake_are_correct_and_it_is_the_first_wrong_one,
    the_line_differs_in_a_number_and_not_in_the_order_of_its_numbers,
    the_line_repeats_no_correct_line,
    the_line_shows_its_calculation,
    no_number_stands_out,
    the_colleague_uses_the_words_of_the_correct_work,
    the_whole_work_is_that_of_the_misconception,
    a_number_taken_for_another_is_named_in_the_feedback,
)


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda each: each.__name__)
def test_a_planted_mistake(holds: Callable[[Any], None], sample: list) -> None:
    for variant in sample:
        holds(variant)


@pytest.mark.prove
@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda each: each.__name__)
def test_a_planted_mistake_in_several_hundred_draws(holds: Callable[[Any], None], many: list) -> None:
    for variant in many:
        holds(variant)


# the look of a line ----------------------------------------------------------------------------------------------------------


def works_with_a_mistake(count: int) -> Iterator[list[tuple]]:
    """For so many problems, the work with the mistake in each of its lines: one of them is drawn."""
    for number in range(count):
        d = Draw(derive_key(b"hidden", number), bank=BANK)
        sets = ((problem, mistake_for_every_line(d, problem)) for problem in problems(d))
        problem, names = next((problem, names) for problem, names in sets if names)
        planted = [plant(problem, name, place) for place, name in enumerate(names)]
        yield [each.wrong for each in planted if each]


def text_of(line: Any) -> str:
    return " ".join(line.formulas)


MEASURES: dict[str, Callable[[Any], float]] = {
    "length": lambda line: len(text_of(line)),
    "digits": lambda line: sum(map(str.isdigit, text_of(line))),
    "plus signs": lambda line: text_of(line).count("+"),
    "minus signs": lambda line: text_of(line).count("-"),
    "products": lambda line: text_of(line).count("cdot"),
    "fractions": lambda line: text_of(line).count("frac"),
    "decimals": lambda line: text_of(line).count("."),
    "numbers": lambda line: len(re.findall(r"[\d.]+", text_of(line))),
    "words for a character of formula": lambda line: len(line.why) / len(text_of(line)),
    "answers": lambda line: bool(line.ask),
    "result": lambda line: sum(float(term.value) for term in line.terms),
}


def found(works: list[tuple]) -> Counter[str]:
    """How many of the mistakes are found by who takes the line of one rank by one measure; equal lines are guessed among."""
    hits: Counter[str] = Counter()
    for place, work in enumerate(works):
        for name, measure in MEASURES.items():
            measured = [measure(line) for line in work]
            below, equal = sum(each < measured[place] for each in measured), measured.count(measured[place])
            for rank, at in (("least", 0), ("middle", len(work) // 2), ("most", len(work) - 1)):
                hits[f"{rank} {name}"] += (below <= at < below + equal) / equal  # type: ignore[assignment]
        hits["the first"] += place == 0
        hits["the last"] += place == len(work) - 1
    return hits


def test_whichever_line_is_drawn_a_rule_of_thumb_finds_hardly_more_than_one_of_the_mistakes() -> None:
    for works in works_with_a_mistake(4):
        for rule, hits in found(works).items():
            assert hits < 1.6 or "words" in rule, rule


@pytest.mark.prove
def test_no_rule_of_thumb_finds_the_line_more_often_than_chance_and_three_points() -> None:
    sets = list(works_with_a_mistake(200))
    chance = sum(1 / len(works) for works in sets) / len(sets)
    share: Counter[str] = Counter()
    for works in sets:
        for rule, hits in found(works).items():
            share[rule] += hits / len(works) / len(sets)  # type: ignore[assignment]
    assert not {rule: hits for rule, hits in share.items() if hits > chance + 0.03}


@pytest.mark.prove
def test_every_line_has_the_mistake_about_equally_often(many: list) -> None:
    for length in (3, 4, 5):
        places = Counter(variant.place for variant in many if len(variant.planted.right) == length)
        expected = places.total() / length
        assert sum((places[place] - expected) ** 2 / expected for place in range(1, length + 1)) < 24  # one in 10,000


def test_no_mistake_makes_its_line_the_one_that_stands_out(sample: list) -> None:
    """Nobody finds it as the only line with a minus sign, or as the shortest, unless the correct line is that as well."""

    def most(work: list, line: Any, form: Callable[[str], int]) -> set[str]:
        mine = form("".join(line.formulas))
        others = [form("".join(other.formulas)) for other in work]
        return ({"most"} if mine > max(others) else set()) | ({"least"} if mine < min(others) else set())

    forms: tuple[Callable[[str], int], ...] = (
        len, lambda text: text.count(" - "), lambda text: text.count("+"), lambda text: len(re.findall(r"[\d.]+", text)),
    )  # fmt: skip
    for variant in sample:
        right, wrong = (work[variant.place - 1] for work in (variant.planted.right, variant.planted.wrong))
        others = [
            line for line in variant.planted.right if line is not right and any(term.operation for term in line.terms)
        ]
        if others:
            for form in forms:
                assert most(others, wrong, form) <= most(others, right, form), witness.reproduction(variant)


# the question as a whole ---------------------------------------------------------------------------------------------------


def test_it_is_made_from_many_questions(sample: list) -> None:
    assert len({variant.question for variant in sample}) >= 15


def test_every_listed_question_exists_and_none_is_about_concepts() -> None:
    assert set(QUESTIONS) <= set(BANK.ids)
    assert not [id_ for id_ in QUESTIONS if id_.startswith("concept.")]


def test_another_question_in_the_bank_changes_no_draw(tmp_path: Path, sample: list) -> None:
    for tree in ("question_bank", "solutions"):
        (tmp_path / tree / "aaa").mkdir(parents=True)
    (tmp_path / "question_bank" / "aaa" / "new.py").write_text("", encoding="utf-8")
    larger = Bank((Source.ours(), Source.folder(tmp_path)))
    assert "aaa.new" in larger.ids
    assert [v.settings for v in drawn("concept.find_the_error", 5, larger)] == [v.settings for v in sample[:5]]


def test_the_right_answer_is_that_of_the_colleagues_problem(sample: list) -> None:
    for variant, solved in zip(sample, witness.attest(sample, misconceptions=False), strict=True):
        (original,) = witness.attest([variant.original], misconceptions=False)
        assert agree(solved.key["right"], original.key[variant.spoiled_ask])
        assert solved.key["line"] == variant.place


def test_the_number_of_the_line_is_attested_by_comparing_the_two_works(sample: list) -> None:
    assert {variant.asks["line"].attestation for variant in sample} == {"Computed"}


def test_the_colleagues_own_answer_is_explained_as_the_mistake_it_is(sample: list) -> None:
    for solved in witness.attest(sample[:20]):
        (believed,) = (m for m in solved.misconceptions if m.name == "colleague_believed")
        assert "right" in solved.wrong_answers["colleague_believed"]
        feedback = stem.in_words(solved.variant, believed.feedback)
        assert feedback
        assert "{{" not in feedback


def test_a_variant_survives_being_sealed(sample: list) -> None:
    entry = BANK.question("concept.find_the_error")
    for variant in sample:
        again = entry.variant(variant.settings)
        assert stem.stem(again) == stem.stem(variant)


def test_a_mistake_is_planted_in_a_case_worked_out_by_hand() -> None:
    entry = BANK.question("recurrent.unroll_scalar")
    problem = entry.variant(x=[1, 2, 1], wx=1, wh=2, b=1, h0=0, activation="relu")  # h = 2, 7, 16
    step = next(i for i, line in enumerate(plant(problem, "last_addend_left_out", 0).right) if 7 in cells(line.value))
    planted = plant(problem, "last_addend_left_out", step)  # step 2 without its bias: 2 + 2 · 2 = 6
    assert planted is not None
    assert list(cells(planted.wrong[step].value)) == [6]
    assert list(cells(planted.wrong[-1].value)) == [14]  # and step 3 from there: 1 + 2 · 6 + 1


def test_a_misconception_is_planted_only_where_its_work_first_differs() -> None:
    """A skip connection around every step cannot begin after a line that has the derivative of a block of two steps."""
    (problem,) = drawn("recurrent.skip_connection", 1, span=2)
    struck = mistakes(problem).get("around_every_step", ())
    assert len(struck) <= 1
    assert not [place for place in range(5) if place not in struck and plant(problem, "around_every_step", place)]


def test_work_in_another_order_is_not_handed_in() -> None:
    """Without subtracting, the entries of the kernel come out in another order: the lines are no longer those of the work."""
    for problem in drawn("convolution.infer_kernel", 15):
        for place in range(6):
            if planted := plant(problem, "nothing_subtracted", place):
                assert planted.wrong[place].formulas not in [line.formulas for line in planted.right]
                assert [line.why for line in planted.wrong] == [line.why for line in planted.right]


@pytest.mark.parametrize("mistake", ARITHMETIC)
def test_every_arithmetic_mistake_can_be_planted_somewhere_in_the_bank(mistake: str) -> None:
    for id_ in QUESTIONS:
        for problem in drawn(id_, 2):
            if any(plant(problem, mistake, place) for place in mistakes(problem).get(mistake, ())):
                return
    pytest.fail(f"no question lends itself to {mistake}")


def test_a_problem_that_its_question_refuses_is_passed_over() -> None:
    entry = BANK.question("training.dropout_count")
    draws = iter([{"units": 64, "rate": 0.3}, {"units": 100, "rate": 0.3}])  # 0.7 · 64 is not a whole number
    stub = SimpleNamespace(id=entry.id, definition=SimpleNamespace(draw=lambda d: next(draws)), variant=entry.variant)
    assert next(_drawn(Draw(bytes(32)), stub)).settings == {"units": 100, "rate": 0.3}
