"""Practice in a real terminal: typed, pasted, interrupted, resized, narrow, dumb, piped, and killed."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from examgen.bank.bank import Bank
from examgen.practice.memory import Memory
from examgen.practice.stock import Stock

PROGRAM = "from examgen.cli import main; main()"
QUESTION = "pooling.average_map"
_PROMPT = re.compile(r"(?m)^> |\x1b\[J\x1b\[0m>")
"""A prompt as it is written line by line, or by an editor that places its cursor."""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07]*\x07|\r")


class Terminal:
    """A session in a pseudo-terminal."""

    def __init__(self, *arguments: str, home: Path, columns: int = 100, **variables: str) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")},
            "TERM": "xterm-256color",
            "XDG_DATA_HOME": str(home),
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "EXAMGEN_NO_BACKGROUND": "1",
            "PYTHONUTF8": "1",
            **variables,
        }
        command = ["-c", PROGRAM, "practice", "--seed", "a", *arguments]
        self.child: Any = pexpect.spawn(
            sys.executable, command, env=environment, dimensions=(40, columns), timeout=20, encoding="utf-8"
        )
        self.seen = ""

    def sees(self, text: str) -> str:
        """Wait until a text has come; give what has come since the last time, without escape codes."""
        self.child.expect_exact(text)
        came = _ESCAPES.sub("", self.child.before + self.child.after)
        self.seen += came
        return came

    def waits(self, timeout: float = 20) -> str:
        """Wait until an answer is awaited; give what has come since the last time."""
        self.child.expect(_PROMPT, timeout=timeout)
        came = _ESCAPES.sub("", self.child.before)
        self.seen += came
        return came

    def type(self, text: str) -> None:
        self.child.send(f"{text}\r")

    def ends(self) -> int:
        """Wait for the end; the exit code, negative for a signal."""
        self.child.expect(pexpect.EOF)
        self.seen += _ESCAPES.sub("", self.child.before)
        self.child.close()
        return -self.child.signalstatus if self.child.signalstatus else int(self.child.exitstatus)


Open = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def terminal(home: Path) -> Iterator[Open]:
    opened: list[Terminal] = []

    def open_(*arguments: str, **options: Any) -> Terminal:
        opened.append(Terminal(*arguments, home=home, **options))
        return opened[-1]

    yield open_
    for one in opened:
        one.child.close(force=True)


def right_answer(home: Path) -> str:
    """The right answer to what is asked now, as the student's own file knows the question."""
    memory = Memory(home / "examgen" / "progress.sqlite")
    (state,) = [row["state"] for row in memory.export()["sessions"] if not row["ended"]][-1:]
    memory.close()
    import json

    now = json.loads(state)["exercise"]
    bank = Bank()
    stocked = next(s for s in Stock.of(bank).variants(now["question"]) if s.parameters == now["parameters"])
    variant = stocked.variant(bank)
    attested = stocked.attested(variant)
    assert attested is not None
    name = list(variant.asks)[now["at"]]
    return variant.asks[name].type.write(attested.key[name])


def test_a_session_with_wrong_unreadable_near_and_right_answers(terminal: Open, home: Path) -> None:
    desk = terminal(QUESTION, "--count", "2")
    desk.sees("1 of 2")
    desk.waits()
    desk.type("abc")
    desk.sees("~")
    desk.waits()
    right = right_answer(home)
    desk.type("1 2 3; 4 5 6; 7 8 4000")
    desk.sees("Try once more")
    desk.waits()
    rows = right.replace(", ", " ").split("; ") if ";" in right else [right]
    for row in rows:
        desk.type(row)
    desk.type("")
    desk.sees("Right.")
    desk.waits()
    desk.type("why")
    desk.sees("The solution:")
    desk.waits()
    desk.type("quit")
    assert desk.ends() == 0
    assert "with help" in desk.seen


def test_a_question_mark_shows_a_step_and_keeps_what_was_typed(terminal: Open) -> None:
    desk = terminal(QUESTION)
    desk.waits()
    desk.child.send("12 34")
    time.sleep(0.3)
    desk.type("?")  # a question mark alone does nothing: the Enter after it would give the answer
    desk.sees("Step 1 of")
    desk.sees("12 34")  # in the line again
    desk.child.send("\x03")  # Ctrl-C with something typed clears the line
    time.sleep(0.3)
    desk.type("quit")
    assert desk.ends() == 0


