"""Two examples with their logits and true classes: what are their cross-entropy losses, and the loss of the batch?"""

from typing import Annotated

from examgen.authoring import Agreements, Ask, Draw, Field, Grid, Matrix, Network, Question
from examgen.authoring import layers, losses, misconception, ops, steps
from examgen.question_bank.softmax._batch_loss import base_two, distance_from_one, loss_asks, one_hot, sum_for_mean


class CrossEntropy(Question):
    """From logits to the loss of a batch: softmax, cross-entropy, mean (calculator)."""

    topic, level, title = "softmax", 3, "Cross-entropy of a batch"
    misconceptions = (base_two, sum_for_mean, distance_from_one)
    conventions = ("natural_logarithm",)
    axes = {"z": "examples classes", "target": "examples"}
    stem = r"""
A classifier computes the logits $Z$ for a batch of {{ z | length }} example{{ "s" if z | length > 1 }}, one row per example. The rows of
$Y$ are the one-hot encoded true classes. The loss is the categorical cross-entropy of the softmax probabilities.

$$Z = {{ z | matrix }} \qquad Y = {{ truth | matrix }}$$
"""
    z: Grid = Field(description="Logits, one row per example.")
    target: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1, description="True classes, counted from 0.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        z = d.grid("z", (d.integer("batch", 2, 2), d.integer("classes", 3, 3)), steps(-2, 3, 0.5))
        return dict(z=z, target=d.choice("target", ((0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1))))

    def check(self) -> None:
        if max(self.target) >= len(self.z[0]):
            raise ValueError(f"classes are numbered 0 to {len(self.z[0]) - 1}, target names {max(self.target)}")
        if any(max(row) - min(row) > 700 for row in self.z):
            raise ValueError("the logits of an example must differ by at most 700, or a probability is rounded to 0")

    def admissible(self) -> bool:
        return all(len(set(row)) == len(row) and max(row) - min(row) <= 4 and abs(sum(row)) >= 0.5 for row in self.z)

    @property
    def truth(self) -> tuple[tuple[int, ...], ...]:
        """The true classes, one-hot encoded, one row per example."""
        return one_hot(self.target, len(self.z[0]))

    @property
    def asks(self) -> dict[str, Ask]:
        text = "Compute the softmax probabilities, one row per example."
        return loss_asks({"p": Ask(text, Matrix(decimals=3), weight=2)})

    @property
    def agreements(self) -> Agreements:
        return (("loss", "at once"),)

    @property
    def network(self) -> Network:
        net = Network(z=self.z, y=self.truth).add("p", layers.Softmax(), "z").add("log", ops.log())
        net = net.add("own", ops.multiply(), "y", "log").add("summed", ops.sum(axis=-1)).add("losses", ops.negative())
        return net.add("loss", ops.mean()).add("at once", losses.CategoricalCrossentropy(from_logits=True), "y", "z")

    @misconception("You summed over all classes. The loss depends only on the probability of the true class.")
    def all_classes(self) -> Network:
        return self.network.with_arrays(y=tuple((1,) * len(row) for row in self.z))
