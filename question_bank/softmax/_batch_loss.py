"""The cross-entropy of a batch: the mean over its examples."""

from __future__ import annotations

from collections.abc import Mapping

from examgen.authoring import Agreements, Ask, Network, Question, Real, Vector, misconception, ops


class BatchLoss(Question):
    """The ``losses`` of the examples of a batch, negative logarithms, and ``loss``, their mean; ``at once`` is Keras's loss."""

    @property
    def probabilities(self) -> Mapping[str, Ask]:
        """The ask for the probabilities ``p``, where they are not given."""
        return {}

    @property
    def asks(self) -> Mapping[str, Ask]:
        follows = tuple(self.probabilities)
        return {
            **self.probabilities,
            "losses": Ask("Compute the loss of each example.", Vector(decimals=3), follows=follows),
            "loss": Ask(
                "Compute the loss of the batch, the mean over its examples.", Real(decimals=3), follows="losses"
            ),
        }

    @property
    def agreements(self) -> Agreements:
        return (("loss", "at once"),)

    @misconception("You took the logarithm to base 2. The loss uses the natural logarithm.")
    def base_two(self) -> Network:
        return self.network.insert_after("losses", ops.divide(), ln_two=0.6931471805599453)

    @misconception("You added the losses of the examples. The loss of the batch is their mean.")
    def sum_for_mean(self) -> Network | None:
        (examples, *_) = (value for value in self.parameters.values() if isinstance(value, tuple))
        return self.network.swap("loss", ops.sum) if len(examples) > 1 else None


class TrueClassLoss(BatchLoss):
    """The same, where each example belongs to one of several classes."""

    def one_hot(self, classes: int) -> tuple[tuple[int, ...], ...]:
        """The true classes, one-hot encoded, one row per example."""
        target: tuple[int, ...] = self.parameters["target"]
        return tuple(tuple(int(k == true) for k in range(classes)) for true in target)

    @misconception(
        "You subtracted the probability of the true class from 1. The loss of an example is the negative "
        "logarithm of this probability."
    )
    def distance_from_one(self) -> Network:
        return self.network.without("log").insert_after("losses", ops.add(), one=1)
