"""What a person sets and Keras cannot build is a person's mistake, told in words, and no defect of the question."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from examgen.cli import main


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("Conv2D(8, 3, padding=1)", "the padding of Conv2D is valid or same, got '1'"),
        ("LSTM(4)", "expected ndim=3, found ndim=4"),
        ("Conv2D(8, 3, groups=2)", "groups"),
    ],
)
def test_layers_that_keras_refuses_are_refused_in_one_message(code: str, says: str) -> None:
    settings = ["--set", f"code={code}", "--set", "input_shape=[28,28,3]"]
    result = CliRunner().invoke(main, ["solve", "architecture.keras_code", *settings], prog_name="examgen")
    assert result.exit_code == 2, result.output
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert "Value error" not in result.stderr


def test_such_a_line_of_a_file_stops_no_other_and_is_no_defect() -> None:
    lines = [
        {"question": "architecture.keras_code", "set": {"code": "LSTM(4)", "input_shape": [28, 28, 3]}},
        {"question": "convolution.output_size", "set": {"n": 28, "f": 5, "p": 0, "s": 1}},
    ]
    text = "\n".join(map(json.dumps, lines))
    result = CliRunner().invoke(main, ["solve", "--from", "-"], input=text, prog_name="examgen")
    assert result.exit_code == 1, result.output
    refused, solved = map(json.loads, result.stdout.splitlines())
    assert "Keras" in refused["error"]
    assert solved["answer"] == 24
