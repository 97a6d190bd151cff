"""A network with two inputs, three hidden ReLU units and one output: compute the output, the loss and all weight gradients."""

from typing import Literal

from examgen.authoring import Agreements, Ask, Draw, Field, Grid, Integer, Matrix, Network, Number, Question, Real, Row
from examgen.authoring import Vector
from examgen.authoring import cells, layers, misconception, nonzero, observable, ops, optimizers
from examgen.question_bank._activations import applied
from examgen.question_bank._grids import affine
from examgen.question_bank.dense._units import one_inactive, signed_biases

LOSSES = {
    "half_squared": (r"\frac{1}{2} \sum_k (y_k - t_k)^2", "0.5 * sum(square(y - t))"),
    "squared": (r"\sum_k (y_k - t_k)^2", "sum(square(y - t))"),
    "cross_entropy": (r"-\sum_k t_k \ln y_k", "-sum(t * log(y))"),
    "binary_cross_entropy": (
        r"-\sum_k \left(t_k \ln y_k + (1 - t_k) \ln(1 - y_k)\right)",
        "-sum(t * log(y) + (1 - t) * log(1 - y))",
    ),
}
"""Each loss as TeX and as a formula of the network."""
BACK = {"relu": "{1} * sign({0})", "sigmoid": "{1} * ({0} * (1 - {0}))", "tanh": "{1} * (1 - {0} * {0})"}
"""A gradient taken back through an activation function, from the value of the function and the gradient."""


