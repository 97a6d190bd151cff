"""Whatever goes wrong ends in one message and an exit code, never in a traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from examgen.cli import main
from examgen.cli.lazy import outcome
from examgen.oracle import KerasUnavailable, OracleError

PROGRAM = [sys.executable, "-P", "-c", "from examgen.cli import main; main(prog_name='examgen')"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["solv"], "there is no command 'solv'; did you mean solve?"),
        (["bank", "lst"], "there is no command 'lst'; did you mean list?"),
        (["solve"], "name one question"),
        (["solve", "toy.siz"], "did you mean toy.size"),
        (["solve", "toy.size", "--set", "n"], "expected NAME=VALUE"),
        (["solve", "toy.size", "--set", "n=1", "--set", "n=2"], "n is set twice"),
        (["solve", "toy.size", "--set", "m=1"], "toy.size has no parameter 'm'; it has n, f, p, s"),
        (["solve", "toy.size", "--set", "n=abc"], 'n must be a whole number, got "abc"'),
        (["solve", "toy.size", "--set", "n=0"], "n must be at least 1, got 0"),
        (["solve", "toy.size", "--set", "n=3", "--set", "f=99"], "the filter (99) is larger than the padded picture"),
        (["solve", "toy.layer", "--set", "w=[[1,2],[3]]"], "rows of equal length"),
        (["solve", "toy.layer", "--set", "w=[[1,2]"], "is not JSON"),
        (["solve", "toy.layer", "--set", "w=5"], "w: expected a list of rows (rank 2)"),
        (["solve", "--from", "nowhere.jsonl"], "nowhere.jsonl"),
        (["solve", "--from", "-", "--set", "n=1"], "--set applies to a single question"),
        (["bank", "list", "--topic", "pool"], "there is no topic 'pool'; did you mean pooling?"),
        (["bank", "list", "--level", "3-1"], "expected a level such as 2"),
        (["bank", "list", "--level", "99"], "no question of that level"),
        (["bank", "list", "--bank", "nowhere"], "nowhere is not a question bank: it has no folder question_bank/"),
        (["bank", "show", "nothing.at_all"], "there is no question 'nothing.at_all'"),
        (["bank", "check", "nothing.at_all"], "there is no question 'nothing.at_all'"),
        (["practice", "toy.laier"], "there is no topic or question 'toy.laier'; did you mean toy.layer"),
        (["practice", "--count", "0"], "--count"),
    ],
)
def test_bad_input_is_one_message_and_code_2(arguments: list[str], said: str, toy_bank: Path) -> None:
    adding = (
        ["--bank", str(toy_bank)] if arguments[0] in ("solve", "practice") or arguments[-1] == "nothing.at_all" else []
    )
    result = CliRunner().invoke(main, [*arguments, *adding], prog_name="examgen")
    assert result.exit_code == 2, result.output
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_errors_have_the_exit_codes_of_the_documentation() -> None:
    assert outcome(KeyboardInterrupt()) == ("interrupted", 130)
    assert outcome(KeyboardInterrupt("interrupted; nothing was written")) == ("interrupted; nothing was written", 130)
    assert outcome(OracleError("Keras cannot build it"))[1] == 3
    assert outcome(KerasUnavailable("Keras cannot be loaded"))[1] == 2
    assert outcome(FileNotFoundError(2, "No such file or directory", "exam.yaml")) == (
        "exam.yaml: No such file or directory",
        2,
    )
    message, code = outcome(ZeroDivisionError("division by zero"))
    assert code == 70
    assert "ZeroDivisionError: division by zero" in message


def test_a_fault_of_our_own_is_said_too_and_its_traceback_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("examgen.cli.bank_list._table", broken)
    silent = CliRunner().invoke(main, ["bank", "list"])
    assert silent.exit_code == 70
    assert "Traceback" not in silent.output
    assert "EXAMGEN_DEBUG=1" in silent.stderr
    loud = CliRunner().invoke(main, ["bank", "list"], env={"EXAMGEN_DEBUG": "1"})
    assert loud.exit_code == 70
    assert "Traceback" in loud.stderr


def test_ctrl_c_while_keras_loads_ends_quietly(tmp_path: Path, toy_bank: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "solve", "toy.size", "--bank", str(toy_bank)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL
        ),  # ignored, where the tests run in the background
    ) as process:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=20)
    if process.returncode == 0:
        pytest.skip("this machine was done before it could be interrupted")
    assert (process.returncode, stdout, stderr) == (130, "", "interrupted\n")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "bank", "list"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(timeout=20) == 141
        assert process.stderr.read() == b""


def test_every_command_of_the_help_exists() -> None:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
    assert main.get_command(context, "nothing") is None
