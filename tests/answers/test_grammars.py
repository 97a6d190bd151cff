"""The grammars: built late and once, and with nothing in them that a JavaScript engine lacks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lark import Lark

import examgen.answers
from examgen.answers.parsing import grammar
from examgen.model import keras_code

GRAMMARS = sorted((Path(examgen.answers.__file__).parent / "grammars").glob("*.lark"))
KERAS = Path(keras_code.__file__).with_suffix(".lark")
STARTS = [
    ("number", "start"),
    ("array", "start"),
    ("shape", "start"),
    *(("letters", f"start_{name}") for name in ("choice", "choices", "ordering", "matching")),
]


def test_no_grammar_is_built_before_an_answer_is_read() -> None:
    program = "import sys, examgen.answers, examgen.cli; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


@pytest.mark.parametrize(("name", "start"), STARTS)
def test_a_grammar_is_lalr_and_built_once(name: str, start: str) -> None:
    assert grammar(name, start) is grammar(name, start)
    assert grammar(name, start).options.parser == "lalr"


@pytest.mark.parametrize("path", [*GRAMMARS, KERAS], ids=lambda path: path.stem)
def test_a_grammar_uses_nothing_that_javascript_lacks(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\(\?<[=!]|\(\?P|\(\?[aiLmsux]|\\[AZ]", text)  # lookbehind, names, flags, Python's anchors
    assert "%declare" not in text


@pytest.mark.parametrize(("name", "start"), STARTS)
def test_every_terminal_matches_something(name: str, start: str) -> None:
    parser: Lark = grammar(name, start)
    for terminal in parser.terminals:
        assert not re.fullmatch(terminal.pattern.to_regexp(), ""), terminal.name
