"""Questions on sequences answer what anybody pins: numbers that are known from documentation or worked out on paper."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from examgen.cli import main

KNOWN = {
    "a uniform guess among four words has perplexity 4": (
        "recurrent.perplexity",
        {"p": [0.25] * 4, "base": "2"},
        {"loss": 2, "perplexity": 4},
    ),
    "nn.LSTM(10, 20, num_layers=2, bidirectional=True) has 15,040 parameters": (
        "recurrent.pytorch_parameters",
        {"kind": "LSTM", "features": 10, "units": 20, "num_layers": 2, "bidirectional": True},
        {"pytorch": 15040},
    ),
    "nn.GRU(10, 20) has as many parameters as in Keras": (
        "recurrent.pytorch_parameters",
        {"kind": "GRU", "features": 10, "units": 20},
        {"keras": 1920, "pytorch": 1920},
    ),
    "ten steps give seven windows of three with the next one as the target": (
        "recurrent.sliding_windows",
        {"n": 10, "window": 3},
        {"count": 7, "inputs": [7, 3, 1], "last": 10},
    ),
    "beam search of width 1 is greedy search": (
        "recurrent.beam_search",
        {"start": [0.6, 0.4], "transition": [[0.5, 0.5001], [0.1, 0.9]], "length": 3, "beam_width": 1},
        {"greedy": [1, 2, 2], "beam": [1, 2, 2]},
    ),
    "pad_sequences pads and cuts off at the beginning": (
        "recurrent.padded_batch",
        {"texts": [[1, 2], [3, 4, 5, 6]], "maxlen": 3},
        {"batch": [[0, 1, 2], [4, 5, 6]], "updates": 5},
    ),
    "equal scores give the mean of the values": (
        "recurrent.attention_step",
        {"Q": [[0, 0]], "K": [[1, 2], [3, 4]], "V": [[1], [5]]},
        {"a": [0.5, 0.5], "c": [3]},
    ),
    "a gradient reaches the old cell state through the forget gate": (
        "recurrent.lstm_gradient",
        {"i": 0.5, "f": 0.9, "o": 0.4, "candidate": 0.2, "c0": 1, "dh": 0, "dc": 1},
        {"dc0": 0.9, "df": 1, "do": 0},
    ),
    "without hidden-to-hidden weights only the last step counts": (
        "recurrent.bptt_read_out",
        {"x": [3, 0], "wx": 1, "wh": 0, "v": 1, "y": [1]},
        {"h2": 0, "loss": 0.5, "dv": 0, "dwx": 0},
    ),
}


@pytest.fixture(scope="module")
def solved() -> dict[str, dict]:
    lines = [json.dumps({"id": id_, "question": name, "set": pins}) for id_, (name, pins, _) in KNOWN.items()]
    result = CliRunner().invoke(main, ["solve", "--from", "-", "--json"], input="\n".join(lines))
    return {outcome["id"]: outcome for outcome in map(json.loads, result.stdout.splitlines())}


@pytest.mark.parametrize("id_", KNOWN)
def test_a_known_answer_comes_out(id_: str, solved: dict[str, dict]) -> None:
    for name, key in KNOWN[id_][2].items():
        found = solved[id_]["asks"][name]["key"]
        assert json.dumps(found) == json.dumps(key) or found == pytest.approx(key), (name, solved[id_])
