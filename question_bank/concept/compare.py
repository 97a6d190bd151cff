"""Six properties: is each one of a CNN, of an RNN, of both or of neither?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examgen.authoring import Array, Draw
from examgen.question_bank.concept._shown import misjudged
from examgen.question_bank.concept._sorted import Sorted

COUNT = 6
TAKEN_FOR = {"cnn": "both", "rnn": "both", "both": "cnn", "neither": "both"}
"""What is most easily said in place of the right thing."""


class Compare(Sorted):
    """Properties of convolutional and recurrent networks, with at least three of the four answers among them."""

    topic, level, title = "concept", 2, "CNN, RNN, both or neither"
    attested_by = ("Sourced",)
    stem = "Here are {{ texts | length }} properties of networks."
    asked = "Which kind of network has each of them: a plain CNN, a plain RNN, both, or neither?"

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        name = d.choice("theme", ("cnn_rnn",))
        ids = [statement.id for statement in cls.themes(d.bank)[name].statements]
        return dict(theme=name, statements=d.sample("statements", ids, COUNT))

    def admissible(self) -> bool:
        return super().admissible() and len(set(self.belongs)) >= 3

    def mistaken(self, place: int) -> Mapping[str, Array]:
        changed = enumerate(self.belongs)
        return {"answer": self.places(tuple(TAKEN_FOR[o] if i == place else o for i, o in changed))}

    misjudged_5, misjudged_6 = misjudged(4), misjudged(5)
