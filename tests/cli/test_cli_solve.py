"""`examgen solve`: both witnesses, with any parameter pinned, one question or many."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from examgen.cli import main

Run = Callable[..., Result]
Solved = Callable[..., dict[str, Any]]
PINS = ("--set", "n=29", "--set", "f=5", "--set", "p=1", "--set", "s=3")


@pytest.fixture
def run(toy_bank: Path) -> Run:
    def run(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(
            main, ["solve", *arguments, "--bank", str(toy_bank)], input=given, prog_name="examgen"
        )

    return run


@pytest.fixture
def solved(run: Run) -> Solved:
    def solved(*arguments: str) -> dict[str, Any]:
        result = run(*arguments, "--json")
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    return solved


def test_the_object_holds_everything_that_is_known(solved: Solved) -> None:
    found = solved("toy.size", *PINS)
    assert found["question"] == "toy.size"
    assert found["parameters"] == {"n": 29, "f": 5, "p": 1, "s": 3}
    assert found["statement"].startswith("A filter of size $f = 5$ moves")
    assert found["answer"] == 9
    assert found["asks"]["side"] == {
        "text": "What is the side of the output?",
        "kind": "integer",
        "key": 9,
        "written": "9",
        "attested_by": "Keras",
        "derivation": 9,
    }
    assert found["misconceptions"]["rounded_up"] == {
        "feedback": "The quotient was rounded up. Round down.",
        "answers": {"side": 10},
    }
    (line,) = found["derivation"]
    assert (line["why"], line["value"], line["ask"]) == ("One place, and one more a stride.", 9, "side")
    assert line["formulas"] == [
        r"\left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1 = \left\lfloor \frac{29 + 2 \cdot 1 - 5}{3} \right\rfloor + 1 = 9"
    ]
    assert found["effort"] == 6
    assert "seed" not in found, "nothing was drawn"
    assert "note" not in found


def test_arrays_and_fractions_can_be_pinned_and_stay_exact(solved: Solved) -> None:
    found = solved("toy.layer", "--set", "x=[3, 1]", "--set", 'w=[["1/3", 1], [0, -9]]', "--set", "b=[0.5, 0]")
    assert found["answer"] == {"z": [1.5, -6], "a": [1.5, 0]}, "several asks are answered by name"
    found = solved("toy.layer", "--set", "x=[1, 1]", "--set", 'w=[["1/3", 1], [0, -9]]', "--set", "b=[0, 0]")
    assert found["asks"]["z"]["derivation"] == ["1/3", -8]
    assert found["parameters"]["w"] == [["1/3", 1], [0, -9]]


def test_a_text_needs_no_quotes_and_true_may_be_written_as_in_python(solved: Solved) -> None:
    assert solved("toy.layer", "--set", "how=relu")["parameters"]["how"] == "relu"
    for text in ("false", "False"):
        pinned = solved("convolution.parameter_count", "--set", f"use_bias={text}")
        assert pinned["parameters"]["use_bias"] is False


def test_the_same_seed_draws_the_same_numbers(solved: Solved) -> None:
    first, again, other = (solved("toy.size", "--seed", seed)["parameters"] for seed in ("a", "a", "b"))
    assert first == again != other


def test_a_seed_that_was_made_up_is_said_and_draws_the_same(solved: Solved) -> None:
    found = solved("toy.size")
    assert solved("toy.size", "--seed", found["seed"])["parameters"] == found["parameters"]


def test_numbers_that_no_exam_would_draw_are_solved_and_it_is_said(solved: Solved, run: Run) -> None:
    pins = ["--set", "n=28", "--set", "f=4", "--set", "p=1", "--set", "s=2"]
    found = solved("toy.size", *pins)
    assert found["answer"] == 14
    assert "an exam would not draw them" in found["note"]
    result = run("toy.size", *pins)
    assert "an exam would not draw them" in result.stderr
    assert "an exam would not" not in result.stdout


def test_a_draw_around_the_pins_is_admissible_where_it_can_be(solved: Solved) -> None:
    for seed in "abcdef":
        assert "note" not in solved("toy.size", "--set", "s=2", "--seed", seed)


def test_the_page_shows_witnesses_derivation_and_wrong_answers(run: Run) -> None:
    result = run("toy.size", *PINS)
    assert result.exit_code == 0, result.output
    for shown in ("Keras", "derivation", "they agree", "⌊(29 + 2·1 − 5)/3⌋ + 1 = 9", "Round down. (rounded_up)"):
        assert shown in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_witnesses_that_disagree_give_nothing_but_code_3(run: Run) -> None:
    result = run("broken.disagreement", "--set", "x=7")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "the witnesses disagree on y: Keras says 49, the derivation 14" in result.stderr


LINES = """\
{"id": "a", "question": "toy.size", "set": {"n": 29, "f": 5, "p": 1, "s": 3}}
{"question": "toy.size", "set": {"q": 5}}
nonsense

{"question": "nothing.at_all"}
["toy.size"]
{"question": "toy.size", "sett": {}}
{"question": "toy.size", "set": [1]}
{"id": 7, "question": "toy.layer", "set": {"x": [1, 1], "w": [[1, 2], [3, 4]], "b": [0, 0]}, "seed": "mine"}
"""


def test_a_file_gives_a_line_for_every_line_and_a_bad_one_stops_no_other(run: Run) -> None:
    result = run("--from", "-", given=LINES)
    assert result.exit_code == 1
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line.get("id"), line.get("line"), line.get("answer")) for line in found] == [
        ("a", None, 9),
        *((None, number, None) for number in (2, 3, 5, 6, 7, 8)),
        (7, None, {"z": [4, 6], "a": [4, 6]}),
    ]
    parts = (
        "has no parameter 'q'",
        "not JSON",
        "no question 'nothing.at_all'",
        "expected an object",
        "'sett' is not a known key",
        "set must be",
    )
    for line, part in zip(found[1:7], parts, strict=True):
        assert part in line["error"]
    assert "2 solved, 6 failed" in result.stderr


def test_a_defective_question_in_a_file_stops_no_other_and_gives_code_3(run: Run) -> None:
    result = run("--from", "-", given='{"question": "broken.disagreement"}\n{"question": "toy.size", "seed": "a"}\n')
    disagreement, sound = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 3
    assert "the witnesses disagree" in disagreement["error"]
    assert sound["seed"] == "a"


def test_a_line_that_was_drawn_can_be_drawn_again_alone(run: Run, solved: Solved) -> None:
    result = run("--from", "-", "--seed", "x", given='{"question": "toy.size"}\n' * 2)
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert first["parameters"] != second["parameters"]
    assert solved("toy.size", "--seed", second["seed"])["parameters"] == second["parameters"]


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_file_is_solved_with_nothing(run: Run, text: str) -> None:
    result = run("--from", "-", given=text)
    assert (result.exit_code, result.stdout) == (0, "")
