"""Batch normalisation at inference with moving mean 2 and moving variance 9: what is the output for 5?"""

from examgen.authoring import Ask, Draw, Field, Network, Number, Question, Row, Vector, layers, misconception, nonzero
from examgen.question_bank.training._normalised import exchanged, not_scaled


class BatchNormalisationInference(Question):
    """Batch normalisation at inference, with the moving mean and the moving variance."""

    topic, level, title = "training", 2, "Batch normalisation at inference"
    misconceptions = (not_scaled, exchanged)
    symbols = {"gamma": r"\gamma", "beta": r"\beta", "mean": r"\mu", "variance": r"\sigma^2", "epsilon": r"\varepsilon"}
    stem = r"""
For one feature, a trained batch normalisation layer has $\gamma = {{ gamma | number }}$, $\beta = {{ beta | number }}$,
$\varepsilon = {{ epsilon | number }}$, the moving mean $\mu = {{ mean | number }}$ and the moving variance
$\sigma^2 = {{ variance | number }}$. At inference, the values of this feature are $x = {{ x | vector }}$, one per example.
"""
    y = Ask("Compute the output of the layer, in the order of the examples.", Vector(decimals=2))
    x: Row = Field(description="Values of the feature, one per example.")
    mean: Number = Field(description="Moving mean.")
    variance: Number = Field(ge=0, description="Moving variance.")
    gamma: Number = Field(1, description="Scale.")
    beta: Number = Field(0, description="Shift.")
    epsilon: float = Field(0.0, ge=0, description="Constant that is added to the variance.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            x=d.row("x", d.integer("batch", 3, 3), range(-4, 12)),
            mean=d.number("mean", nonzero(range(-2, 6))),
            variance=d.number("variance", (4, 16, 25)),
            gamma=d.number("gamma", (-2, -1, 0.5, 2, 3)),
            beta=d.number("beta", nonzero(range(-4, 5))),
        )

    def admissible(self) -> bool:
        return len(set(self.x)) == len(self.x) and self.gamma != self.beta and self.mean * len(self.x) != sum(self.x)

    @property
    def network(self) -> Network:
        column = tuple((x,) for x in self.x)
        net = Network(x=column, gamma=self.gamma, beta=self.beta, mean=self.mean, variance=self.variance)
        layer = layers.BatchNormalization(epsilon=self.epsilon)
        return net.add("y", layer, "x", weights=("gamma", "beta", "mean", "variance"))

    @misconception(
        "You used the mean and the variance of these examples. At inference, the layer uses the moving mean and the moving variance."
    )
    def of_the_batch(self) -> Network:
        return self.network.but("y", training=True)

    @misconception("You divided the deviations by the variance. Divide by its square root, the standard deviation.")
    def root_left_out(self) -> Question | None:
        return self.but(variance=self.variance**2)
