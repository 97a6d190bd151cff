"""After training a feature has the moving mean 2 and the moving variance 9: what does batch normalisation make of 5?"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from examgen.authoring import Ask, Draw, Field, Network, Number, Question, Row, Vector, layers, misconception, nonzero


class BatchNormalisationInference(Question):
    """What batch normalisation gives when it is no longer trained: the moving statistics stand for those of the batch."""

    topic, level, title = "training", 2, "Batch normalisation after training"
    symbols: ClassVar = {
        "gamma": r"\gamma",
        "beta": r"\beta",
        "mean": r"\mu",
        "variance": r"\sigma^2",
        "epsilon": r"\epsilon",
    }
    stem = r"""
For one of its features a trained batch normalisation layer has $\gamma = {{ gamma | number }}$, $\beta = {{ beta | number }}$, the moving
mean $\mu = {{ mean | number }}$ and the moving variance $\sigma^2 = {{ variance | number }}$;
{% if epsilon %}$\epsilon = {{ epsilon | number }}$ is added to the variance.{% else %}take $\epsilon$ as 0.{% endif %}
It is used for prediction and reads the values $x = {{ x | vector }}$ of this feature, one for each example.
"""
    y = Ask("What does the layer give, in the order of the examples?", Vector(decimals=2))

    x: Row
    mean: Number
    variance: Number = Field(ge=0)
    gamma: Number
    beta: Number
    epsilon: float = Field(default=0.0, ge=0)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            x=d.row("x", d.integer("batch", 3, 3), range(-4, 12)),
            mean=d.number("mean", nonzero(range(-2, 6))),
            variance=d.number("variance", (4, 16, 25)),
            gamma=d.number("gamma", (-2, -1, 0.5, 2, 3)),
            beta=d.number("beta", nonzero(range(-4, 5))),
            epsilon=d.choice("epsilon", (0.0,)),
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
        "The mean and the variance of these examples were taken. After training the moving ones stand for them."
    )
    def of_the_batch(self) -> Network:
        return self.network.but("y", training=True)

    @misconception("The deviations were divided by the variance. They are divided by its root, the standard deviation.")
    def root_left_out(self) -> Self | None:
        return self.but(variance=self.variance**2)

    @misconception("Scale and shift were left out: the normalised values are multiplied by γ, and β is added.")
    def not_scaled(self) -> Network:
        return self.network.with_arrays(gamma=1, beta=0)

    @misconception("γ and β were exchanged: γ scales, β shifts.")
    def exchanged(self) -> Network:
        return self.network.with_arrays(gamma=self.beta, beta=self.gamma)
