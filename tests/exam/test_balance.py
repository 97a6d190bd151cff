"""Equal work: every paper's draw of a question takes about the same effort and time, and nobody else's paper has a say in it."""

from __future__ import annotations

import itertools
import statistics
from fractions import Fraction

import pytest

from examgen.bank.bank import Bank
from examgen.exam.balance import NEAR, TargetWork, balanced, sample, shared_target, target
from examgen.exam.fairness import by_place, of_papers, time_needed, unfair
from examgen.exam.minutes import minutes, seconds, words
from examgen.exam.sealed import SealedExam
from examgen.question.draw import derive_key
from examgen.question.question import Question

BANK = Bank()
PAPERS = 40


def anything(_: Question) -> bool:
    return True


def drawn(id_: str, wanted: TargetWork | None, papers: int = PAPERS, **pins: object) -> list[Question]:
    entry = BANK.question(id_)

    def keys(paper: int, attempt: int) -> bytes:
        return derive_key(b"a secret of the test", paper, attempt)

    def one(paper: int) -> Question:
        return next(balanced(entry, pins, lambda attempt: keys(paper, attempt), wanted, anything))[1]

    return list(map(one, range(papers)))


def spread(values: list[float]) -> float:
    return (max(values) - min(values)) / statistics.median(values)


# counts, forward, backward, a discrete one, and one in words
@pytest.mark.parametrize(
    "id_",
    ["convolution.parameter_count", "convolution.feature_map_strided", "recurrent.bptt", "recurrent.parameter_count", "concept.explain"],
)  # fmt: skip
def test_all_papers_have_about_the_same_work_at_one_place(id_) -> None:
    wanted = target(sample(BANK.question(id_), {}, anything))
    plain = drawn(id_, None)
    near = drawn(id_, wanted)
    for of in (lambda each: each.solution.exact_effort, seconds):
        if any(map(of, near)):
            assert spread(list(map(of, near))) <= 0.15
    assert spread(list(map(seconds, plain))) > 0.15, "without a target they differ"
    assert len(set(map(str, near))) >= 6, "neighbours do not have the same one"


def test_the_number_of_the_attempt_leads_to_the_variant_again() -> None:
    entry = BANK.question("convolution.signal")
    wanted = target(sample(entry, {}, anything))
    found = list(itertools.islice(balanced(entry, {}, lambda n: derive_key(b"s", n), wanted, anything), 3))
    for attempt, variant in found:
        (again,) = itertools.islice(balanced(entry, {}, lambda _, n=attempt: derive_key(b"s", n), None, anything), 1)
        assert again[1] == variant
    assert [attempt for attempt, _ in found] == sorted({attempt for attempt, _ in found})


def test_where_no_draw_is_near_the_nearest_is_taken() -> None:
    far = TargetWork(effort=1.0, seconds=60.0)
    entry = BANK.question("pooling.average_map")
    everything = [v.solution.exact_effort for v in drawn("pooling.average_map", None, papers=1) for _ in (0,)]
    nearest = next(balanced(entry, {}, lambda n: derive_key(b"a secret of the test", 0, n), far, anything))[1]
    assert nearest.solution.exact_effort < min(everything)


def test_all_parameters_given_leave_one_variant_and_its_work_is_the_target() -> None:
    entry = BANK.question("convolution.output_size")
    given = drawn("convolution.output_size", None, papers=1)[0].settings
    (only,) = sample(entry, given, anything)
    assert target([only]) == TargetWork(only.effort, only.seconds, 0.07)


def test_alternatives_of_a_pool_take_the_same_time() -> None:
    pool = ("convolution.feature_map_strided", "convolution.dilated")
    samples = [sample(BANK.question(id_), {}, anything) for id_ in pool]
    ours = list(map(target, samples))
    shared = shared_target(samples)
    assert spread([work.seconds for work in ours if work]) > 0.15
    times = [seconds(v) for id_, work in zip(pool, shared, strict=True) for v in drawn(id_, work, papers=10)]
    assert spread(times) <= 0.15


def test_a_question_of_one_variant_beside_others_keeps_its_own_target() -> None:
    long, short = BANK.question("architecture.alexnet"), BANK.question("convolution.same_padding")
    samples = [sample(each, {}, anything)[:6] for each in (long, short)]
    assert shared_target(samples) == list(map(target, samples))


def test_time_is_reading_recalling_working_and_writing() -> None:
    assert words("The image is $28 \\times 28$ and $$x = [1, 2]$$ big") == 5 + 4
    (variant,) = drawn("softmax.values", None, papers=1)
    effort = variant.solution.exact_effort
    assert seconds(variant, effort + 10) - seconds(variant, effort) == pytest.approx(10 * 4 * 1.5)
    assert [minutes(s) for s in (10, 59, 61, 100, 3599)] == ["0.5", "1", "1.5", "2", "60"]


def sealed(*papers: list[tuple[float, float]], duration: int = 60) -> SealedExam:
    """An exam whose papers take this effort and so many seconds at each place."""
    return SealedExam.model_validate(
        {
            "id": "e", "engine": "0", "bank": "0",
            "blueprint": {"title": "T", "duration": duration, "sections": [
                {"title": "One", "questions": [{"question": "a.b", "points": 1}]}]},
            "papers": [
                {"number": f"P{n}", "questions": [
                    {"place": f"a.b#{i}", "number": i, "section": 0, "question": "a.b", "version": 1, "title": "", "statement": "",
                     "points": "1", "parameters": {}, "attempt": 0, "effort": effort, "seconds": time, "asks": [], "misconceptions": {}}
                    for i, (effort, time) in enumerate(paper, start=1)]}
                for n, paper in enumerate(papers)],
        }
    )  # fmt: skip


def test_what_is_unfair_or_too_long_is_told() -> None:
    fair = sealed([(100, 1000), (50, 700)], [(104, 1040), (49, 690)])
    assert list(unfair(fair)) == []
    assert time_needed(fair) == "about 29 of 60 minutes (28 to 29)"
    uneven = list(unfair(sealed([(100, 1000), (50, 700)], [(140, 1300), (50, 700)], duration=30)))
    said = [
        "about 31 of 30 minutes (28 to 33)",
        "a.b#1 takes 17 to 22 minutes",
        "section 'One' differs by 24 %",
        "whole papers",
    ]
    for warning, expected in zip(uneven, said, strict=True):
        assert expected in warning
    assert by_place(fair)["a.b#1"].effort == pytest.approx(float(Fraction(4, 102)))
    assert of_papers(fair).effort == pytest.approx(3 / 151.5)
    assert NEAR * 2 <= 0.05, "so papers stay within five per cent as well"
