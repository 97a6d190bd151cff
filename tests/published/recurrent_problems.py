"""Published problems on recurrent layers, LSTM and GRU: the question that reproduces each, with its pins and its asks."""

from __future__ import annotations

import math

from examgen.arrays import reshape

GATES = ("i", "f", "g", "o")  # Keras's order; g is the candidate


def constant(rows: int, columns: int, weight: float) -> list[list[float]]:
    """A matrix of one number."""
    return [[weight] * columns for _ in range(rows)]


def counted(start: int, steps: int, features: int) -> object:
    """One example of a batch that counts up: ``(steps, features)``."""
    return reshape(tuple(range(start, start + steps * features)), (steps, features))


def simple(start: int, steps: int, features: int, **pins: object) -> dict[str, object]:
    """Keras's own test of SimpleRNN: four units with constant weights."""
    weights = {"Wx": constant(features, 4, 0.01), "Wh": constant(4, 4, 0.02), "b": [0.03] * 4}
    return {"x": counted(start, steps, features), **weights, "h0": [0] * 4, "activation": "tanh", **pins}


def keras_lstm(start: int) -> dict[str, object]:
    """Keras's own test of LSTM: three units with constant weights, and a bias of 1 for the forget gate."""
    return {
        "x": counted(start, 6, 4),
        "Wx": constant(4, 12, 0.01),
        "Wh": constant(3, 12, 0.02),
        "b": [0.03] * 3 + [1] * 3 + [0.03] * 6,
        "h0": [0] * 3,
        "c0": [0] * 3,
    }


def scalar_lstm(x: list[float], wx: dict[str, float], wh: dict[str, float], b: float) -> dict[str, object]:
    """An LSTM of one unit, from weights that are given gate by gate."""
    return {
        "x": [[value] for value in x],
        "Wx": [[wx[gate] for gate in GATES]],
        "Wh": [[wh[gate] for gate in GATES]],
        "b": [b] * 4,
        "h0": [0],
        "c0": [0],
    }


def concatenated_lstm(x: list[float], weights: dict[str, list[list[float]]]) -> dict[str, object]:
    """An LSTM without biases, from a matrix for each gate that has a row for each unit and reads ``[x; h]``."""
    rows = [[row[column] for gate in GATES for row in weights[gate]] for column in range(len(weights["i"][0]))]
    units = len(weights["i"])
    zeros = [0] * units
    return {
        "x": [x],
        "Wx": rows[: len(x)],
        "Wh": rows[len(x) :],
        "b": [0] * 4 * units,
        "h0": zeros,
        "c0": zeros,
    }


def stack(**pins: object) -> dict[str, object]:
    """A text classifier; the length of the texts does not matter to its parameters."""
    return {"steps": 100, "bidirectional": False, **pins}


YAS = scalar_lstm([1, 2, 3], {"f": 0.5, "i": 0.6, "g": 0.7, "o": 0.8}, {"f": 0.1, "i": 0.2, "g": 0.3, "o": 0.4}, 0)
DEEP_ML = {"f": 0.5, "i": 0.5, "g": 0.3, "o": 0.5}
CLICK = {
    "f": [[0.5, 0.3, 0.1, 0.2], [0.1, 0.4, 0.2, 0.3]],
    "i": [[0.2, 0.1, 0.3, 0.4], [0.3, 0.2, 0.1, 0.5]],
    "g": [[0.4, 0.2, 0.1, 0.3], [0.2, 0.5, 0.3, 0.1]],
    "o": [[0.1, 0.3, 0.2, 0.4], [0.4, 0.1, 0.3, 0.2]],
}

Run = tuple[str, dict[str, object]] | tuple[str, dict[str, object], str]