def test_ctrl_c_drops_the_rows_typed_so_far_in_plain_mode_as_well(terminal: Open) -> None:
    desk = terminal(QUESTION, "--plain")
    desk.waits()
    desk.type("12 34")
    desk.sees("an empty line to finish")
    desk.sees(". ")
    time.sleep(0.2)
    desk.child.send("\x03")
    desk.waits()
    desk.child.send("12")
    time.sleep(0.2)
    desk.child.send("\x03")
    desk.waits()
    desk.type("quit")
    assert desk.ends() == 0, "the session goes on until the student says so"


def test_a_matrix_of_several_lines_can_be_pasted(terminal: Open, home: Path) -> None:
    desk = terminal(QUESTION)
    desk.waits()
    right = right_answer(home)
    time.sleep(0.5)
    pasted = right.replace("; ", "\n").replace(", ", " ")
    desk.child.send(f"\x1b[200~{pasted}\x1b[201~")
    time.sleep(0.3)
    desk.child.send("\r\r")
    desk.sees("Right.")
    desk.waits()
    desk.child.sendeof()
    assert desk.ends() == 0


def test_ctrl_c_leaves_and_the_same_command_goes_on(terminal: Open) -> None:
    desk = terminal(QUESTION, "--count", "3")
    desk.waits()
    desk.type("1 2 3; 4 5 6; 7 8 4000")
    desk.sees("Try once more")
    desk.waits()
    desk.child.send("\x03")
    assert desk.ends() == 130
    assert "Run the same command to continue where you stopped" in desk.seen
    again = terminal(QUESTION, "--count", "3")
    again.sees("Resuming the session that was interrupted")
    again.waits()
    again.type("1 2 3; 4 5 6; 7 8 5000")
    again.sees("Not this time")
    again.waits()
    again.child.send("\x03")
    assert again.ends() == 130


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_what_is_typed_before_a_verdict_stands_there_is_no_answer_to_what_comes_next(terminal: Open, term: str) -> None:
    desk = terminal(QUESTION, TERM=term)
    desk.waits()
    wrong, ahead = "1 2 3; 4 5 6; 7 8 4000", "1 2 3; 4 5 6; 7 8 5000"
    desk.child.send(f"{wrong}\r{ahead}\r9 9")
    desk.sees("Try once more")
    desk.waits()
    time.sleep(0.5)
    desk.type("quit")
    assert desk.ends() == 0
    assert desk.seen.count("read as") == 1
    assert "5000" not in desk.seen.partition("read as")[2], "it does not show among what is printed"


def interrupted_while_a_solution_is_printed(home: Path, delay: float) -> None:
    """Ctrl-C so long after a command was sent, wherever the program is then: it always leaves."""
    desk = Terminal(QUESTION, "--fresh", home=home)
    desk.waits()
    time.sleep(0.1)
    desk.child.send("skip\r")
    time.sleep(delay)
    desk.child.send("\x03")
    assert desk.ends() == 130, delay
    assert "Run the same command to continue where you stopped" in desk.seen
    assert "Traceback" not in desk.seen


@pytest.mark.parametrize("delay", [0.0, 0.03, 0.3])
def test_ctrl_c_is_not_lost_while_a_solution_is_printed(home: Path, delay: float) -> None:
    interrupted_while_a_solution_is_printed(home, delay)


@pytest.mark.prove
@pytest.mark.parametrize("number", range(50))
def test_fifty_times_ctrl_c_is_not_lost_while_a_solution_is_printed(home: Path, number: int) -> None:
    interrupted_while_a_solution_is_printed(home, number / 60)


def test_the_terminal_may_be_resized_while_an_answer_is_typed(terminal: Open) -> None:
    desk = terminal(QUESTION, columns=120)
    desk.waits()
    desk.child.send("1 2")
    desk.child.setwinsize(30, 60)
    time.sleep(0.3)
    desk.child.send(" 3; 4 5 6; 7 8 4000\r")
    came = desk.sees("Try once more")
    assert all(len(line.rstrip()) <= 60 for line in came.splitlines()[2:])


@pytest.mark.parametrize("columns", [60, 160])
def test_nothing_is_wider_than_the_terminal(terminal: Open, columns: int) -> None:
    desk = terminal("convolution.volume_feature_map", columns=columns)
    came = desk.waits()
    desk.type("??")
    came += desk.waits()
    assert max(len(line.rstrip()) for line in came.splitlines()) <= columns


