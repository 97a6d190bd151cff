"""Three examples with their logits and labels: what is the binary cross-entropy of the batch?"""

from typing import Literal

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Question, Row, Vector
from examgen.authoring import layers, losses, misconception, ops, steps
from examgen.question_bank.softmax._batch_loss import base_two, loss_asks, sum_for_mean


class BinaryCrossEntropy(Question):
    """From logits or probabilities to the loss of a batch with two classes: sigmoid, cross-entropy, mean (calculator)."""

    topic, level, title = "softmax", 3, "Binary cross-entropy"
    misconceptions = (base_two, sum_for_mean)
    conventions = ("natural_logarithm",)
    stem = r"""
For a batch of {{ z | length }} example{{ "s" if z | length > 1 }}, a binary classifier outputs the
{{ "logits" if from_logits else "probabilities" }} $ {{- "z" if from_logits else "p" }} = {{ z | vector }}$
{{- ". The probability of the positive class is $p = \\sigma(z)$ with the sigmoid function $\\sigma$" if from_logits else
" of the positive class" }}.
The labels are $y = {{ y | vector }}$, where 1 is the positive class. The loss is the binary cross-entropy.
"""
    z: Row = Field(min_length=1, description="Logits, or probabilities of the positive class, one per example.")
    y: tuple[Literal[0, 1], ...] = Field(description="Labels, one per example: 1 for the positive class.")
    from_logits: bool = Field(description="Whether `z` holds logits (true) or probabilities (false).")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        z = d.row("z", d.integer("batch", 3, 3), steps(-2.5, 2.5, 0.25))
        return dict(
            z=z, **d.choices(y=((0, 1, 1), (1, 0, 1), (1, 1, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)), from_logits=(True,))
        )

    def check(self) -> None:
        if len(self.y) != len(self.z):
            raise ValueError(f"z has {len(self.z)} examples, but y has {len(self.y)} labels")
        if not self.from_logits and any(not 0 < abs(p - 1 + true) <= 1 for p, true in zip(self.z, self.y, strict=True)):
            raise ValueError(
                "probabilities must lie between 0 and 1, and the true class must have a probability above 0"
            )

    def admissible(self) -> bool:
        return len(set(map(abs, self.z))) == len(self.z) and all(abs(z) >= 0.25 for z in self.z)

    @property
    def asks(self) -> dict[str, Ask]:
        probabilities = Ask("Compute the probabilities $p$ of the positive class.", Vector(decimals=3))
        return loss_asks({"p": probabilities} if self.from_logits else {})

    @property
    def agreements(self) -> Agreements:
        return (("loss", "at once"),)

    @property
    def network(self) -> Network:
        # the probability of the true class: p where y = 1, and 1 - p where y = 0
        net = Network(z=self.z, y=self.y, others=tuple(1 - true for true in self.y))
        net = net.add("p", ops.sigmoid(), "z") if self.from_logits else net.add("p", layers.Identity(), "z")
        net = net.add("error", ops.subtract(), "p", "others").add("of the true class", ops.absolute())
        net = net.add("log", ops.log()).add("losses", ops.negative()).add("loss", ops.mean())
        return net.add("at once", losses.BinaryCrossentropy(from_logits=self.from_logits), "y", "z")

    @misconception("You used $-\\ln p$ for every example. For examples with $y = 0$, the loss is $-\\ln(1 - p)$.")
    def all_positive(self) -> Network:
        return self.network.with_arrays(others=(0,) * len(self.z))

    @misconception("You swapped the two cases. The loss is $-\\ln p$ for $y = 1$ and $-\\ln(1 - p)$ for $y = 0$.")
    def classes_exchanged(self) -> Network:
        return self.network.with_arrays(others=self.y)

    @misconception(
        "You normalised the values across the batch so that they sum to 1. Apply the sigmoid to each logit on its own."
    )
    def softmax_for_sigmoid(self) -> Network | None:
        return self.network.swap("p", layers.Softmax) if self.from_logits and len(self.z) > 1 else None
