"""Softmax regression with a 3 × 2 matrix Θ: what is h(x), and which class does it predict?"""

from examgen.authoring import Ask, Choice, Draw, Field, Grid, Network, Question, Row, Vector
from examgen.authoring import layers, misconception, nonzero, ops


class Regression(Question):
    """Softmax regression: logits, probabilities, the predicted class (calculator)."""

    topic, level, title = "softmax", 2, "Softmax regression"
    axes = {"x": "features", "theta": "classes features"}
    symbols = {"z": r"\Theta x", "h": r"h_\Theta(x)"}
    stem = r"""
A softmax regression model $h_\Theta(x) = \operatorname{softmax}(\Theta x)$ has {{ theta | length }} classes. Row $k$ of $\Theta$ holds the
weights of class $k$; there are no biases.

$$\Theta = {{ theta | matrix }} \qquad x = {{ x | column }}$$
"""
    theta: Grid = Field(min_length=2, description="Weights, one row per class.")
    x: Row = Field(description="Input vector.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        x = d.row("x", d.integer("features", 2, 2), nonzero(range(-2, 4)))
        return dict(theta=d.grid("theta", (d.integer("classes", 3, 3), len(x)), range(-2, 3)), x=x)

    def admissible(self) -> bool:
        z = self.worked["z"]
        return len(set(z)) == len(z) and max(z) - min(z) <= 5 and sum(z) != 0 and all(any(row) for row in self.theta)

    @property
    def asks(self) -> dict[str, Ask]:
        classes = tuple(f"class {k}" for k in range(1, len(self.theta) + 1))
        return {
            "z": Ask(r"Compute the logits $\Theta x$.", Vector()),
            "h": Ask(r"Compute $h_\Theta(x)$.", Vector(decimals=3), follows="z"),
            "label": Ask("Which class is predicted?", Choice(classes), follows="h"),
        }

    @property
    def network(self) -> Network:
        kernel = tuple(zip(*self.theta, strict=True))  # Keras stores one column of weights per unit
        net = Network(x=self.x, kernel=kernel)
        net = net.add("z", layers.Dense(len(self.theta), use_bias=False), "x", weights=("kernel",))
        return net.add("h", layers.Softmax()).add("label", ops.argmax())

    @misconception(
        "You applied the sigmoid to each logit. Softmax divides the exponential of each logit by the sum of all exponentials."
    )
    def sigmoid_for_softmax(self) -> Network:
        return self.network.swap("h", ops.sigmoid)

    @misconception("You chose the class with the smallest probability. The predicted class has the largest one.")
    def least_probable(self) -> Network:
        return self.network.insert_between("h", "label", ops.negative())

    @misconception("You used the columns of $\\Theta$. Each row of $\\Theta$ holds the weights of one class.")
    def transposed_weights(self) -> Question | None:
        if len(self.theta) != len(self.x):
            return None
        return self.but(theta=tuple(zip(*self.theta, strict=True)))
