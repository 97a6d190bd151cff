"""Six properties: does each one describe CNNs, RNNs, both or neither?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from examgen.authoring import Ask, Claim, Draw, Field, Matching, Question, misconception, model_validator
from examgen.question.statements import Statement, Theme
from examgen.question_bank.concept._statements import (
    MOST,
    about_different_facts,
    claims_of,
    sourced,
    statements_of,
    theme_of,
)

CONFUSED = {"cnn": "both", "rnn": "both", "both": "cnn", "neither": "both"}
"""The wrong answer that is most likely for each right one."""


def misjudged(place: int) -> Callable[[Any], Any]:
    """The property at a place was assigned to the most likely wrong kind of network."""
    shown = f"shown[{place}]"

    @misconception(f"{{{{ {shown}.quoted }}}} describes {{{{ kinds.options[{shown}.option] }}}}. {{{{ {shown}.why }}}}")
    def mistaken(self: Compare) -> dict[str, tuple[int, ...]] | None:
        right = [statement.option for statement in self.shown]
        answered = [CONFUSED[kind] if i == place else kind for i, kind in enumerate(right)]
        return {"answer": self.places(answered)} if place < len(right) else None

    return mistaken


class Compare(Question):
    """Properties of convolutional and recurrent networks, with at least three of the four answers among them."""

    topic, level, title = "concept", 2, "CNN, RNN, both or neither"
    attested_by = ("Sourced", "Keras")
    stem = """
Here are {{ shown | length }} properties of networks. *CNN* means a network of convolutional, pooling and dense layers, *RNN* a network of
recurrent and dense layers. A *hidden layer* is a convolutional layer of the CNN or a recurrent layer of the RNN.
"""

    theme: str
    """Name of the theme: `cnn_rnn`, a file in `question_bank/concept/sorted/`."""
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST)
    """Names of the properties."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        theme = theme_of(d.bank, "sorted", d.choice("theme", ("cnn_rnn",)))
        return dict(theme=theme.name, statements=d.sample("statements", [s.id for s in theme.statements], 6))

    @model_validator(mode="after")
    def _statements_exist(self) -> Self:
        _ = self.shown  # which refuses
        return self

    def admissible(self) -> bool:
        return about_different_facts(self.shown) and len({statement.option for statement in self.shown}) >= 3

    @property
    def kinds(self) -> Theme:
        """The kinds of networks, with all properties."""
        return theme_of(self.bank, "sorted", self.theme)

    @property
    def shown(self) -> tuple[Statement, ...]:
        """The properties, in their order."""
        return statements_of(self.bank, "sorted", self.theme, self.statements)

    def places(self, kinds: Any) -> tuple[int, ...]:
        """Where kinds of networks are in the list of options, from 0."""
        return tuple(map(list(self.kinds.options).index, kinds))

    @property
    def asks(self) -> Mapping[str, Ask]:
        right = self.places(statement.option for statement in self.shown)
        matching = Matching(tuple(s.text for s in self.shown), tuple(self.kinds.options.values()))
        asked = "Which networks does each property describe?"
        return {"answer": Ask(asked, matching, of=sourced(lambda _: right, self.shown))}

    @property
    def claims(self) -> tuple[Claim, ...]:
        return claims_of(self.shown)

    misjudged_1, misjudged_2, misjudged_3 = map(misjudged, range(3))
    misjudged_4, misjudged_5, misjudged_6 = map(misjudged, range(3, 6))
