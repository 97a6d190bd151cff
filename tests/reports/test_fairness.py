"""A variant that is harder is found, a fair exam is not accused, and only who writes another paper's answers is named."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from examgen.reports.fairness import _step_down, effects
from examgen.reports.likeness import _at_least, likenesses
from examgen.reports.page import _effect_told
from examgen.reports.record import Sitting

sys.path.insert(0, str(Path(__file__).parent))
from simulated import sat_exam


def unfair(random: np.random.Generator, students: int = 120) -> list[Sitting]:
    """An exam whose third question is harder with stride 2."""
    return sat_exam(random, students, harm=lambda index, p: 2.0 * (p["s"] == 2) if index == 2 else 0.0)


def accused(sittings: list[Sitting]) -> set[tuple[int | None, str]]:
    return {(each.number, each.drawn) for each in effects(sittings) if each.unfair}


def rate(seed: int, times: int, found: Callable[[np.random.Generator], bool]) -> float:
    return sum(found(np.random.default_rng([seed, turn])) for turn in range(times)) / times


def test_a_planted_unfair_variant_is_found_and_nothing_else() -> None:
    found = effects(unfair(np.random.default_rng(5)))
    first = found[0]
    assert first.unfair
    assert (first.number, first.question) == (3, "topic.question_2")
    assert first.drawn == "s"
    assert first.below.facility > first.above.facility + 0.15
    assert (first.below.most, first.above.least) == (1, 2)
    assert first.change.high < 0
    assert {each.number for each in found if each.unfair} == {3}


def test_a_fair_exam_is_seldom_accused() -> None:
    assert rate(6, 12, lambda random: bool(accused(sat_exam(random, 60)))) <= 2 / 12


@pytest.mark.prove
def test_rates_of_finding_and_of_accusing() -> None:
    fair = rate(7, 150, lambda random: bool(accused(sat_exam(random, 60))))
    small = rate(8, 150, lambda random: bool(accused(sat_exam(random, 15))))
    hit = rate(9, 60, lambda random: bool({(3, "s"), (3, "effort")} & accused(unfair(random))))
    print(f"accused: {fair:.1%} of fair exams of 60, {small:.1%} of 15; unfair variants found: {hit:.1%}")
    bound = 0.05 + 3 * np.sqrt(0.05 * 0.95 / 150)
    assert max(fair, small) <= bound
    assert hit >= 0.9


def test_a_place_with_two_questions_is_compared_between_them() -> None:
    random = np.random.default_rng(10)
    class_ = []
    for row, sitting in enumerate(sat_exam(random, 80)):
        first, *others = sitting.questions
        right = random.random() < (0.9 if row % 2 else 0.4)
        response = replace(first.responses[0], points=2.0 * right)
        other = replace(first, question="topic.other" if row % 2 else first.question, responses=(response,))
        class_.append(replace(sitting, questions=(other, *others)))
    assert (1, "question = topic.other") in accused(class_)
    told = _effect_told(next(each for each in effects(class_) if each.drawn == "question = topic.other"))
    assert re.fullmatch(r"question 1, another question: \d+% \(40 students\); topic.other: \d+% \(40 students\)", told)
    turned = [
        replace(one, questions=(replace(one.questions[0], number=1 + row % 3), *one.questions[1:]))
        for row, one in enumerate(class_)
    ]
    place = class_[0].questions[0].place
    assert (None, "question = topic.other") in accused(turned)
    told = _effect_told(next(each for each in effects(turned) if each.drawn == "question = topic.other"))
    assert told.startswith(f"the place {place}, another question: ")


def test_answers_that_are_not_decided_accuse_nobody() -> None:
    pending = [
        replace(
            sitting,
            questions=tuple(replace(q, responses=(replace(q.responses[0], pending=True),)) for q in sitting.questions),
        )
        for sitting in unfair(np.random.default_rng(5), 60)
    ]
    assert effects(pending) == []


def test_step_down_is_as_worked_by_hand() -> None:
    observed = np.array([3.0, 1.0])
    chance = np.array([[0.5, 2.0], [3.5, 0.1], [0.2, 0.3]])
    # greatest of both by order: 2, 3.5, 0.3 against 3; of the weaker alone: 2, 0.1, 0.3 against 1
    assert _step_down(observed, chance) == pytest.approx([2 / 4, 2 / 4])


def copies(class_: list[Sitting], thief: int, victim: int, many: int) -> list[Sitting]:
    """One student hands in another's answers to the first questions, which are other questions on the own paper."""
    questions = [
        replace(
            own,
            responses=(replace(own.responses[0], written=other.responses[0].key, state="wrong", points=0.0),),
        )
        for own, other in zip(class_[thief].questions[:many], class_[victim].questions, strict=False)
    ]
    copied = replace(class_[thief], questions=(*questions, *class_[thief].questions[many:]))
    return [copied if row == thief else each for row, each in enumerate(class_)]


def test_who_writes_the_answers_of_another_paper_is_named_with_it() -> None:
    class_ = copies(sat_exam(np.random.default_rng(11), 60, 20), thief=7, victim=3, many=10)
    (found,) = likenesses(class_)
    assert (found.student, found.other) == ("s7", "s3")
    assert len(found.fitting) >= 8
    assert found.own < len(found.fitting)


def test_an_honest_class_is_not_suspected() -> None:
    for seed in range(4):
        assert likenesses(sat_exam(np.random.default_rng([12, seed]), 60, 20)) == []


def test_a_mistake_that_everybody_makes_is_no_likeness() -> None:
    """Whoever forgets the stride writes the key of all whose stride is 1 and n the same: often, and nobody is to be accused."""
    random = np.random.default_rng(13)
    class_ = []
    for sitting in sat_exam(random, 60, 20):
        questions = []
        for question in sitting.questions:
            n = str(random.integers(5, 9))
            wrong = random.random() < 0.5
            key = n if question.parameters["s"] == 1 else str(int(n) // 2)
            questions.append(
                replace(question, responses=(replace(question.responses[0], key=key, written=n if wrong else key),))
            )
        class_.append(replace(sitting, questions=tuple(questions)))
    assert likenesses(class_) == []


def test_the_tail_is_that_of_the_binomial_distribution_where_all_chances_are_equal() -> None:
    from scipy.stats import binom

    assert _at_least(3, np.full(9, 0.2)) == pytest.approx(float(binom.sf(2, 9, 0.2)), rel=1e-9)
