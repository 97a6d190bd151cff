"""A network with two inputs, three hidden ReLU units and one output: compute the output, the loss and all weight gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Field,
    Grid,
    Matrix,
    Network,
    Number,
    Question,
    Real,
    Row,
    Scalar,
    Vector,
    cells,
    layers,
    misconception,
    model_validator,
    nonzero,
    observable,
    ops,
    optimizers,
)

_TEX = {"relu": r"\operatorname{ReLU}", "sigmoid": r"\sigma", "tanh": r"\tanh", "softmax": r"\operatorname{softmax}"}
_LOSS = {
    "half_squared": r"\frac{1}{2} \sum_k (y_k - t_k)^2",
    "squared": r"\sum_k (y_k - t_k)^2",
    "cross_entropy": r"-\sum_k t_k \ln y_k",
}


class TwoLayers(Question):
    """Forward and backward pass of a perceptron with one hidden layer, by hand."""

    topic, level, title = "dense", 4, "Forward and backward through two layers"
    depends: ClassVar = {"y": ("h",), "dW1": ("x", "dz")}
    axes: ClassVar = {
        "x": "inputs",
        "W1": "inputs hidden",
        "b1": "hidden",
        "W2": "hidden outputs",
        "b2": "outputs",
        "target": "outputs",
    }
    symbols: ClassVar = {"learning_rate": r"\eta"}
    conventions = ("row_vectors",)
    bias_left_out: ClassVar[None] = None  # a mistake of the forward pass that changes few of these numbers
    stem = r"""
A network with one hidden layer computes $z = x W_1 + b_1$, $h = {{ f("z", activation) }}$ and
$y = {{ f("h W_2 + b_2", output_activation) }}$. For the input $x = {{ x | vector }}$ the target is $t = {{ target | vector }}$, and the
loss is $L = {{ loss_formula }}$.

