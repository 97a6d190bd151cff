"""Softmax outputs 0.2, 0.5 and 0.3, and the second class is true: compute the gradients with respect to logits and weights."""

from itertools import permutations
from math import isclose, log

from examgen.authoring import Agreements, Ask, Draw, Field, Matrix, Network, Question, Row, Vector
from examgen.authoring import layers, losses, misconception, observable, ops, scalar

_TENTHS = tuple(tuple(scalar(f"{k}/10") for k in row) for row in permutations(range(1, 8), 3) if sum(row) == 10)


class Gradient(Question):
    """The gradient of softmax followed by cross-entropy, by hand."""

    topic, level, title = "softmax", 3, "Gradient of softmax and cross-entropy"
    stem = r"""
The last layer of a classifier computes the logits $z = x W + b$ for the input $x = {{ x | vector }}$, and
$p = \operatorname{softmax}(z) = {{ p | vector }}$. The one-hot encoded true class is $y = {{ truth | vector }}$, and the loss is the
cross-entropy $L = -\sum_i y_i \ln p_i$.
"""
    dz = Ask(r"Compute the gradient $\partial L / \partial z$.", Vector(decimals=2))
    dw = Ask(
        r"Compute the gradient $\partial L / \partial W$, a matrix with the shape of $W$.",
        Matrix(decimals=2),
        follows="dz",
    )
    x: Row = Field(description="Input of the last layer.")
    p: Row = Field(min_length=2, description="Softmax probabilities.")
    target: int = Field(ge=0, description="True class, counted from 0.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        p = d.choice("p", _TENTHS)
        x = d.row("x", d.integer("features", 2, 2), (-5, -4, -3, -2, 2, 3, 4, 5))
        return dict(x=x, p=p, target=d.integer("target", 0, len(p) - 1))

    def check(self) -> None:
        if min(self.p) <= 0 or not isclose(sum(self.p), 1, abs_tol=1e-6):
            raise ValueError(f"p must be probabilities above 0 that sum to 1, got {', '.join(map(str, self.p))}")
        if self.target >= len(self.p):
            raise ValueError(f"classes are numbered 0 to {len(self.p) - 1}, target names {self.target}")

    def admissible(self) -> bool:
        return len(set(self.x)) == len(self.x)

    @property
    def truth(self) -> tuple[int, ...]:
        """The true class, one-hot encoded."""
        return tuple(int(k == self.target) for k in range(len(self.p)))

    @property
    def network(self) -> Network:
        column = tuple((x,) for x in self.x)
        net = Network(column=column, p=self.p, y=self.truth).add("dz", ops.subtract(), "p", "y")
        net = net.add("row", ops.reshape((1, len(self.p)))).add("dw", ops.matmul(), "column", "row")
        # The layer itself, with zero weights and a bias for which the softmax is p.
        net = net.with_arrays(x=self.x, W=((0,) * len(self.p),) * len(self.x), b=tuple(log(p) for p in self.p))
        net = net.add("z", layers.Dense(len(self.p)), "x", weights=("W", "b"))
        return net.add("L", losses.CategoricalCrossentropy(from_logits=True), "y", "z")

    @property
    def agreements(self) -> Agreements:
        return (("dz", observable.gradient("L", "z")), ("dw", observable.gradient("L", "W")))

    @misconception("You computed $y - p$. The gradient is $\\partial L / \\partial z = p - y$.")
    def truth_first(self) -> Network:
        return self.network.rewire("dz", "y", "p")

    @misconception(
        "You computed the gradient for the true class only. The other logits also affect the loss: for the other "
        "classes $y_i = 0$, so the gradient is $p_i$."
    )
    def true_class_only(self) -> Network:
        return self.network.insert_after("dz", ops.multiply(), mask=self.truth)

    @misconception(
        "You used $p_i (1 - p_i)$, the derivative of $p_i$ with respect to $z_i$. The gradient of the "
        "cross-entropy $L$ with respect to $z$ is $p - y$."
    )
    def softmax_alone(self) -> Network:
        rest = tuple(1 - p for p in self.p)
        return self.network.with_arrays(rest=rest).swap("dz", ops.multiply).rewire("dz", "p", "rest")

    @misconception("You transposed the matrix. $W$ has one row per input and one column per class.")
    def transposed(self) -> Network:
        return self.network.insert_after("dw", ops.transpose())
