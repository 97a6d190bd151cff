"""One step of gradient descent for a linear neuron with squared error: what are the new weights?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Number, Real, Row, Vector
from examgen.authoring import layers, listed, losses, misconception, nonzero, observable, ops, optimizers
from examgen.question_bank.training._step import DescentStep, rate_left_out, stepped, uphill


class DenseStep(DescentStep):
    """Prediction, gradient and update of a linear neuron, by hand."""

    topic, level, title = "training", 3, "A training step of a linear neuron"
    misconceptions = (uphill, rate_left_out)
    depends = {"updated": ("slopes", "x")}
    axes = {"x": "features", "w": "features"}
    stem = r"""
The linear neuron $\hat y = w \cdot x + b$ is trained on one example by gradient descent with the learning rate
$\eta = {{ learning_rate | number }}$. The loss is $L = (\hat y - y)^2$.

$$w = {{ w | vector }}, \quad b = {{ b | number }}, \quad x = {{ x | vector }}, \quad y = {{ y | number }}$$
"""
    prediction = Ask(r"Compute the prediction $\hat y$.", Real(decimals=2))
    slopes = Ask(
        r"Compute the derivatives of $L$ with respect to {{ names }}, in this order.",
        Vector(decimals=2),
        follows="prediction",
    )
    updated = Ask("Compute {{ names }} after one step, in this order.", Vector(decimals=2), follows="slopes")
    x: Row = Field(description="Input vector.")
    w: Row = Field(description="Weights.")
    b: Number = Field(0, description="Bias.")
    y: Number = Field(description="Target value.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        x = d.row("x", d.integer("features", 2, 2), nonzero(range(-3, 5)))
        return dict(
            x=x,
            w=d.row("w", len(x), nonzero(range(-3, 4))),
            **d.choices(b=nonzero(range(-3, 4)), y=range(-5, 6), learning_rate=(0.05, 0.1, 0.2)),
        )

    def admissible(self) -> bool:
        error = sum(w * x for w, x in zip(self.w, self.x, strict=True)) + self.b - self.y
        return 1 < abs(error) <= 8 and len(set(self.x)) == len(self.x) and 1 not in self.x

    @property
    def names(self) -> str:
        """The weights and the bias as TeX, in the order in which they are asked for."""
        return listed([*(f"$w_{i}$" for i in range(1, len(self.w) + 1)), "$b$"])

    @property
    def network(self) -> Network:
        net = Network(x=self.x, w=self.w, b=(self.b,), y=(self.y,), two=2)
        net = net.add("prediction", layers.Dense(1), "x", weights=("w", "b"))
        net = net.add("error", ops.subtract(), "prediction", "y").add("db", ops.multiply(), "two", "error")
        net = net.add("dw", ops.multiply(), "db", "x").add("slopes", ops.concatenate(), "dw", "db")
        net = stepped(net.add("old", ops.concatenate(), "w", "b"), "old", "slopes", self.learning_rate)
        return net.add("L", losses.MeanSquaredError(), "y", "prediction")

    @property
    def agreements(self) -> Agreements:
        rule, trained = optimizers.SGD(self.learning_rate), [*(("w", i) for i in range(len(self.w))), ("b", 0)]
        slopes = (observable.cell(observable.gradient("L", name), i) for name, i in trained)
        updated = (observable.cell(observable.after_step(name, "L", rule), i) for name, i in trained)
        return (("slopes", observable.row(*slopes)), ("updated", observable.row(*updated)))

    @misconception(r"You left out the factor 2. The derivative of $L$ with respect to $\hat y$ is $2(\hat y - y)$.")
    def factor_two_left_out(self) -> Network:
        return self.network.with_arrays(two=1)

    @misconception("You used $y - \\hat y$. The derivative of $L$ with respect to $\\hat y$ is $2(\\hat y - y)$.")
    def error_turned_round(self) -> Network:
        return self.network.rewire("error", "y", "prediction")

    @misconception("You left out the inputs. The derivative with respect to $w_i$ is $2(\\hat y - y) \\, x_i$.")
    def inputs_left_out(self) -> Network:
        return self.network.with_arrays(ones=(1,) * len(self.x)).rewire("dw", "db", "ones")