def test_a_dumb_terminal_gets_plain_text_without_codes_boxes_or_rules(terminal: Open) -> None:
    desk = terminal("convolution.feature_map", columns=50, TERM="dumb")
    desk.child.expect_exact("> ")
    raw = desk.child.before
    assert "\x1b" not in raw
    assert not re.search(r"[│─█░⎡⎣]", raw)
    assert "Row 1:" in raw or "row 1:" in raw
    assert max(len(line.rstrip()) for line in raw.splitlines()) <= 50
    desk.type("skip")
    desk.child.expect_exact("> ")
    assert not re.search(r"[│─█░⎡⎣\x1b]", desk.child.before)


def test_without_colour_nothing_is_coloured(terminal: Open) -> None:
    desk = terminal("no.such", NO_COLOR="1")
    desk.child.expect(pexpect.EOF)
    assert "Error: there is no topic" in desk.child.before
    assert "\x1b[3" not in desk.child.before


@pytest.mark.parametrize(("encoding", "product"), [("ascii", "x"), ("latin-1", "×")])
def test_a_narrow_encoding_keeps_minus_signs_and_everything_legible(home: Path, encoding: str, product: str) -> None:
    found = run_piped("??\nquit\n", "recurrent.unroll_scalar", home=home, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    text = found.stdout.decode(encoding)
    assert "-" in text
    assert "h_t = " in text
    assert not re.search(r"(?<![`])\?(?!`| |$)", text.replace("> ??", "")), text
    wide = run_piped("quit\n", "convolution.output_volume", home=home, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert product in wide.stdout.decode(encoding)


def run_piped(typed: str, *arguments: str, home: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "XDG_DATA_HOME": str(home), "EXAMGEN_NO_BACKGROUND": "1", **variables}
    command = [sys.executable, "-c", PROGRAM, "practice", "--seed", "a", *arguments]
    return subprocess.run(command, input=typed.encode(), env=environment, capture_output=True, timeout=120)


def test_through_a_pipe_there_are_no_codes_and_what_was_typed_is_shown(home: Path) -> None:
    found = run_piped("?\n1 2; 3 4\nquit\n", QUESTION, home=home)
    text = found.stdout.decode()
    assert found.returncode == 0
    assert "\x1b" not in text
    assert "> 1 2; 3 4" in text
    assert found.stderr == b""


def test_a_reader_that_goes_away_ends_the_session_with_141(home: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(home), "EXAMGEN_NO_BACKGROUND": "1"}
    command = [sys.executable, "-c", PROGRAM, "practice", QUESTION]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    child.stdin.write(b"help\n" * 2000 + b"quit\n")
    child.stdin.close()
    assert child.wait(60) == 141
    assert child.stderr.read() == b""
    child.stderr.close()


def test_leaving_while_keras_loads_aborts_nothing(home: Path, toy_bank: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(home), "EXAMGEN_NO_BACKGROUND": "1"}
    command = [sys.executable, "-c", PROGRAM, "practice", "toy.size", "--bank", str(toy_bank)]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(0.6)
    _, err = child.communicate(b"quit\n", timeout=60)
    assert (child.returncode, err) == (0, b"")


def killed_at_a_random_moment(seed: int, home: Path) -> None:
    """Kill a session while it is answered as fast as it goes; nothing that it has confirmed may be lost."""
    chance = random.Random(seed)
    desk = Terminal("--count", "50", home=home)
    confirmed = 0
    moment = time.monotonic() + chance.uniform(0.5, 5)
    try:
        while time.monotonic() < moment:
            desk.waits(max(0.05, moment - time.monotonic()))
            desk.type("skip")
            desk.child.expect_exact("The solution", timeout=max(0.05, moment - time.monotonic()))
            confirmed += 1
            desk.waits(max(0.05, moment - time.monotonic()))
            desk.type("")
    except pexpect.TIMEOUT:
        pass
    desk.child.kill(signal.SIGKILL)
    desk.child.close(force=True)
    if not (home / "examgen" / "progress.sqlite").exists():
        assert confirmed == 0
        return
    memory = Memory(home / "examgen" / "progress.sqlite")
    assert memory.note == ""
    assert memory.answers >= confirmed
    memory.close()
    again = Terminal("--count", "50", home=home)
    again.waits()
    again.type("quit")
    assert again.ends() == 0
    if confirmed:
        assert "Resuming the session that was interrupted" in again.seen


@pytest.mark.parametrize("seed", range(1))
def test_a_kill_loses_nothing_but_the_answer_being_typed(seed: int, home: Path) -> None:
    killed_at_a_random_moment(seed, home)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(30))
def test_thirty_kills_lose_nothing_but_the_answer_being_typed(seed: int, home: Path) -> None:
    killed_at_a_random_moment(100 + seed, home)