MAPPINGS: dict[str, Run | list[Run] | str] = {
    # rnn_step
    "keras-rnn-init": [
        ("recurrent.unroll", simple(0, 4, 3, h0=[0, 1, 2, 3]), "h4"),
        ("recurrent.unroll", simple(12, 4, 3, h0=[4, 5, 6, 7]), "h4"),
    ],
    "keras-rnn-back": [("recurrent.unroll", simple(start, 3, 4, go_backwards=True), "h3") for start in (0, 12)],
    # rnn_params
    "chollet62-stack": (
        "recurrent.embedding_model",
        stack(vocabulary=10_000, dimension=32, kinds=["SimpleRNN"] * 4, units=[32] * 4, classes=0),
        "total",
    ),
    # lstm_params
    "kpar-lstm-9": ("recurrent.lstm_parameters", {"features": 1, "units": 9}, "count"),
    "yz-lstm31": ("recurrent.lstm_parameters", {"features": 11, "units": 31}, "count"),
    "mar-bilstm": ("recurrent.bidirectional", {"kind": "LSTM", "features": 32, "units": 64}, "count"),
    "mar-retseq": (
        "architecture.keras_code",
        {"code": "LSTM(64, return_sequences=True)", "batch": [8], "input_shape": [20, 32]},
        "shape",
    ),
    # lstm_step
    "keras-lstm-1": [("recurrent.lstm_step", keras_lstm(start), "h6") for start in (0, 24, 48)],
    "yas-lstm": (
        "recurrent.lstm_step",
        YAS,
        ", ".join(f"{name}{t}" for t in (1, 2, 3) for name in ("f", "i", "candidate", "c", "o", "h")),
    ),
    "yas-lstm-y": ("recurrent.lstm_step", {**YAS, "V": [[4]]}, "y3"),
    "click4ai-lstm-c": ("recurrent.lstm_step", concatenated_lstm([1, 0.5], CLICK), "c1"),
    "deepml-lstm1": ("recurrent.lstm_step", scalar_lstm([1, 2, 3], DEEP_ML, DEEP_ML, 0.1), "h3"),
    # What goes into the gates is given: it is put into the biases, and the weights are 0.
    "sq-c": (
        "recurrent.lstm_step",
        {
            "x": [[1]],
            "Wx": [[0] * 4],
            "Wh": [[0] * 4],
            "b": [4.27, 5.95, 2.03, 4.78],
            "h0": [1],
            "c0": [2],
        },
        "c1",
    ),
    # gru_params
    "kpar-gru-bi": ("recurrent.bidirectional", {"kind": "GRU", "features": 16, "units": 32}, "count"),
    "chollet64-gru": ("recurrent.gru_parameters", {"features": 32, "units": 32}, "classic"),
    "mar-gru-tf2": ("recurrent.gru_parameters", {"features": 32, "units": 64}, "count"),
    "mar-gru-1": ("recurrent.gru_parameters", {"features": 32, "units": 64}, "classic"),
    # gru_step; here z weighs the candidate, in Keras the old state: 1 - 0.25 is the sigmoid of ln 3
    "gr-3": (
        "recurrent.gru_step",
        {
            "x": [[1]],
            "Wx": [[0] * 3],
            "Wh": [[0] * 3],
            "b": [math.log(3), 0, 0],
            "reset_after": False,
            "h0": [4],
        },
        "h1",
    ),
    # other
    "deepml-attn": (
        "recurrent.attention_step",  # with identity matrices for W_q and W_k, and X the identity
        {"Q": [[1, 0], [0, 1]], "K": [[1, 0], [0, 1]], "V": [[1, 2], [3, 4]], "scaled": True},
        "c",
    ),
    "tsfm-forget": ("recurrent.forget_gate_memory", {"f": 0.953, "c0": 1, "steps": 50, "percent": 1}, "slope"),
    "tsfm-forget-half": ("recurrent.forget_gate_memory", {"f": 0.5, "c0": 1, "steps": 50, "percent": 1}, "slope"),
    # architecture
    "mar-bilstm-model": (
        "recurrent.embedding_model",
        stack(vocabulary=5000, dimension=32, kinds=["LSTM"], units=[64], bidirectional=True, classes=1),
        "total",
    ),
}
