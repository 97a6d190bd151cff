"""Softmax gave 0.2, 0.5 and 0.3, the second class is true: what are the gradients by the scores and by the weights?"""

from __future__ import annotations

from itertools import permutations
from math import isclose, log
from typing import Any, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Field,
    Matrix,
    Network,
    Question,
    Row,
    Vector,
    layers,
    losses,
    misconception,
    model_validator,
    nonzero,
    observable,
    ops,
    scalar,
)

_TENTHS = tuple(tuple(scalar(f"{k}/10") for k in row) for row in permutations(range(1, 8), 3) if sum(row) == 10)


class Gradient(Question):
    """The gradient of the cross-entropy through softmax, by hand."""

    topic, level, title = "softmax", 3, "Gradient of softmax and cross-entropy"
    stem = r"""
The last layer of a classifier works out the scores $z = x W + b$ from $x = {{ x | vector }}$, and softmax makes of them
the probabilities $p = {{ p | vector }}$. The true class is the one in $y = {{ truth | vector }}$. The loss is the
categorical cross-entropy $L = -\sum_i y_i \ln p_i$.
"""
    dz = Ask(r"What is the gradient $\partial L / \partial z$?", Vector(decimals=2))
    dw = Ask(
        r"What is the gradient $\partial L / \partial W$, a matrix of the shape of $W$?",
        Matrix(decimals=2),
        follows="dz",
    )

    x: Row
    p: Row = Field(min_length=2)
    target: int = Field(ge=0)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        p = d.choice("p", _TENTHS)
        x = d.row("x", d.integer("features", 2, 2), nonzero(range(-4, 6)))
        return dict(x=x, p=p, target=d.integer("target", 0, len(p) - 1))

    @model_validator(mode="after")
    def _is_distribution(self) -> Self:
        if min(self.p) <= 0 or not isclose(sum(self.p), 1, abs_tol=1e-6):
            raise ValueError(f"p must be probabilities above 0 that add up to 1, got {', '.join(map(str, self.p))}")
        if self.target >= len(self.p):
            raise ValueError(f"classes are numbered 0 to {len(self.p) - 1}, target names {self.target}")
        return self

    def admissible(self) -> bool:
        return len(set(self.x)) == len(self.x)

    @property
    def truth(self) -> tuple[int, ...]:
        """The true class one-hot."""
        return tuple(int(k == self.target) for k in range(len(self.p)))

    @property
    def network(self) -> Network:
        column = tuple((x,) for x in self.x)
        net = Network(column=column, p=self.p, y=self.truth).add("dz", ops.subtract(), "p", "y")
        net = net.add("row", ops.reshape((1, len(self.p)))).add("dw", ops.matmul(), "column", "row")
        # The layer itself: whatever its weights are, with this bias it gives scores of which softmax makes p.
        net = net.with_arrays(x=self.x, W=((0,) * len(self.p),) * len(self.x), b=tuple(log(p) for p in self.p))
        net = net.add("z", layers.Dense(len(self.p)), "x", weights=("W", "b"))
        return net.add("L", losses.CategoricalCrossentropy(from_logits=True), "y", "z")

    @property
    def agreements(self) -> Agreements:
        return (("dz", observable.gradient("L", "z")), ("dw", observable.gradient("L", "W")))

    @misconception("The difference has the wrong sign: it is the probabilities less the truth, $p - y$.")
    def truth_first(self) -> Network:
        return self.network.rewire("dz", "y", "p")

    @misconception(
        "Only the true class was given a gradient. The other scores raise the loss too, by their probabilities."
    )
    def true_class_only(self) -> Network:
        return self.network.insert_after("dz", ops.multiply(), mask=self.truth)

    @misconception(
        "$p (1 - p)$ is the slope of a probability by its own score. With the cross-entropy behind it, $p - y$ is left."
    )
    def softmax_alone(self) -> Network:
        rest = tuple(1 - p for p in self.p)
        return self.network.with_arrays(rest=rest).swap("dz", ops.multiply).rewire("dz", "p", "rest")

    @misconception("The matrix was transposed: $W$ has a row for every input and a column for every class.")
    def transposed(self) -> Network:
        return self.network.insert_after("dw", ops.transpose())
