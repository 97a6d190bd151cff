"""The logits are 2, 1 and 0.1: what are the softmax probabilities?"""

from examgen.authoring import Ask, Draw, Field, Network, Question, Row, Vector, layers, steps


class Values(Question):
    """Softmax of three logits (calculator)."""

    topic, level, title = "softmax", 2, "Softmax"
    stem = r"""
The last layer of a classifier outputs the logits $z = {{ z | vector }}$.
"""
    p = Ask("Compute the softmax probabilities.", Vector(decimals=3))
    z: Row = Field(min_length=2, description="Logits.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(z=d.row("z", d.integer("classes", 3, 3), steps(-2, 4, 0.5)))

    def admissible(self) -> bool:
        return len(set(self.z)) == len(self.z) and max(self.z) - min(self.z) <= 5 and abs(sum(self.z)) >= 0.5

    @property
    def network(self) -> Network:
        return Network(z=self.z).add("p", layers.Softmax())
