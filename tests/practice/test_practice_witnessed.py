"""Answers held against both witnesses, and the session at a terminal as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from examgen.bank.bank import Bank, Source
from examgen.cli import main
from examgen.practice.examiner import BackgroundExaminer
from examgen.practice.programme import Next
from examgen.question.question import Question
from examgen.verify.witness import WitnessError

Practise = Callable[..., Result]


@pytest.fixture
def practise(toy_bank: Path) -> Practise:
    def practise(*arguments: str, typed: str) -> Result:
        return CliRunner().invoke(
            main, ["practice", *arguments, "--bank", str(toy_bank)], input=typed, prog_name="examgen"
        )

    return practise


@pytest.fixture
def layer(toy_bank: Path) -> Question:
    question = Bank((Source.folder(toy_bank),)).question("toy.layer")
    return question.variant({"x": (1, 2), "w": ((1, -1, 2), (0, -2, 1)), "b": (1, 2, 3)})


def test_the_key_of_a_question_without_stock_is_made_while_the_student_thinks(layer: Question) -> None:
    examiner = BackgroundExaminer()
    examiner.prepare(Next(lambda: layer))
    attested = examiner.attested()
    assert attested.key["z"] == (2, -3, 7)


def test_what_goes_wrong_in_the_background_is_raised_where_the_key_is_wanted(toy_bank: Path) -> None:
    question = Bank((Source.folder(toy_bank),)).question("broken.disagreement")
    examiner = BackgroundExaminer()
    examiner.prepare(Next(lambda: question.variant({"x": 7})))
    with pytest.raises(WitnessError, match="disagree"):
        examiner.attested()


def test_a_session_reads_judges_and_sums_up(practise: Practise) -> None:
    result = practise("toy.size", "--count", "2", "--seed", "a", typed="nonsense\n1000\n?\n1001\n\nquit\n")
    assert result.exit_code == 0, result.output
    text = result.stdout
    for shown in (
        "1 of 2",
        "A size",
        "an integer, for example 42",
        "~ 'nonsense'",
        "read as 1000",
        "✗ Not yet.",
        "Step 1 of 2. One place, and one more a stride.",
        "✗ Not this time.",
        "→ The answer is",
        "2 of 2",
        "right at once",
        "examgen practice toy.size --bank",
    ):
        assert shown in text, f"{shown!r} is not in\n{text}"
    assert result.stderr == ""


def test_a_matrix_or_a_list_may_be_typed_over_several_lines(practise: Practise) -> None:
    result = practise("toy.layer", "--seed", "a", typed="[1\n2\n3]\n")
    assert "read as 3 numbers: 1, 2, 3" in result.stdout
    assert ". 3]" in result.stdout


def test_a_command_counts_in_the_middle_of_an_answer(practise: Practise) -> None:
    result = practise("toy.layer", "--seed", "a", typed="[1\nskip\n")
    assert "The solution to a:" in result.stdout


def test_the_end_of_the_input_ends_the_session_politely(practise: Practise) -> None:
    result = practise("toy", "--seed", "a", typed="")
    assert result.exit_code == 0
    assert "Nothing was answered yet. Next:" in result.stdout
    assert "examgen practice toy --bank" in result.stdout


def test_ctrl_c_ends_the_session_with_its_summary_and_it_can_be_taken_up_again(
    practise: Practise, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["1000"])

    def read(self: object, prompt: str, unfinished: str) -> str:
        for line in lines:
            return line
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("examgen.practice.reader.LineReader._line", read)
        result = practise("toy.size", "--seed", "a", typed="")
    assert result.exit_code == 130
    assert "Next:" in result.stdout
    assert "Run the same command to continue where you stopped." in result.stdout
    again = practise("toy.size", "--seed", "b", typed="1001\n")
    assert "Resuming the session that was interrupted" in again.stdout
    assert "✗ Not this time." in again.stdout, "the first try was before"


def test_a_defective_question_is_said_to_be_no_fault_of_the_student(practise: Practise) -> None:
    result = practise("broken", "--seed", "a", typed="7\n")
    assert result.exit_code == 2
    assert "This question is defective, which is not your fault." in result.stdout
    assert "No question is left that could be asked." in result.stdout


def test_words_find_questions_and_similar_names_are_suggested(practise: Practise) -> None:
    assert "1 of 10" in practise("lstm", "step", typed="quit\n").stdout
    assert "One step of an LSTM" in practise("lstm_step", typed="quit\n").stdout
    result = practise("toy.sise", typed="quit\n")
    assert result.exit_code == 2
    assert "did you mean toy.size?" in result.stderr
    assert (
        "10 questions on pooling, dense and softmax.values."
        in practise("pooling", "dense", "softmax.values", typed="quit\n").stdout
    )
    assert "10 questions on lstm step." in practise("lstm", "step", "--fresh", typed="quit\n").stdout
    assert "did you mean lstm gate?" in practise("lstn", "gate", typed="quit\n").stderr
    assert "did you mean" not in practise("zzz", "qqq", typed="quit\n").stderr
