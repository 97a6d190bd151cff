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


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("Dense(7 * 7 * 16), SpatialDropout1D(0.5)", {"shape": [10, 784], "count": 7056}),
        ("RNN(LSTMCell(4, use_bias=False), return_sequences=True)", {"shape": [10, 4], "count": 192}),
        ("Masking(mask_value=0.0), GRU(3, reset_after=False), Dense(1)", {"shape": [1], "count": 112}),
        ("Dense(4, activation=tf.nn.relu, kernel_regularizer=regularizers.l2(0.01))", {"shape": [10, 4], "count": 36}),
        (", ".join(["Dense(8)"] * 60), {"shape": [10, 8], "count": 4320}),
    ],
)
def test_code_with_products_cells_and_masks_is_worked_out(code: str, answer: object) -> None:
    settings = ["--json", "--set", f"code={code}", "--set", "input_shape=[10,8]"]
    result = CliRunner().invoke(main, ["solve", "architecture.keras_code", *settings], prog_name="examgen")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["answer"] == answer


def test_numbers_that_become_too_large_are_refused_and_stop_no_other_line() -> None:
    lines = [
        {"question": "dense.activation_values", "set": {"z": [800], "functions": ["exponential"]}},
        {"question": "softmax.values", "set": {"z": [1000, 1001]}},
        {"question": "softmax.predicted_probabilities", "set": {"p": [[1, 0], [0.5, 0.5]], "target": [0, 1]}},
    ]
    text = "\n".join(map(json.dumps, lines))
    result = CliRunner().invoke(main, ["solve", "--from", "-"], input=text, prog_name="examgen")
    assert result.exit_code == 1, result.output
    refused, large, certain = map(json.loads, result.stdout.splitlines())
    assert "too large" in refused["error"]
    assert large["answer"] == pytest.approx([0.26894142, 0.73105858])
    assert certain["asks"]["losses"]["key"] == pytest.approx([0, 0.69314718])
