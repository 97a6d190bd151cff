"""The figures that docs/marking.md speaks of, on part of the bank; benchmarks/diagnosis.py measures all of it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def script(path: str):
    spec = importlib.util.spec_from_file_location(Path(path).stem + "_script", ROOT / path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_planted_misconceptions_are_found_and_nobody_is_accused_falsely() -> None:
    ids = [
        "convolution.output_size", "convolution.feature_map", "pooling.conv_relu_pool", "softmax.values",
        "recurrent.unroll_scalar", "recurrent.unroll", "recurrent.parameter_count", "dense.forward",
    ]  # fmt: skip
    rows, _ = script("benchmarks/diagnosis.py").simulate(ids, papers=1, questions=4)
    told = {row["kind"]: row for row in rows}
    one = told["one misconception"]
    assert one["students"] >= 20
    assert one["recovered"] >= 0.95 * one["students"]
    for kind in ("right", "right, rounded on the way", "one misconception"):
        assert told[kind]["false names"] == 0, told[kind]
    assert told["guesses everything"]["false names"] <= 0.02 * told["guesses everything"]["wrong answers"]


def test_the_page_of_examples_shows_what_its_headings_say() -> None:
    examples = script("examples/marking.py")
    desk = examples.Desk.laid()
    assert [example.title for example in examples.EXAMPLES if not example.shown_on(desk)] == []
