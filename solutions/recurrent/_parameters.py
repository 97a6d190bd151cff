"""Counting the parameters of recurrent layers."""

from __future__ import annotations

from examgen.derivation.terms import Scalar

SETS = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}
"""Sets of weights of a layer: one per gate and one for the candidate."""

WHY = {
    "SimpleRNN": "each unit has one weight per input, one weight per entry of the state and one bias",
    "GRU": "two gates and the candidate, each with input-to-hidden weights, hidden-to-hidden weights and two biases per unit",
    "LSTM": "three gates and the candidate, each with input-to-hidden weights, hidden-to-hidden weights and one bias per unit",
}


def one_set(features: Scalar, units: Scalar, biases: int = 1) -> Scalar:
    """Per unit one weight per input, one weight per state, and the biases."""
    weights = (features + units) * units
    if biases == 0:
        return weights
    return weights + (units if biases == 1 else biases * units)


def why_one_set(use_bias: bool = True) -> str:
    """`one_set` in words."""
    return (
        "Each unit has one weight per input, one weight per entry of the state and one bias."
        if use_bias
        else "Each unit has one weight per input and one weight per entry of the state. There are no biases."
    )


def whole_layer(kind: str, features: Scalar, units: Scalar) -> Scalar:
    """The parameters of a layer with Keras's defaults: two biases in a GRU, one otherwise."""
    own = one_set(features, units, 2 if kind == "GRU" else 1)
    return own if SETS[kind] == 1 else SETS[kind] * own
