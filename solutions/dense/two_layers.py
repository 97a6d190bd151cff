"""Forward: hidden layer, output, loss. Backward: the chain rule, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import each, exp, ln, relu, sigmoid, tanh, times, total
from examgen.solutions.steps import answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.two_layers import TwoLayers

_D = r"\frac{{\partial L}}{{\partial {}}}"
_FUNCTIONS = {"relu": relu, "sigmoid": sigmoid, "tanh": tanh}


def solve(q: TwoLayers, show: Show) -> None:
    z = show("Compute the pre-activations $z = x W_1 + b_1$.", _affine(q.x, q.W1, q.b1))
    h = z if q.activation == "linear" else each(_FUNCTIONS[q.activation], z)
    h = show.answer("h", "Apply the activation function to every entry.", h)
    out = _affine(h, q.W2, q.b2)
    if q.output_activation == "linear":
        why = "$y = h W_2 + b_2$."
    else:
        out = show("$h W_2 + b_2$.", out)
        why = "Apply the activation function of the output layer."
    if q.output_activation == "softmax":
        powers = each(exp, out)
        out, why = (
            tuple(power / total(powers) for power in powers),
            "Divide each exponential by the sum of the exponentials.",
        )
    elif q.output_activation != "linear":
        out = each(_FUNCTIONS[q.output_activation], out)
    y = answer(show, "y", why, out)
    pairs = list(zip(y, q.target, strict=True))
    error = tuple(value - wanted for value, wanted in pairs)
    factor = 2 if q.loss == "squared" else 1
    if q.loss == "cross_entropy":
        loss: Any = -total(wanted * ln(value) for value, wanted in pairs if wanted)
    elif q.loss == "binary_cross_entropy":
        parts = [(wanted, ln(value)) for value, wanted in pairs if wanted]
        parts += [(1 - wanted, ln(1 - value)) for value, wanted in pairs if wanted != 1]
        loss = -total(log if share == 1 else share * log for share, log in parts)
    else:
        loss = total(apart**2 for apart in error)
        loss = loss / 2 if q.loss == "half_squared" else loss
    show.answer("L", "Substitute $y$ and $t$ into the loss.", loss)
    why = r"$\partial L / \partial y = y - t$." if factor == 1 else r"$\partial L / \partial y = 2 (y - t)$."
    if "cross" in q.loss:
        kind = "softmax" if q.loss == "cross_entropy" else "a sigmoid"
        why = rf"For {kind} with cross-entropy, the gradient with respect to $h W_2 + b_2$ is $y - t$."
    dout = show(why, tuple(factor * apart for apart in error) if factor > 1 else error)
    if q.output_activation in ("sigmoid", "tanh") and "cross" not in q.loss:
        dout = show(
            "Multiply by the derivative of the activation function of the output layer.",
            _back(dout, y, q.output_activation),
        )
    dW2 = show.answer(
        "dW2",
        r"$\partial L / \partial W_2 = h^\top \, \partial L / \partial y$: multiply each hidden activation by "
        r"the gradient."
        if q.output_activation == "linear"
        else r"Multiply each hidden activation by each entry of this gradient.",
        tuple(tuple(value * slope for slope in dout) for value in h),
        symbol=_D.format("W_2"),
    )
    dh = show(
        r"$\partial L / \partial h = \partial L / \partial y \, W_2^\top$."
        if q.output_activation == "linear"
        else r"Multiply this gradient by $W_2^\top$ to get $\partial L / \partial h$.",
        tuple(total(s * w for s, w in zip(dout, row, strict=True)) for row in q.W2),
    )
    why = {
        "relu": (
            r"Multiply by the derivative of ReLU to get $\partial L / \partial z$: 1 where $z > 0$ and 0 where $z < "
            r"0$."
        ),
        "sigmoid": r"Multiply by $h (1 - h)$, the derivative of $\sigma$, to get $\partial L / \partial z$.",
        "tanh": r"Multiply by $1 - h^2$, the derivative of $\tanh$, to get $\partial L / \partial z$.",
        "linear": (
            r"The hidden layer has no activation function, so $\partial L / \partial z = \partial L / \partial h$."
        ),
    }[q.activation]
    dz = show.answer("dz", why, _back(dh, h, q.activation), symbol=_D.format("z"))
    dW1 = tuple(tuple(x * slope for slope in dz) for x in q.x)
    dW1 = show.answer(
        "dW1",
        r"$\partial L / \partial W_1 = x^\top \, \partial L / \partial z$: multiply each input by each entry of "
        r"$\partial L / \partial z$.",
        dW1,
        symbol=_D.format("W_1"),
    )
    if q.learning_rate:
        for name, old, gradient in (("W2", q.W2, dW2), ("W1", q.W1, dW1)):
            stepped = each(lambda weight, slope: weight - q.learning_rate * slope, old, gradient)
            show.answer(
                f"{name}_new",
                "Subtract the learning rate times the gradient from the weights.",
                stepped,
                symbol=f"W_{name[1]}",
            )


def _affine(x: Any, W: Any, b: Any) -> Any:
    return each(lambda weighed, bias: weighed + bias, times(x, W), b)


def _back(slopes: Any, values: Any, activation: str) -> Any:
    """A gradient times the derivative of an activation, worked out from its value."""
    if activation == "relu":
        return tuple(slope * int(value > 0) for slope, value in zip(slopes, values, strict=True))
    if activation == "sigmoid":
        return tuple(slope * value * (1 - value) for slope, value in zip(slopes, values, strict=True))
    if activation == "tanh":
        return tuple(slope * (1 - value**2) for slope, value in zip(slopes, values, strict=True))
    return slopes
