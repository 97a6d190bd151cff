"""A ReLU unit takes a large step of gradient descent: which examples still activate it, and can it still learn?"""

from typing import Any

from examgen.authoring import Agreements, Answers, Ask, Computed, Draw, Field, Grid, Integer, Network, Number, Question
from examgen.authoring import Real, Row, Vector
from examgen.authoring import layers, misconception, observable, optimizers
from examgen.question_bank.dense._units import active_after


def _learning(q: "DeadRelu", answers: Answers) -> int:
    """The examples whose gradient with respect to the weights is not 0: the rectified value changes with the pre-activation."""
    import numpy

    z = numpy.array([float(value) for value in answers["z_after"]])
    return int(numpy.count_nonzero(numpy.maximum(z + 1e-9, 0) > numpy.maximum(z - 1e-9, 0)))


class DeadRelu(Question):
    """A step of gradient descent that switches a ReLU unit off on most examples, by hand."""

    topic, level, title = "dense", 3, "A dead ReLU"
    axes = {"X": "examples features", "w": "features"}
    symbols = {"learning_rate": r"\eta", "slope": r"\frac{\partial L}{\partial a}"}
    depends = {"z_after": ("w_new", "b_new"), "w_new": ("slope", "learning_rate")}
    inapplicable = ("bias_left_out", "activation_forgotten")
    stem = r"""
A hidden unit computes $a = \operatorname{ReLU}(z)$ with $z = x \cdot w + b$. Its weights are $w = {{ w | vector }}$, and its bias is
$b = {{ b | number }}$. For the training example $x = {{ X[0] | vector }}$, backpropagation has computed
the derivative $\partial L / \partial a = {{ slope | number }}$ of the loss $L$.
Stochastic gradient descent takes one step on this example with the learning rate
$\eta = {{ learning_rate | number }}$. Afterwards, the unit is applied to all training examples, the rows of

$$X = {{ X | matrix }}$$
"""
    z = Ask("Compute $z$ for the training example before the step.", Real(decimals=1))
    w_new = Ask("Compute the weights $w$ after the step.", Vector(decimals=1), follows="z")
    b_new = Ask("Compute the bias $b$ after the step.", Real(decimals=1), follows="z")
    z_after = Ask("Compute $z$ for every row of $X$ after the step.", Vector(decimals=1), follows=("w_new", "b_new"))
    learning = Ask(
        "After the step, for how many rows of $X$ is the derivative of $a$ with respect to the weights not 0?",
        Integer(),
        of=Computed(_learning),
        follows="z_after",
    )
    X: Grid = Field(description="Training examples, one per row; the step is taken on the first.")
    w: Row = Field(description="Weights before the step.")
    b: Number = Field(0, description="Bias before the step.")
    slope: Number = Field(description="Derivative of the loss with respect to the activation for the first example.")
    learning_rate: Number = Field(0.01, gt=0, description="Learning rate.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        def unit(d: Draw) -> dict[str, Any]:
            w = d.row("w", d.integer("features", 2, 2), (-1, 1, 2, 3, 4))
            return {
                "X": d.grid("X", (d.integer("examples", 4, 4), len(w)), (1, 2, 3, 4)),
                "w": w,
                "b": d.number("b", (-1, 0.5, 1, 2)),
                "slope": d.number("slope", (1, 2, 3, 4, 5)),
                "learning_rate": d.number("learning_rate", (0.5, 1)),
            }

        active = d.choice("active", (0, 0, 1, 2))  # rows on which the unit still learns after the step
        return d.first(unit, lambda drawn: active_after(**drawn) == active, tries=200)

    def check(self) -> None:
        if sum(x * w for x, w in zip(self.X[0], self.w, strict=True)) + self.b <= 0:
            raise ValueError("before the step the unit must be active for the first row of X")

    def admissible(self) -> bool:
        after, (learning,) = self.worked["z_after"], self.worked["learning"]
        told = len(set(self.X)) == len(self.X) and 0 not in after and len(set(self.w)) > 1
        return told and learning <= 2 and 20 <= self.derivation().effort <= 26

    @property
    def network(self) -> Network:
        net = Network(x=self.X[0], X=self.X, w=self.w, b=self.b, g=self.slope, eta=self.learning_rate)
        net = net.let(z="x @ w + b").add("a", layers.ReLU())
        return net.let(
            L="a * g", dz="g * sign(a)", w_new="w - eta * (x * dz)", b_new="b - eta * dz", z_after="X @ w_new + b_new"
        )

    @property
    def agreements(self) -> Agreements:
        rule = optimizers.SGD(float(self.learning_rate))
        return tuple((f"{name}_new", observable.after_step(name, "L", rule)) for name in ("w", "b"))

    @misconception("You added the learning rate times the gradient. Gradient descent subtracts it.")
    def uphill(self) -> Network:
        return self.network.let(w_new="w + eta * (x * dz)", b_new="b + eta * dz")

    @misconception(
        "You left out the input. The gradient with respect to a weight is the gradient with respect to $z$ "
        "times the input by which this weight is multiplied."
    )
    def input_left_out(self) -> Network:
        return self.network.let(w_new="w - eta * dz")

    @misconception(
        "You left the bias unchanged. Its gradient equals the gradient with respect to $z$, so the step changes the bias as well."
    )
    def bias_kept(self) -> Network:
        return self.network.let(b_new="b")

    @misconception("You counted rows with a negative $z$. ReLU outputs 0 there, and its derivative is 0.")
    def negative_counted(self) -> dict[str, int]:
        return {"learning": len(self.X)}

    @misconception("You left out the bias. The pre-activation is $z = x \\cdot w + b$.")
    def bias_not_added(self) -> dict[str, Any] | None:
        return {"z": sum(x * w for x, w in zip(self.X[0], self.w, strict=True))} if self.b else None
