"""What does softmax at temperature 2 make of the scores 2, 1 and -1?"""

from __future__ import annotations

from typing import Any

from examgen.authoring import (
    Ask,
    Choice,
    Draw,
    Field,
    Network,
    Number,
    Question,
    Row,
    Scalar,
    Vector,
    field_validator,
    layers,
    misconception,
    ops,
)


class Temperature(Question):
    """Probabilities at a temperature, and whether it flattens or sharpens (calculator)."""

    topic, level, title = "softmax", 3, "Softmax with temperature"
    stem = r"""
A classifier gives the scores $z = {{ z | vector }}$. Its softmax can be run at a temperature $T$: it is then the
softmax of $z / T$.
"""
    p = Ask("What probabilities does it give at $T = 1$?", Vector(decimals=3))
    tempered = Ask("What probabilities does it give at $T = {{ T | number }}$?", Vector(decimals=3))
    effect = Ask(
        "What has the temperature $T = {{ T | number }}$ done to the largest probability, compared with $T = 1$?",
        Choice(("it became larger", "it became smaller")),
        follows=("p", "tempered"),
    )

    z: Row = Field(min_length=2)
    T: Number = Field(gt=0)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(z=d.row("z", d.integer("classes", 3, 3), range(-2, 5)), T=d.number("T", (0.5, 0.5, 2, 4, 5)))

    @field_validator("T")
    @classmethod
    def _does_something(cls, T: Scalar) -> Scalar:
        if T == 1:
            raise ValueError("at T = 1 nothing changes; choose another temperature")
        return T

    def admissible(self) -> bool:
        return len(set(self.z)) == len(self.z) and max(self.z) - min(self.z) <= 4 and sum(self.z) != 0

    @property
    def network(self) -> Network:
        net = Network(z=self.z, T=self.T).add("p", layers.Softmax(), "z")
        net = net.add("scaled", ops.divide(), "z", "T").add("tempered", layers.Softmax())
        net = net.add("before", ops.max(), "p").add("after", ops.max(), "tempered")
        return net.add("both", ops.stack(), "after", "before").add("effect", ops.argmax())

    @misconception(
        "The scores were multiplied by the temperature. They are divided by it: a high temperature levels them."
    )
    def multiplied(self) -> Network:
        return self.network.swap("scaled", ops.multiply)

    @misconception(
        "The probabilities were divided by the temperature. It is the scores that are, before the exponential."
    )
    def probabilities_divided(self) -> Network:
        return self.network.swap("tempered", ops.divide).rewire("tempered", "p", "T")

    @misconception("The exponentials of the scores were divided by the temperature, which cancels: divide the scores.")
    def exponentials_divided(self) -> Network:
        return self.network.rewire("tempered", "z")
