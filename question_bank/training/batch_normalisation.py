"""Batch normalisation of five values with γ = 2 and β = 1: what is the output?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Number, Question, Real, Row, Vector
from examgen.authoring import layers, misconception, nonzero, ops
from examgen.question_bank.training._normalised import exchanged, not_scaled

DEVIATIONS = {
    4: ((-3, -1, 0, 1, 3),),
    16: ((-7, -1, 1, 2, 5), (-6, -3, 1, 3, 5), (-6, -2, 0, 2, 6), (-5, -3, -1, 3, 6), (-5, -2, -1, 1, 7)),
}
"""Deviations of five values from their mean, by the variance, whose root is a whole number."""


class BatchNormalisation(Question):
    """Mean, variance and output of batch normalisation during training, by hand."""

    topic, level, title = "training", 3, "Batch normalisation by hand"
    misconceptions = (not_scaled, exchanged)
    symbols = {"gamma": r"\gamma", "beta": r"\beta"}
    stem = r"""
During training, the values of one feature in a batch are $x = {{ x | vector }}$, one per example. The batch normalisation layer has
$\gamma = {{ gamma | number }}$, $\beta = {{ beta | number }}$ and $\varepsilon = {{ epsilon | number }}$. The variance of the batch is
the mean of the squared deviations.
"""
    mean = Ask(r"Compute the mean $\mu$ of the batch.", Real(decimals=2))
    variance = Ask(r"Compute the variance $\sigma^2$ of the batch.", Real(decimals=2), follows="mean")
    y = Ask(
        "Compute the output of the layer, in the order of the examples.",
        Vector(decimals=2), follows=("mean", "variance"), weight=2,
    )  # fmt: skip
    x: Row = Field(min_length=2, description="Values of the feature in the batch, one per example.")
    gamma: Number = Field(1, description="Scale.")
    beta: Number = Field(0, description="Shift.")
    epsilon: float = Field(0.0, ge=0, description="Constant that is added to the variance.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        deviations = d.choice("deviations", DEVIATIONS[d.choice("variance", tuple(DEVIATIONS))])
        mean = d.integer("mean", 1, 6)
        return d.choices(
            x=(tuple(mean + x for x in d.sample("order", deviations, len(deviations))),),
            gamma=(-2, -1, 0.5, 2, 3),
            beta=nonzero(range(-4, 5)),
            epsilon=(0.0,),
        )

    def admissible(self) -> bool:
        return sum(self.x) != 0 and len(set(self.x)) > 2 and self.gamma != self.beta

    @property
    def network(self) -> Network:
        net = Network(x=tuple((x,) for x in self.x), gamma=self.gamma, beta=self.beta)
        net = net.add("mean", ops.mean(axis=0), "x").add("deviations", ops.subtract(), "x", "mean")
        net = net.add("squares", ops.square()).add("variance", ops.mean(axis=0))
        layer = layers.BatchNormalization(epsilon=self.epsilon)
        net = net.add("y", layer, "x", weights=("gamma", "beta", "mean", "variance"))
        return net.add("in training", layer.but(training=True), "x", weights=("gamma", "beta", "mean", "variance"))

    @property
    def agreements(self) -> Agreements:
        return (("y", "in training"),)

    @misconception("You divided by $m - 1$ for a batch of $m$ examples. Batch normalisation divides by $m$.")
    def one_less(self) -> Network:
        return self.network.insert_after("variance", ops.multiply(), unbiased=len(self.x) / (len(self.x) - 1))

    @misconception("You did not divide by the batch size. The variance is the mean of the squared deviations.")
    def sum_for_mean(self) -> Network:
        return self.network.swap("variance", ops.sum)

    @misconception("You divided the deviations by the variance. Divide by its square root, the standard deviation.")
    def root_left_out(self) -> Network:
        return self.network.insert_between("variance", "y", ops.square())

    @misconception("You did not divide by the batch size. The mean is the sum of the values divided by their number.")
    def sum_of_the_values(self) -> dict[str, object]:
        return {"mean": sum(self.x)}