class TwoLayers(Question):
    """Forward and backward pass of a perceptron with one hidden layer, by hand."""

    topic, level, title = "dense", 4, "Forward and backward through two layers"
    depends = {"y": ("h",), "dW1": ("x", "dz")}
    axes = {
        "x": "inputs", "W1": "inputs hidden", "b1": "hidden", "W2": "hidden outputs", "b2": "outputs", "target": "outputs",
    }  # fmt: skip
    symbols = {"learning_rate": r"\eta"}
    conventions = ("row_vectors",)
    inapplicable = ("bias_left_out",)  # a mistake of the forward pass that changes few of these numbers
    stem = r"""
A network with one hidden layer computes $z = x W_1 + b_1$, $h = {{ hidden }}$ and $y = {{ output }}$.
For the input $x = {{ x | vector }}$ the target is $t = {% if one %}{{ target[0] | number }}{% else %}{{ target | vector }}{% endif %}$,
and the loss is $L = {{ loss_formula }}$.

$$W_1 = {{ W1 | matrix }}, \quad b_1 = {{ b1 | vector }}, \quad W_2 = {{ W2 | matrix }}, \quad b_2 = {{ b2 | vector }}$$
{%- if learning_rate %} The weights are updated by gradient descent with the learning rate $\eta = {{ learning_rate | number }}$.{% endif %}
"""
    x: Row = Field(description="Input vector.")
    W1: Grid = Field(description="Weights of the hidden layer, one row per input and one column per hidden unit.")
    b1: Row = Field(description="Biases of the hidden layer.")
    W2: Grid = Field(description="Weights of the output layer, one row per hidden unit and one column per output.")
    b2: Row = Field(description="Biases of the output layer.")
    target: Row = Field(description="Target values, one per output.")
    activation: Literal["relu", "sigmoid", "tanh", "linear"] = Field("relu", description="Hidden activation function.")
    output_activation: Literal["linear", "sigmoid", "tanh", "softmax"] = Field(
        "linear", description="Activation function of the output layer: linear, sigmoid, tanh or softmax."
    )
    loss: Literal["half_squared", "squared", "cross_entropy", "binary_cross_entropy"] = Field(
        "half_squared",
        description="Loss: half_squared, squared, cross_entropy (with softmax) or binary_cross_entropy (with sigmoid).",
    )
    learning_rate: Number = Field(0, ge=0, description="Learning rate of a step of gradient descent; 0 for no step.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        small = nonzero(range(-3, 4))
        x = d.sample("x", small, d.integer("inputs", 2, 2))
        W1 = d.grid("W1", (len(x), d.integer("hidden", 3, 3)), small)
        hidden = len(W1[0])
        W2 = d.grid("W2", (hidden, 1), small)
        if "W1" not in d.pins:
            W1 = one_inactive(x, W1, d.integer("inactive", 0, hidden - 1))
            W2 = d.choice("W2", (tuple((w,) for w in d.sample("output_weights", small, hidden)),))
        b1, b2 = (
            d.choice("b1", (signed_biases(d, affine(x, W1)),)),
            d.row("b2", len(W2[0]), range(-2, 3)),
        )
        z = affine(x, W1, b1)
        y, linear = affine([max(each, 0) for each in z], W2, b2), affine(z, W2, b2)
        options = [
            [e for e in (*range(-5, -1), *range(2, 6)) if b - a != -2 * e] for a, b in zip(y, linear, strict=True)
        ]
        errors = [d.choice(f"error_{place}", each) for place, each in enumerate(options)]
        near = tuple(round(value) - error for value, error in zip(y, errors, strict=True))
        return dict(x=x, W1=W1, b1=b1, W2=W2, b2=b2, target=d.choice("target", (near,)))

    def check(self) -> None:
        if (self.loss == "cross_entropy") != (self.output_activation == "softmax"):
            raise ValueError(
                "cross_entropy goes with the output activation softmax, the squared losses with the others"
            )
        if self.loss == "binary_cross_entropy" and self.output_activation != "sigmoid":
            raise ValueError("binary_cross_entropy goes with the output activation sigmoid")
        if self.loss == "binary_cross_entropy" and not all(0 <= t <= 1 for t in self.target):
            raise ValueError(f"with binary_cross_entropy targets lie between 0 and 1, got {list(self.target)}")
        if self.loss == "cross_entropy" and (sum(self.target) != 1 or min(self.target) < 0):
            raise ValueError(
                f"with cross_entropy the target must be probabilities that add up to 1, got {list(self.target)}"
            )

    def admissible(self) -> bool:
        h, dz = self.worked["h"], self.worked["dz"]
        told_apart = len(set(h)) == len(h) == len(set(cells(self.W2))) and len(set(self.x)) > 1
        by_hand = 1 not in h and max(h) < 13 and 26 <= self.derivation().effort <= 30
        linear = self.but(activation="linear")
        if linear and self.activation != "linear" and linear.worked["L"] == self.worked["L"]:
            return False  # whoever forgets the activation function would have the right loss
        return told_apart and by_hand and h.count(0) == 1 and any(dz) and 0 not in affine(self.x, self.W1, self.b1)

    @property
    def one(self) -> bool:
        """Whether there is one output, which is written as a number."""
        return len(self.target) == 1

    @property
    def hidden(self) -> str:
        """The hidden activations as TeX."""
        return applied(self.activation, "z")

    @property
    def output(self) -> str:
        """The output as TeX."""
        return applied(self.output_activation, "h W_2 + b_2")

    @property
    def loss_formula(self) -> str:
        """The loss as TeX, without the sum where there is one output."""
        formula, _ = LOSSES[self.loss]
        return formula.replace(r"\sum_k ", "").replace("_k", "") if self.one else formula

    @property
    def asks(self) -> dict[str, Ask]:
        given = (self.x, self.W1, self.b1, self.W2, self.b2, self.target)
        by_hand = self.activation in ("relu", "linear") and self.output_activation == "linear"
        exact = by_hand and all(isinstance(n, int) for array in given for n in cells(array))
        decimals = 0 if exact else 4
        number = Integer() if exact else Real(decimals=decimals)
        vector, matrix = Vector(decimals=decimals), Matrix(decimals=decimals)
        gradient = r"Compute the gradient $\partial L / \partial {}$.".format
        asks = {
            "h": Ask("Compute the hidden activations $h$.", vector),
            "y": Ask("Compute the output $y$.", number if self.one else vector, follows="h"),
            "L": Ask("Compute the loss $L$.", Real(decimals=decimals or 2), follows="y"),
            "dW2": Ask(gradient("W_2"), matrix, follows=("h", "y")),
            "dz": Ask(gradient("z"), vector, follows=("h", "y")),
            "dW1": Ask(gradient("W_1"), matrix, follows="dz"),
        }
        for layer in (2, 1) if self.learning_rate else ():
            text = f"Compute $W_{layer}$ after the step."
            asks[f"W{layer}_new"] = Ask(text, Matrix(decimals=4), follows=f"dW{layer}")
        return asks

    @property
    def network(self) -> Network:
        net = Network(x=self.x, W1=self.W1, b1=self.b1, W2=self.W2, b2=self.b2, t=self.target, eta=self.learning_rate)
        net = net.add("pre", layers.Dense(len(self.b1)), "x", weights=("W1", "b1"))
        net = net.add("h", layers.Activation(self.activation))
        net = net.add("out", layers.Dense(len(self.b2)), "h", weights=("W2", "b2"))
        softmax = self.output_activation == "softmax"
        net = net.add("y", layers.Softmax() if softmax else layers.Activation(self.output_activation))
        net = net.let(
            L=LOSSES[self.loss][1],
            dy="2 * (y - t)" if self.loss == "squared" else "y - t",
            # with a cross-entropy dL/dout is y - t already
            dout="dy" if "cross" in self.loss else BACK.get(self.output_activation, "{1}").format("y", "dy"),
            dW2="expand_dims(h, axis=1) * dout",
            dh="W2 @ dout",
            dz=BACK.get(self.activation, "{1}").format("h", "dh"),
            dW1="expand_dims(x, axis=1) * dz",
        )
        return net.let(W2_new="W2 - eta * dW2", W1_new="W1 - eta * dW1") if self.learning_rate else net

    @property
    def agreements(self) -> Agreements:
        pairs: Agreements = tuple((f"d{name}", observable.gradient("L", name)) for name in ("W1", "W2"))
        rule = optimizers.SGD(float(self.learning_rate))
        steps = tuple((f"{name}_new", observable.after_step(name, "L", rule)) for name in ("W1", "W2"))
        return pairs + (steps if self.learning_rate else ())

    @misconception(
        r"You left out the derivative of the activation function of the hidden layer. Multiply $\partial L / "
        r"\partial h$ by it to get $\partial L / \partial z$."
    )
    def derivative_left_out(self) -> Network | None:
        return None if self.activation == "linear" else self.network.let(dz="dh")

    @misconception("You used $t - y$ instead of $y - t$, which reverses the sign of all gradients.")
    def error_turned_round(self) -> Network:
        return self.network.let(dy="2 * (t - y)" if self.loss == "squared" else "t - y")

    @misconception(
        "You left out the activation function of the hidden layer. It is applied to every entry of $z$, and its derivative is a "
        r"factor of $\partial L / \partial z$."
    )
    def activation_forgotten(self) -> Question | None:
        return None if self.activation == "linear" else self.but(activation="linear")

    @misconception("You left out $W_2$. The gradient reaches the hidden layer through the weights of the output layer.")
    def weights_left_out(self) -> Network:
        return self.network.with_arrays(ones=((1,) * len(self.b2),) * len(self.b1)).let(dh="ones @ dout")

    @misconception("You transposed the gradient with respect to $W_1$. It has the same shape as $W_1$.")
    def gradients_transposed(self) -> Network:
        return self.network.insert_after("dW1", ops.transpose())
