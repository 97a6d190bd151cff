"""A text of the instructor's that cannot be printed is told with its line before anything is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from examgen.exam.blueprint import read_blueprint
from examgen.exam.texts import TextError, check_texts

TEXTS = """\
title: T
instructions: $n$ questions
honour: '%s'
sections:
  - instructions: '%s'
    questions:
      - {question: convolution.output_size, points: 1}
      - text: '%s'
        points: 1
        criteria: ['%s', fine]
        model_answer: '%s'
"""


def check(path: Path, *texts: str) -> None:
    path.write_text(TEXTS % texts, encoding="utf-8")
    check_texts(*read_blueprint(path))


def test_every_text_that_cannot_be_printed_is_told_with_its_line_and_place(tmp_path) -> None:
    path = tmp_path / "exam.yaml"
    check(path, "I $x$", "*so*", "![not an image", "| a |", "`$x`")
    with pytest.raises(TextError) as told:
        check(path, "$\\frac{1$", "![a](b.png)", r"$\input{a}$", "$x_1_2$", "fine $}$")
    lines = str(told.value).splitlines()
    assert [line.rpartition(": cannot print ")[0].removeprefix(f"{path}:") for line in lines] == [
        "3: honour",
        "5: sections 1, instructions",
        "8: sections 1, questions 2, text",
        "10: sections 1, questions 2, criteria 1",
        "11: sections 1, questions 2, model_answer",
    ]
    assert lines[0].endswith("a '}' is missing")
    assert lines[1].endswith("an image cannot stand in a text; a question of your own has a key for it, image:")
