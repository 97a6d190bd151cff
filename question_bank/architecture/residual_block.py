"""A residual block ReLU(x + F(x)) with two small weight matrices and x = [-1, 2]: what is its output?"""

from typing import Any

from examgen.authoring import Ask, Draw, Field, Grid, Network, Question, Row, Vector
from examgen.authoring import layers, misconception, nonzero, ops
from examgen.question_bank._grids import affine


def _needs_every_step(x: Row, W1: Grid, W2: Grid) -> bool:
    """Whether every ReLU and the skip connection change the output, and no mistake in one looks like a mistake in another."""
    z = affine(x, W1)
    f = affine([max(a, 0) for a in z], W2)
    total = [a + b for a, b in zip(x, f, strict=True)]
    return min(z) < 0 < max(z) and all(f) and len(set(f)) > 1 and min(f) < 0 and min(total) < 0 < max(total)


class ResidualBlock(Question):
    """The value of a residual block of two dense layers, by hand."""

    topic, level, title = "architecture", 2, "A residual block by hand"
    depends = {"y": ("x[0]", "x[1]")}
    picture = "network"
    stem = r"""
The input of a residual block with two dense layers without biases is the row vector $x = {{ x | vector }}$. The block computes

$$F(x) = \operatorname{ReLU}(x W_1)\, W_2, \qquad y = \operatorname{ReLU}(x + F(x)), \qquad
W_1 = {{ W1 | matrix }}, \quad W_2 = {{ W2 | matrix }}$$
"""
    h = Ask(r"Compute $\operatorname{ReLU}(x W_1)$.", Vector())
    f = Ask("Compute $F(x)$.", Vector(), follows="h")
    y = Ask("Compute the output $y$ of the block.", Vector(), follows="f")
    x: Row = Field(description="Input of the block.")
    W1: Grid = Field(description="Weights of the first dense layer.")
    W2: Grid = Field(description="Weights of the second dense layer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        def block(d: Draw) -> dict[str, Any]:
            x = d.row("x", d.integer("features", 2, 2), nonzero(range(-3, 4)))
            W1 = d.grid("W1", (len(x), d.integer("units", 2, 2)), (-2, -1, 1, 2))
            return {"x": x, "W1": W1, "W2": d.grid("W2", (len(W1[0]), len(x)), (-2, -1, 1, 2))}

        return d.first(block, lambda drawn: _needs_every_step(**drawn))

    def check(self) -> None:
        if len(self.W1) != len(self.x):
            raise ValueError(f"W1 must have {len(self.x)} rows, one per entry of x; got {len(self.W1)}")
        if (len(self.W2), len(self.W2[0])) != (len(self.W1[0]), len(self.x)):
            wanted, got = f"{len(self.W1[0])} × {len(self.x)}", f"{len(self.W2)} × {len(self.W2[0])}"
            raise ValueError(f"W2 must be {wanted}, so that F(x) can be added to x; got {got}")

    def admissible(self) -> bool:
        return _needs_every_step(self.x, self.W1, self.W2) and 9 <= self.derivation().effort <= 12

    @property
    def network(self) -> Network:
        return (
            Network(x=self.x, W1=self.W1, W2=self.W2)
            .add("h", layers.Dense(len(self.W1[0]), activation="relu", use_bias=False), "x", weights=("W1",))
            .add("f", layers.Dense(len(self.x), use_bias=False), "h", weights=("W2",))
            .add("sum", layers.Add(), "x", "f")
            .add("y", layers.ReLU())
        )

    @misconception("You left out the skip connection. Add $x$ to $F(x)$ before the last ReLU.")
    def skip_forgotten(self) -> Network:
        return self.network.rewire("y", "f")

    @misconception("You multiplied $x$ and $F(x)$. The skip connection adds them.")
    def multiplied(self) -> Network:
        return self.network.swap("sum", layers.Multiply)

    @misconception("You left out the last ReLU. It is applied to the sum $x + F(x)$.")
    def last_relu_left_out(self) -> Network:
        return self.network.swap("y", layers.Identity)

    @misconception("You applied the last ReLU to $F(x)$ alone. It is applied to the sum $x + F(x)$.")
    def relu_before_the_sum(self) -> Network:
        net = Network(self.network.arrays, self.network.nodes[:2])
        return net.add("cut", ops.relu(), "f").add("y", layers.Add(), "x", "cut")
