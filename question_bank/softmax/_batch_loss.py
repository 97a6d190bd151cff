"""The cross-entropy of a batch: the mean over its examples, negative logarithms of probabilities."""

from collections.abc import Iterable

from examgen.authoring import Ask, Network, Question, Real, Vector, misconception, ops


def loss_asks(probabilities: dict[str, Ask] | None = None) -> dict[str, Ask]:
    """The ask for the probabilities, unless they are given, then ``losses``, those of the examples, and ``loss``, their mean."""
    asked, text = dict(probabilities or {}), "Compute the loss of the batch, the mean over its examples."
    losses = Ask("Compute the loss of each example.", Vector(decimals=3), follows=tuple(asked))
    return {**asked, "losses": losses, "loss": Ask(text, Real(decimals=3), follows="losses")}


def one_hot(target: Iterable[int], classes: int) -> tuple[tuple[int, ...], ...]:
    """True classes, one-hot encoded, one row per example."""
    return tuple(tuple(int(k == true) for k in range(classes)) for true in target)


@misconception("You took the logarithm to base 2. The loss uses the natural logarithm.")
def base_two(q: Question) -> Network:
    """The network with losses divided by the natural logarithm of 2."""
    return q.network.insert_after("losses", ops.divide(), ln_two=0.6931471805599453)


@misconception("You added the losses of the examples. The loss of the batch is their mean.")
def sum_for_mean(q: Question) -> Network | None:
    """The network with the sum of the losses."""
    (examples, *_) = (value for value in q.parameters.values() if isinstance(value, tuple))
    return q.network.swap("loss", ops.sum) if len(examples) > 1 else None


@misconception(
    "You subtracted the probability of the true class from 1. The loss of an example is the negative logarithm of this probability."
)
def distance_from_one(q: Question) -> Network:
    """The network without logarithms."""
    return q.network.without("log").insert_after("losses", ops.add(), one=1)
