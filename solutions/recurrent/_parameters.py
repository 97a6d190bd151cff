"""How the parameters of recurrent layers are counted."""

from __future__ import annotations

from examgen.derivation.terms import Scalar

SETS = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}
"""How many sets of weights a layer has: one for each gate, one for the candidate."""

WHY = {
    "SimpleRNN": "a weight for every input and for every state, and a bias, for each unit",
    "GRU": "two gates and a candidate, each with weights for input and state and, with `reset_after`, two biases a unit",
    "LSTM": "three gates and a candidate, each with weights for input and state and a bias a unit",
}


def one_set(features: Scalar, units: Scalar, biases: int = 1) -> Scalar:
    """Every unit has a weight for every input and every unit's state, and so many biases."""
    weights = (features + units) * units
    if biases == 0:
        return weights
    return weights + (units if biases == 1 else biases * units)


def why_one_set(use_bias: bool = True) -> str:
    """What `one_set` counts, in words."""
    return (
        f"Every unit has a weight for each input and for each unit's state, {'and a' if use_bias else 'but no'} bias."
    )


def whole_layer(kind: str, features: Scalar, units: Scalar) -> Scalar:
    """The parameters of a layer with Keras's defaults: two biases in a GRU, one elsewhere."""
    own = one_set(features, units, 2 if kind == "GRU" else 1)
    return own if SETS[kind] == 1 else SETS[kind] * own
