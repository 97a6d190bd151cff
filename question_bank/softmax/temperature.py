"""Softmax with temperature 2 of the logits 2, 1 and -1: what are the probabilities?"""

from examgen.authoring import Answers, Ask, Choice, Computed, Draw, Field, Network, Number, Question, Row, Scalar
from examgen.authoring import Vector
from examgen.authoring import field_validator, layers, misconception, ops


def _effect(q: "Temperature", answers: Answers) -> int:
    """The place of the effect among the options, from the two largest probabilities."""
    before, after = max(answers["p"]), max(answers["tempered"])
    return 0 if after > before else 1 if after < before else 2


class Temperature(Question):
    """Probabilities at two temperatures, and the effect on the largest one (calculator)."""

    topic, level, title = "softmax", 3, "Softmax with temperature"
    stem = r"""
A classifier outputs the logits $z = {{ z | vector }}$. The softmax with temperature $T$ is $\operatorname{softmax}(z / T)$.
"""
    p = Ask("Compute the probabilities for $T = 1$.", Vector(decimals=3))
    tempered = Ask("Compute the probabilities for $T = {{ T | number }}$.", Vector(decimals=3))
    effect = Ask(
        "How does the temperature $T = {{ T | number }}$ change the largest probability, compared with $T = 1$?",
        Choice(("It becomes larger.", "It becomes smaller.", "It stays the same.")),
        of=Computed(_effect),
        follows=("p", "tempered"),
    )
    z: Row = Field(min_length=2, description="Logits.")
    T: Number = Field(gt=0, description="Temperature.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(z=d.row("z", d.integer("classes", 3, 3), range(-2, 5)), T=d.number("T", (0.5, 0.5, 2, 4, 5)))

    @field_validator("T")
    @classmethod
    def _does_something(cls, T: Scalar) -> Scalar:
        if T == 1:
            raise ValueError("at T = 1 nothing changes; give another temperature")
        return T

    def admissible(self) -> bool:
        return len(set(self.z)) == len(self.z) and max(self.z) - min(self.z) <= 4 and sum(self.z) != 0

    @property
    def network(self) -> Network:
        net = Network(z=self.z, T=self.T).add("p", layers.Softmax(), "z")
        return net.add("scaled", ops.divide(), "z", "T").add("tempered", layers.Softmax())

    @misconception("You multiplied the logits by the temperature. Divide them by the temperature.")
    def multiplied(self) -> Network:
        return self.network.swap("scaled", ops.multiply)

    @misconception("You divided the probabilities by the temperature. Divide the logits by it before softmax.")
    def probabilities_divided(self) -> Network:
        return self.network.swap("tempered", ops.divide).rewire("tempered", "p", "T")

    @misconception("You divided the exponentials by the temperature, which cancels in softmax. Divide the logits.")
    def exponentials_divided(self) -> Network:
        return self.network.rewire("tempered", "z")
