"""A handwritten paper of twenty answers is typed in at a terminal within about a minute."""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

import pexpect

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student

KEY, THOUGHT = 0.28, 1.35
"""Seconds for a key and for looking at the next answer, of an average typist (the keystroke-level model of Card, Moran and Newell)."""
BLUEPRINT = """\
title: Twenty answers
sections:
  - questions:
      - {question: convolution.output_size, points: 1, count: 20}
"""


def test_a_paper_of_twenty_answers_takes_a_minute(tmp_path: Path) -> None:
    (tmp_path / "twenty.yaml").write_text(BLUEPRINT)
    blueprint, source = read_blueprint(tmp_path / "twenty.yaml")
    exam = assemble(blueprint, [Student("s1", "Ada")], Bank(), source, b"a secret")
    exam.write(tmp_path / "exam" / "exam.sealed.json")
    typed = [
        "",
        "",
        "",
        "117",
        "",
        "",
        "",
        "113 =0.5",
        "",
        "",
    ] * 2  # seven in ten are right, one earns points for its working
    program = [
        sys.executable,
        "-c",
        "from examgen.cli import main; main()",
        "enter",
        str(tmp_path / "exam"),
        "--by",
        "ada",
    ]
    desk = pexpect.spawn(
        program[0], program[1:], encoding="utf-8", timeout=60, dimensions=(40, 110), env={**os.environ, "TERM": "xterm"}
    )
    desk.expect_exact("paper> ")
    keys, waits = 0, []
    for text in (exam.papers[0].number, *typed):
        keys += len(text) + 1
        begun = time.monotonic()
        desk.send(f"{text}\r")
        desk.expect([r"\[\d+\]> ", r"complete; 1 paper so far.*paper> "])
        waits.append(time.monotonic() - begun)
    desk.send("q\r")
    desk.expect(pexpect.EOF)
    took = keys * KEY + (len(typed) + 1) * THOUGHT + statistics.median(waits) * len(typed)
    print(f"{keys} keys, {statistics.median(waits):.3f} s of the machine for each answer, {took:.0f} s in all")
    assert took < 70