$$W_1 = {{ W1 | matrix }}, \quad b_1 = {{ b1 | vector }}, \quad W_2 = {{ W2 | matrix }}, \quad b_2 = {{ b2 | vector }}$$
{%- if learning_rate %} The weights are updated by gradient descent with the learning rate $\eta = {{ learning_rate | number }}$.{% endif %}
"""
    x: Row
    """Input vector."""
    W1: Grid
    """Weights of the hidden layer, one row per input and one column per hidden unit."""
    b1: Row
    """Biases of the hidden layer."""
    W2: Grid
    """Weights of the output layer, one row per hidden unit and one column per output."""
    b2: Row
    """Biases of the output layer."""
    target: Row
    """Target values, one per output."""
    activation: Literal["relu", "sigmoid", "tanh", "linear"] = "relu"
    """Activation function of the hidden layer: relu, sigmoid, tanh or linear."""
    output_activation: Literal["linear", "sigmoid", "tanh", "softmax"] = "linear"
    """Activation function of the output layer: linear, sigmoid, tanh or softmax."""
    loss: Literal["half_squared", "squared", "cross_entropy"] = "half_squared"
    """Loss: half_squared, squared, or cross_entropy, which goes with softmax."""
    learning_rate: Number = Field(default=0, ge=0)
    """Learning rate of one step of gradient descent; set it to 0 to omit the step."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        small, weights = nonzero(range(-3, 4)), (-3, -2, -1, 1, 2, 3)
        x = d.row("x", d.integer("inputs", 2, 2), small)
        W1 = d.grid("W1", (len(x), d.integer("hidden", 3, 3)), weights)
        W2 = d.grid("W2", (len(W1[0]), d.integer("outputs", 1, 1)), weights)
        if "W1" not in d.pins:
            W1 = _one_inactive(x, W1, d.integer("inactive", 0, len(W1[0]) - 1))
        b1, b2 = d.row("b1", len(W1[0]), range(-2, 3)), d.row("b2", len(W2[0]), range(-2, 3))
        h = [max(z, 0) for z in _affine(x, W1, b1)]
        errors = d.row("errors", len(b2), (-5, -4, -3, -2, 2, 3, 4, 5))
        near = tuple(round(y) - error for y, error in zip(_affine(h, W2, b2), errors, strict=True))
        return dict(x=x, W1=W1, b1=b1, W2=W2, b2=b2, target=d.choice("target", (near,)))

    @model_validator(mode="after")
    def _loss_fits(self) -> Self:
        if (self.loss == "cross_entropy") != (self.output_activation == "softmax"):
            raise ValueError(
                "cross_entropy goes with the output activation softmax, the squared losses with the others"
            )
        if self.loss == "cross_entropy" and (sum(self.target) != 1 or min(self.target) < 0):
            raise ValueError(
                f"with cross_entropy the target must be probabilities that add up to 1, got {list(self.target)}"
            )
        return self

    def admissible(self) -> bool:
        h, dz = (self.worked[name] for name in ("h", "dz"))
        exercised = 0 not in _affine(self.x, self.W1, self.b1) and h.count(0) == 1 and any(dz) and 1 not in h
        exercised = exercised and len(set(h)) == len(h) and len(set(cells(self.W2))) == len(h)
        return exercised and len(set(self.x)) > 1 and max(h) < 13 and 27 <= self.derivation().effort <= 31

    def f(self, inside: str, name: str) -> str:
        """An activation function of an expression, as TeX."""
        return inside if name == "linear" else rf"{_TEX[name]}({inside})"

    @property
    def loss_formula(self) -> str:
        """The loss as TeX, without the sum where there is one output."""
        formula = _LOSS[self.loss]
        return formula.replace(r"\sum_k ", "").replace("_k", "") if len(self.target) == 1 else formula

    @property
    def asks(self) -> Mapping[str, Ask]:
        given = (self.x, self.W1, self.b1, self.W2, self.b2, self.target)
        by_hand = self.activation in ("relu", "linear") and self.output_activation == "linear"
        exact = by_hand and all(isinstance(n, int) for array in given for n in cells(array))
        vector, matrix = (Vector(), Matrix()) if exact else (Vector(decimals=4), Matrix(decimals=4))
        gradient = r"Compute the gradient $\partial L / \partial {}$.".format
        asks = {
            "h": Ask("Compute the hidden activations $h$.", vector),
            "y": Ask("Compute the output $y$.", vector, follows="h"),
            "L": Ask("Compute the loss $L$.", Real(decimals=2 if exact else 4), follows="y"),
            "dW2": Ask(gradient("W_2"), matrix, follows=("h", "y")),
            "dz": Ask(gradient("z"), vector, follows=("h", "y")),
            "dW1": Ask(gradient("W_1"), matrix, follows="dz"),
        }
        if self.learning_rate:
            text, updated = "Compute $W_{}$ after the step.".format, Matrix(decimals=4)
            asks["W2_new"] = Ask(text(2), updated, follows="dW2")
            asks["W1_new"] = Ask(text(1), updated, follows="dW1")
        return asks

    @property
    def network(self) -> Network:
        column, row = ops.reshape((len(self.b1), 1)), ops.reshape((1, len(self.b2)))
        net = Network(x=self.x, W1=self.W1, b1=self.b1, W2=self.W2, b2=self.b2, t=self.target, factor=self._factor)
        net = net.add("pre", layers.Dense(len(self.b1)), "x", weights=("W1", "b1"))
        net = net.add("h", layers.Activation(self.activation))
        net = net.add("out", layers.Dense(len(self.b2)), "h", weights=("W2", "b2"))
        net = net.add("y", layers.Softmax() if self._softmax else layers.Activation(self.output_activation))
        if self._softmax:
            net = net.add("log", ops.log(), "y").add("weighed", ops.multiply(), "t", "log")
            net = net.add("sum", ops.sum()).add("L", ops.negative())
        else:
            net = net.add("apart", ops.subtract(), "y", "t").add("squares", ops.square()).add("sum", ops.sum())
            net = net.with_arrays(half=self._factor / 2).add("L", ops.multiply(), "half", "sum")
        net = net.add("error", ops.subtract(), "y", "t").add("dy", ops.multiply(), "factor", "error")
        net = self.backward(net, "dy", "y", self.output_activation, "dout")
        net = (
            net.add("h column", column, "h")
            .add("dout row", row, "dout")
            .add("dW2", ops.matmul(), "h column", "dout row")
        )
        net = net.add("W2 turned", ops.transpose(), "W2").add("dh row", ops.matmul(), "dout row", "W2 turned")
        net = net.add("dh", ops.reshape((len(self.b1),)))
        net = self.backward(net, "dh", "h", self.activation, "dz").add("x column", ops.reshape((len(self.x), 1)), "x")
        net = net.add("dz row", ops.reshape((1, len(self.b1))), "dz").add("dW1", ops.matmul(), "x column", "dz row")
        for name in ("W2", "W1") if self.learning_rate else ():
            net = net.with_arrays(eta=self.learning_rate).add(f"step {name}", ops.multiply(), "eta", f"d{name}")
            net = net.add(f"{name}_new", ops.subtract(), name, f"step {name}")
        return net

    @property
    def _softmax(self) -> bool:
        return self.output_activation == "softmax"

    @property
    def _factor(self) -> int:
        return 2 if self.loss == "squared" else 1

    def backward(self, net: Network, arriving: str, value: str, activation: str, name: str) -> Network:
        """The gradient taken back through an activation, whose derivative is worked out from its value."""
        if activation in ("linear", "softmax"):  # softmax with cross-entropy: y - t already
            return net.add(name, layers.Identity(), arriving)
        slope = f"slope of {value}"
        if activation == "relu":
            net = net.add(slope, ops.sign(), value)
        else:
            other = value if activation == "sigmoid" else f"{value} itself"
            net = net.with_arrays(one=1).add(f"{value} itself", ops.multiply(), value, value)
            net = net.add(f"rest of {value}", ops.subtract(), "one", other)
            net = net.add(slope, ops.multiply(), f"rest of {value}", value if activation == "sigmoid" else "one")
        return net.add(name, ops.multiply(), arriving, slope)

    @property
    def agreements(self) -> Agreements:
        pairs: Agreements = tuple((f"d{name}", observable.gradient("L", name)) for name in ("W1", "W2"))
        if self.learning_rate:
            rule = optimizers.SGD(float(self.learning_rate))
            pairs += tuple((f"{name}_new", observable.after_step(name, "L", rule)) for name in ("W1", "W2"))
        return pairs

    @misconception(
        r"You left out the derivative of the activation function of the hidden layer. Multiply $\partial L / "
        r"\partial h$ by it to get $\partial L / \partial z$."
    )
    def derivative_left_out(self) -> Network | None:
        return (
            None
            if self.activation == "linear"
            else self.network.rewire("dz", "dh", "ones").with_arrays(ones=(1,) * len(self.b1))
        )

    @misconception("You used $t - y$ instead of $y - t$, which reverses the sign of all gradients.")
    def error_turned_round(self) -> Network:
        return self.network.rewire("error", "t", "y")

    @misconception("You left out $W_2$. The gradient reaches the hidden layer through the weights of the output layer.")
    def weights_left_out(self) -> Network:
        return self.network.with_arrays(ones=tuple((1,) * len(self.b1) for _ in self.b2)).rewire(
            "dh row", "dout row", "ones"
        )

    @misconception("You transposed the gradient with respect to $W_1$. It has the same shape as $W_1$.")
    def gradients_transposed(self) -> Network:
        return self.network.insert_after("dW1", ops.transpose())


def _one_inactive(x: Row, W: Grid, unit: int) -> Grid:
    """Weights with which one hidden unit is negative and the others are positive, as far as turning signs can do it."""
    sums = _affine(x, W, (0,) * len(W[0]))
    signs = [-1 if (z > 0) == (place == unit) else 1 for place, z in enumerate(sums)]
    return tuple(tuple(w * sign for w, sign in zip(row, signs, strict=True)) for row in W)


def _affine(x: Sequence[Scalar], W: Grid, b: Row) -> list[Scalar]:
    """A row times a matrix, plus a row; to draw by and to judge a draw, never the key."""
    columns = zip(*W, strict=True)
    return [
        sum(value * w for value, w in zip(x, column, strict=True)) + bias
        for column, bias in zip(columns, b, strict=True)
    ]
