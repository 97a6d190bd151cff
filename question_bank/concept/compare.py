"""Six properties: does each one describe CNNs, RNNs, both or neither?"""

from examgen.authoring import Ask, Draw
from examgen.question_bank.concept._sorted import Sorted, misjudged
from examgen.question_bank.concept._statements import about_different_facts, theme_of

CONFUSED = {"cnn": "both", "rnn": "both", "both": "cnn", "neither": "both"}
"""The wrong answer that is most likely for each right one."""


def mistaken(q: Sorted, place: int) -> list[str]:
    """The property at a place assigned to the most likely wrong kind of network."""
    return [CONFUSED[kind] if i == place else kind for i, kind in enumerate(q.described)]


class Compare(Sorted):
    """Properties of convolutional and recurrent networks, with at least three of the four answers among them."""

    topic, level, title = "concept", 2, "CNN, RNN, both or neither"
    attested_by = ("Sourced", "Keras")
    stem = """
Here are {{ shown | length }} properties of networks. *CNN* means a network of convolutional, pooling and dense layers, *RNN* a network of
recurrent and dense layers. A *hidden layer* is a convolutional layer of the CNN or a recurrent layer of the RNN.
"""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        theme = theme_of(d.bank, "sorted", d.choice("theme", ("cnn_rnn",)))
        return dict(theme=theme.name, statements=d.sample("statements", [s.id for s in theme.statements], 6))

    def admissible(self) -> bool:
        return about_different_facts(self.shown) and len(set(self.described)) >= 3

    @property
    def asks(self) -> dict[str, Ask]:
        return self.asked("Which networks does each property describe?")

    misjudged_1, misjudged_2, misjudged_3 = (misjudged(place, mistaken, "") for place in range(3))
    misjudged_4, misjudged_5, misjudged_6 = (misjudged(place, mistaken, "") for place in range(3, 6))
