"""Two examples with their logits and true classes: what are their cross-entropy losses, and the loss of the batch?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Grid,
    Matrix,
    Network,
    layers,
    losses,
    misconception,
    model_validator,
    ops,
    steps,
)
from examgen.question_bank.softmax._batch_loss import TrueClassLoss


class CrossEntropy(TrueClassLoss):
    """From logits to the loss of a batch: softmax, cross-entropy, mean (calculator)."""

    topic, level, title = "softmax", 3, "Cross-entropy of a batch"
    conventions = ("natural_logarithm",)
    axes: ClassVar = {"z": "examples classes", "target": "examples"}
    stem = r"""
A classifier computes the logits $Z$ for a batch of {{ z | length }} example{{ "s" if z | length > 1 }}, one row per example. The rows of
$Y$ are the one-hot encoded true classes. The loss is the categorical cross-entropy of the softmax probabilities.

$$Z = {{ z | matrix }} \qquad Y = {{ truth | matrix }}$$
"""
    z: Grid
    """Logits, one row per example."""
    target: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1)
    """True class of each example, counted from 0."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        z = d.grid("z", (d.integer("batch", 2, 2), d.integer("classes", 3, 3)), steps(-2, 3, 0.5))
        return dict(z=z, target=d.choice("target", ((0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1))))

    @model_validator(mode="after")
    def _true_classes_fit(self) -> Self:
        if max(self.target) >= len(self.z[0]):
            raise ValueError(f"classes are numbered 0 to {len(self.z[0]) - 1}, target names {max(self.target)}")
        return self

    def admissible(self) -> bool:
        return all(len(set(row)) == len(row) and max(row) - min(row) <= 4 and abs(sum(row)) >= 0.5 for row in self.z)

    @property
    def truth(self) -> tuple[tuple[int, ...], ...]:
        """The true classes, one-hot encoded, one row per example."""
        return self.one_hot(len(self.z[0]))

    @property
    def probabilities(self) -> Mapping[str, Ask]:
        return {"p": Ask("Compute the softmax probabilities, one row per example.", Matrix(decimals=3), weight=2)}

    @property
    def network(self) -> Network:
        net = Network(z=self.z, y=self.truth).add("p", layers.Softmax(), "z").add("log", ops.log())
        net = net.add("own", ops.multiply(), "y", "log").add("summed", ops.sum(axis=-1)).add("losses", ops.negative())
        return net.add("loss", ops.mean()).add("at once", losses.CategoricalCrossentropy(from_logits=True), "y", "z")

    @misconception("You summed over all classes. The loss depends only on the probability of the true class.")
    def all_classes(self) -> Network:
        return self.network.with_arrays(y=tuple((1,) * len(row) for row in self.z))
