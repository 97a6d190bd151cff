"""Two examples with predicted probabilities and true classes: what are their cross-entropy losses, and the loss of the batch?"""

from itertools import product
from typing import Annotated

from examgen.authoring import Agreements, Ask, Draw, Field, Grid, Network, Question, losses, misconception, ops
from examgen.question_bank.softmax._batch_loss import base_two, distance_from_one, loss_asks, one_hot, sum_for_mean

_ROWS = tuple(
    (a / 20, b / 20, c / 20) for a, b, c in product(range(1, 18), repeat=3) if a + b + c == 20 and len({a, b, c}) == 3
)


class PredictedProbabilities(Question):
    """The loss of a batch from its predicted probabilities (calculator)."""

    topic, level, title = "softmax", 2, "Cross-entropy of predicted probabilities"
    misconceptions = (base_two, sum_for_mean, distance_from_one)
    conventions = ("natural_logarithm",)
    stem = r"""
A classifier predicts the probabilities $P$ for a batch of {{ p | length }} example{{ "s" if p | length > 1 }}, one row per example. The
rows of $Y$ are the one-hot encoded true classes. The loss is the categorical cross-entropy.

$$P = {{ p | matrix }} \qquad Y = {{ truth | matrix }}$$
"""
    p: Grid = Field(description="Predicted probabilities, one row per example.")
    target: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1, description="True classes, counted from 0.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        targets = ((0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1))
        return d.choices(p=(d.sample("rows", _ROWS, 2),), target=targets)

    def check(self) -> None:
        if len(self.target) != len(self.p) or max(self.target) >= len(self.p[0]):
            raise ValueError(
                f"target must name one of {len(self.p[0])} classes, from 0, for each of {len(self.p)} examples"
            )
        if any(abs(sum(row) - 1) > 1e-6 or min(row) < 0 for row in self.p):
            raise ValueError("the probabilities of each row must be at least 0 and sum to 1")
        if any(row[k] == 0 for row, k in zip(self.p, self.target, strict=True)):
            raise ValueError("the probability of a true class must be above 0")

    def admissible(self) -> bool:
        return len({row[k] for row, k in zip(self.p, self.target, strict=True)}) == len(self.p)

    @property
    def asks(self) -> dict[str, Ask]:
        return loss_asks()

    @property
    def truth(self) -> tuple[tuple[int, ...], ...]:
        """The true classes, one-hot encoded, one row per example."""
        return one_hot(self.target, len(self.p[0]))

    @property
    def network(self) -> Network:
        net = Network(p=self.p, y=self.truth).let(own="sum(y * p, axis=-1)", log="log(own)", losses="-log")
        net = net.add("loss", ops.mean())
        return net.add("at once", losses.CategoricalCrossentropy(), "y", "p") if self._kept_by_keras else net

    @property
    def _kept_by_keras(self) -> bool:
        """Whether Keras computes with the probabilities of the true classes as they are; it keeps them 1e-7 away from 0 and 1."""
        return all(1e-6 < row[k] < 1 - 1e-6 for row, k in zip(self.p, self.target, strict=True))

    @property
    def agreements(self) -> Agreements:
        return (("loss", "at once"),) if self._kept_by_keras else ()

    @misconception("You used the largest probability of each row. The loss uses the probability of the true class.")
    def largest_taken(self) -> Question | None:
        return self.but(target=tuple(row.index(max(row)) for row in self.p))
