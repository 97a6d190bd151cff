"""Activation functions as TeX."""

TEX = {"relu": r"\operatorname{ReLU}", "sigmoid": r"\sigma", "tanh": r"\tanh", "softmax": r"\operatorname{softmax}"}


def applied(activation: str, inside: str) -> str:
    """An activation function of an expression; the expression alone where there is none."""
    return inside if activation == "linear" else rf"{TEX[activation]}({inside})"
