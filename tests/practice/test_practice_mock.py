"""A mock exam: answered in any order within its time, marked like a real one, and remembered."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.exam.sealed import SealedExam, as_typed
from examgen.practice import mock as mocks
from examgen.practice.memory import Memory
from examgen.practice.mock_terminal import report
from examgen.practice.stock import data_folder

Run = Callable[..., Result]

BLUEPRINT = """\
title: A small one
duration: 30
sections:
  - questions:
      - {question: convolution.output_size, points: 2}
      - {question: pooling.average_map, points: 4}
"""


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(BLUEPRINT, encoding="utf-8")
    return path


@pytest.fixture
def run() -> Run:
    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, ["mock", *arguments], input=typed, prog_name="examgen")

    return run


def keys_of(exam: SealedExam) -> dict[str, str]:
    """The right answers of a mock exam, as a student types them."""
    bank = Bank()
    return {
        label: question.variant(bank).asks[ask.name].type.write(ask.key)
        for label, (question, ask) in exam.papers[0].asks.items()
    }


def kept() -> mocks.Mock:
    """The mock exam that is being answered."""
    path = data_folder() / "mock.json"
    source = json.loads(path.read_text(encoding="utf-8"))["source"]
    found = mocks.Mock.begun_before(path, source, datetime.now(UTC))
    assert found is not None
    return found


def test_an_exam_is_left_taken_up_handed_in_marked_and_remembered(blueprint: Path, run: Run) -> None:
    left = run(str(blueprint), typed="1000\n")
    assert left.exit_code == 130
    assert "run the same command to continue" in left.stdout
    right = keys_of(kept().exam)
    assert kept().answers == {"1": "1000"}, "nothing typed is lost"

    done = run(str(blueprint), typed=f"{right['2']}\nlist\ngo 1\n?\n{right['1']}\nhand in\n")
    assert done.exit_code == 0, done.output
    assert "Resuming the mock exam that was interrupted" in done.stdout
    assert "There are no hints in an exam" in done.stdout
    assert "✗" not in done.stdout
    assert "6 of 6 points (100%)" in done.stdout
    assert not (data_folder() / "mock.json").exists()
    memory = Memory.own()
    assert [(mock["title"], mock["points"], mock["reachable"]) for mock in memory.mocks()] == [
        ("A small one", "6", "6")
    ]
    assert memory.known().keys() == {"convolution.output_size", "pooling.average_map"}


def test_go_and_the_number_of_a_question_goes_to_its_first_part(blueprint: Path, run: Run) -> None:
    blueprint.write_text(BLUEPRINT.replace("pooling.average_map", "convolution.output_volume"), encoding="utf-8")
    left = run(str(blueprint), typed="go 2\n1 x 2 x 3\ngo 3\n")
    assert kept().answers == {"2a": "1 x 2 x 3"}
    assert "There is no answer 3" in left.stdout


def test_what_was_wrong_is_explained_and_its_solution_shown(blueprint: Path, run: Run) -> None:
    result = run(str(blueprint), typed="1000\nnonsense\n\nhand in\nhand in\n")
    assert "✗ 1) 0 of 2: 1000" in result.stdout
    assert "Substitute the numbers into the formula for the output size." in result.stdout
    assert "0 of 6 points" in result.stdout


def test_whoever_hands_in_blank_answers_is_asked_once_more(blueprint: Path, run: Run) -> None:
    asked = run(str(blueprint), typed="1000\nhand in\nlist\nhand in\n")
    assert asked.stdout.count("1 of 2 answers are blank") == 2
    assert "of 6 points" not in asked.stdout
    done = run(str(blueprint), typed="hand in\nhand in\n")
    assert "0 of 6 points" in done.stdout


def test_when_the_time_is_over_what_was_answered_is_handed_in(blueprint: Path, run: Run) -> None:
    run(str(blueprint), typed="7\n")
    mock = kept()
    mock.minutes = 1e-9
    mock.keep()
    result = run(str(blueprint), typed="8\n")
    assert "Time is up; your answers so far are handed in." in result.stdout
    assert ": 7" in result.stdout


def test_two_mock_exams_have_other_numbers_and_neither_is_a_real_exams(blueprint: Path, run: Run) -> None:
    exams = []
    for _ in range(2):
        run(str(blueprint), "--fresh")
        exams.append(kept().exam)
    one, other = ([question.parameters for question in exam.papers[0].questions] for exam in exams)
    assert one != other


def test_on_paper_it_comes_with_a_sheet_that_is_marked_and_remembered(
    blueprint: Path, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "mock"
    made = run(str(blueprint), "--pdf", str(out))
    assert made.exit_code == 0, made.output
    assert (out / "papers" / "you.pdf").read_bytes().startswith(b"%PDF")
    exam = SealedExam.read(out / "exam.sealed.json")
    sheet = mocks.sheet_of(out)
    text = sheet.read_text(encoding="utf-8")
    for label, right in keys_of(exam).items():
        text = text.replace(f'  {label}: ""', f'  {label}: "{right}"')
    sheet.write_text(text, encoding="utf-8")
    marked = run("--mark", str(out))
    assert "6 of 6 points (100%)" in marked.stdout, marked.output
    assert len(Memory.own().mocks()) == 1
    page = (out / "feedback" / "you.html").read_text(encoding="utf-8")
    assert page.count("<p>Right.</p>") == len(exam.papers[0].asks)
    assert str(out / "feedback" / "you.html") in marked.stdout


def test_what_only_a_person_can_judge_is_not_promised_to_be_looked_at(
    blueprint: Path, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "mock"
    assert run(str(blueprint), "--pdf", str(out)).exit_code == 0
    sheet = mocks.sheet_of(out)
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(': ""', ': "what?"'), encoding="utf-8")
    told = " ".join(run("--mark", str(out)).stdout.split())
    assert "A person will look at it" not in told
    assert "Nobody marks it in a mock exam" in told


def test_the_default_mock_exam_can_be_drawn_from_the_bank() -> None:
    from examgen.exam.blueprint import read_blueprint
    from examgen.exam.places import items_of, places_of

    blueprint, source = read_blueprint(mocks.DEFAULT)
    places = places_of(blueprint, Bank(), source, b"key")
    items = items_of(places, blueprint.sections, b"key", "number")
    assert len({item.question.topic for item in items}) >= 7


def test_the_report_names_options_by_the_letters_of_the_paper_alone(tmp_path: Path) -> None:
    """The options of a paper are in an order of its own, which the worked solution knows nothing of."""
    blueprint = tmp_path / "blueprint.yaml"
    part = "      - {question: concept.true_statements, points: 2}\n"
    blueprint.write_text(f"title: T\nsections:\n  - questions:\n{part * 4}", encoding="utf-8")
    bank, shuffled = Bank(), 0
    mock = mocks.draw(blueprint, bank, tmp_path / "mock.json", None, datetime(2026, 11, 26, tzinfo=UTC))
    for label in mock.asks:
        mock.answer(label, "a, b, c, d, e")
    written = io.StringIO()
    report(Console(file=written, width=100), mocks.mark(mock.exam, mock.sheet(), bank), 1.0)
    for question, ask in mock.asks.values():
        variant = question.variant(bank)
        own = variant.asks[ask.name].type.write(ask.key)
        shuffled += own != as_typed(variant, ask, ask.key)
    assert shuffled
    letters = re.findall(r"(?m)^ +((?:[a-e], )*[a-e]|none)\.?$", written.getvalue())
    right = [as_typed(question.variant(bank), ask, ask.key) for question, ask in mock.asks.values()]
    assert [each for each in letters if each not in right] == []
