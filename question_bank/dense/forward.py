"""A dense layer of two units with ReLU is applied to x = [1, -2, 3]: what are its pre-activations and its output?"""

from examgen.authoring import Ask, Draw, Field, Grid, Network, Question, Row, Vector
from examgen.authoring import layers, misconception, nonzero, ops
from examgen.question_bank._activations import applied
from examgen.question_bank.dense._units import one_inactive


class Forward(Question):
    """A dense layer by hand: the pre-activations, then the activations."""

    topic, level, title = "dense", 2, "A dense layer by hand"
    depends = {"a": ("x", "z")}
    axes = {"x": "features", "b": "units", "W": "features units"}
    stem = r"""
A dense layer with {{ b | length }} unit{{ "s" if b | length > 1 }} computes $z = x W + b$ and $a = {{ f }}$ for the input
$x = {{ x | vector }}$, with

$$W = {{ W | matrix }} \qquad b = {{ b | vector }}$$
"""
    x: Row = Field(description="Input vector.")
    W: Grid = Field(description="Weight matrix, one row per input and one column per unit.")
    b: Row = Field(description="Biases, one per unit.")
    activation: str = Field(pattern="^(relu|sigmoid|tanh)$", description="Activation function: relu, sigmoid or tanh.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        x = d.row("x", d.integer("features", 3, 3), nonzero(range(-3, 5)))
        W = d.grid("W", (len(x), d.integer("units", 2, 2)), (-3, -2, -1, 0, 1, 2, 3))
        if "W" not in d.pins:
            W = one_inactive(x, W, d.integer("inactive", 0, len(W[0]) - 1))
        b = d.row("b", len(W[0]), nonzero(range(-4, 5)))
        return dict(x=x, W=W, b=b, activation=d.choice("activation", ("relu",)))

    def admissible(self) -> bool:
        columns, z = set(zip(*self.W, strict=True)), self.worked["z"]
        hard = 11 <= self.derivation().effort <= 12 or len(self.x) != 3
        return hard and all(any(row) for row in self.W) and min(z) < 0 < max(z) and len(columns) > 1

    @property
    def f(self) -> str:
        """The activations as TeX."""
        return applied(self.activation, "z")

    @property
    def asks(self) -> dict[str, Ask]:
        by_hand = self.activation == "relu"
        return {
            "z": Ask("Compute the pre-activations $z$.", Vector(), weight=2),
            "a": Ask("Compute the output $a$.", Vector() if by_hand else Vector(decimals=3), follows="z"),
        }

    @property
    def network(self) -> Network:
        net = Network(x=self.x, W=self.W, b=self.b)
        return net.add("z", layers.Dense(len(self.b)), weights=("W", "b")).add("a", layers.Activation(self.activation))

    @misconception("You added the bias after the activation function. It is part of the pre-activation $z = x W + b$.")
    def activation_before_bias(self) -> Network:
        unbiased = layers.Dense(len(self.b), use_bias=False)
        net = Network(self.network.arrays, self.network.nodes[:1])
        net = net.add("weighed", unbiased, "x", weights=("W",)).add("bent", layers.Activation(self.activation))
        return net.add("a", ops.add(), "bent", "b")

    @misconception("You took absolute values. ReLU replaces negative values with 0.")
    def absolute_value(self) -> Network | None:
        return self.network.swap("a", ops.absolute) if self.activation == "relu" else None
