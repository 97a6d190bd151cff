"""Problems with answers as published elsewhere come out the same from `examgen solve`."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.arrays import array, cells
from examgen.cli import main

HERE = Path(__file__).parent
PROBLEMS = [json.loads(line) for line in (HERE / "published_problems.jsonl").read_text(encoding="utf-8").splitlines()]


def mappings() -> dict[str, tuple | list | str]:
    """Which question reproduces each problem, with its pins, and which ask where it has several; or why none does.

    A list reproduces a problem on a batch: a run for each example.
    """
    found: dict[str, tuple | str] = {}
    for path in sorted(HERE.glob("*_problems.py")):
        if path.name.startswith("test_"):
            continue
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for id_, mapping in module.MAPPINGS.items():
            if not isinstance(mapping, str) or id_ not in found:
                found[id_] = mapping
    return found


MAPPINGS = mappings()
COVERED = [problem for problem in PROBLEMS if isinstance(MAPPINGS.get(problem["id"]), tuple | list)]


def runs(problem: dict) -> list[tuple]:
    """The runs that reproduce a problem: one for each example of a batch."""
    mapping = MAPPINGS[problem["id"]]
    return mapping if isinstance(mapping, list) else [mapping]


@cache
def solved() -> dict[str, list[dict]]:
    """What each run of every covered problem comes to, solved in one run of the command."""
    lines = [
        json.dumps({"id": problem["id"], "question": question, "set": pins})
        for problem in COVERED
        for question, pins, *_ in runs(problem)
    ]
    result = CliRunner().invoke(main, ["solve", "--from", "-", "--json"], input="\n".join(lines))
    outcomes: dict[str, list[dict]] = {problem["id"]: [] for problem in COVERED}
    for line in result.stdout.splitlines():
        outcome = json.loads(line)
        outcomes[outcome["id"]].append(outcome)
    return outcomes


def answered(run: tuple, outcome: dict) -> object:
    """What a run answers: the asks that the mapping names, or all there is."""
    assert "error" not in outcome, outcome
    _, _, *wanted = run
    if not wanted:
        return outcome["answer"]
    return [outcome["asks"][name.strip()]["key"] for name in wanted[0].split(",")]


@pytest.mark.parametrize("problem", COVERED, ids=lambda problem: problem["id"])
def test_a_published_answer_is_reproduced(problem) -> None:
    answers = [answered(*each) for each in zip(runs(problem), solved()[problem["id"]], strict=True)]
    ours = [float(number) for answer in answers for number in cells(array(answer))]
    theirs = [float(number) for number in cells(array(problem["answer"]))]
    tolerance = problem["tolerance"] or 1e-9
    assert ours == pytest.approx(theirs, rel=0, abs=tolerance), solved()[problem["id"]]


def test_every_published_problem_is_reproduced_or_a_reason_is_given(record_property, capsys) -> None:
    unmentioned = [problem["id"] for problem in PROBLEMS if problem["id"] not in MAPPINGS]
    assert not unmentioned
    reasons = Counter(MAPPINGS[p["id"]] for p in PROBLEMS if isinstance(MAPPINGS[p["id"]], str))
    with capsys.disabled():
        print(f"\n{len(COVERED)} of {len(PROBLEMS)} published problems are reproduced; the others wait because")
        for reason, count in reasons.most_common():
            print(f"  {count:3}  {reason}")
    assert len(COVERED) >= 0.8 * len(PROBLEMS)


COURSES = [json.loads(line) for line in (HERE / "course_problems.jsonl").read_text(encoding="utf-8").splitlines()]
"""Problems of the kind that courses and documentation set, each with the pins that reproduce it."""


@cache
def courses() -> dict[str, dict]:
    """What every problem of the courses comes to, in one run of the command."""
    lines = (json.dumps({name: problem[name] for name in ("id", "question", "set")}) for problem in COURSES)
    result = CliRunner().invoke(main, ["solve", "--from", "-", "--json"], input="\n".join(lines))
    return {outcome["id"]: outcome for outcome in map(json.loads, result.stdout.splitlines())}


@pytest.mark.parametrize("problem", COURSES, ids=lambda problem: problem["id"])
def test_a_problem_of_a_course_is_reproduced(problem) -> None:
    outcome = courses()[problem["id"]]
    answers = answered((problem["question"], problem["set"], problem["asks"]), outcome)
    ours = [float(number) for answer in answers for number in cells(array(answer))]
    theirs = [float(number) for number in cells(array(problem["answer"]))]
    assert ours == pytest.approx(theirs, rel=0, abs=problem["tolerance"] or 1e-9), outcome


SUMS = [json.loads(line) for line in (HERE / "summed_problems.jsonl").read_text(encoding="utf-8").splitlines()]
"""Counts that are the sum over several runs, each taken so many times."""


@pytest.mark.parametrize("problem", SUMS, ids=lambda problem: problem["id"])
def test_a_sum_over_several_modules_is_reproduced(problem) -> None:
    lines = (json.dumps({"question": part["question"], "set": part["set"]}) for part in problem["parts"])
    result = CliRunner().invoke(main, ["solve", "--from", "-", "--json"], input="\n".join(lines))
    outcomes = list(map(json.loads, result.stdout.splitlines()))
    assert len(outcomes) == len(problem["parts"])
    found = zip(problem["parts"], outcomes, strict=True)
    assert sum(part["times"] * outcome["asks"][part["ask"]]["key"] for part, outcome in found) == problem["answer"]


def test_the_docs_say_how_many_problems_are_reproduced() -> None:
    page = (HERE.parents[1] / "docs" / "published_problems.md").read_text(encoding="utf-8")
    assert f"holds {len(COVERED) + len(COURSES) + len(SUMS)} problems" in page
