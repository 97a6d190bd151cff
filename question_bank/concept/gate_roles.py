"""Which part of an LSTM does what: forget gate, input gate, output gate or candidate?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from examgen.authoring import Ask, Claim, Draw, Field, Matching, Question, misconception, model_validator
from examgen.question.statements import Statement, Theme
from examgen.question_bank.concept._statements import MOST, claims_of, sourced, statements_of, theme_of

CONFUSED = {
    "forget": ("input",),
    "input": ("output",),
    "output": ("forget",),
    "candidate": ("input", "update"),
    "update": ("reset",),
    "reset": ("update",),
}
"""The part of an LSTM, or of a GRU, that each part is most easily confused with."""


def misjudged(place: int) -> Callable[[Any], Any]:
    """The part described at a place was confused with another one, and that one with it."""
    shown = f"shown[{place}]"

    @misconception(
        f"{{{{ {shown}.quoted }}}} describes the {{{{ parts.options[{shown}.option] }}}}. {{{{ {shown}.why }}}}"
    )
    def mistaken(self: GateRoles) -> dict[str, tuple[int, ...]] | None:
        if place >= len(self.shown):
            return None
        described = [statement.option for statement in self.shown]
        mine = described[place]
        other = next(part for part in CONFUSED[mine] if part in self.parts.options)
        exchanged = {mine: other, other: mine}
        return {"answer": self.places(exchanged.get(part, part) for part in described)}

    return mistaken


class GateRoles(Question):
    """One description of each part of a gated cell, in mixed order."""

    topic, level, title = "concept", 2, "What the gates do"
    attested_by = ("Sourced", "Keras")
    stem = "Each of the following sentences describes one of {{ parts.title }}."

    theme: str
    """Name of the theme: `lstm_gates` or `gru_gates`, a file in `question_bank/concept/sorted/`."""
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST)
    """Names of the descriptions."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        theme = theme_of(d.bank, "sorted", d.choice("theme", ("lstm_gates", "lstm_gates", "gru_gates")))
        one_of_each = [d.choice(part, [s.id for s in theme.of_option(part)]) for part in theme.options]
        return dict(theme=theme.name, statements=d.sample("statements", one_of_each, len(one_of_each)))

    @model_validator(mode="after")
    def _statements_exist(self) -> Self:
        _ = self.shown  # which refuses
        return self

    def admissible(self) -> bool:
        return len({statement.option for statement in self.shown}) == len(self.shown) == len(self.parts.options)

    @property
    def parts(self) -> Theme:
        """The parts of the cell, with all descriptions."""
        return theme_of(self.bank, "sorted", self.theme)

    @property
    def shown(self) -> tuple[Statement, ...]:
        """The descriptions, in their order."""
        return statements_of(self.bank, "sorted", self.theme, self.statements)

    def places(self, parts: Any) -> tuple[int, ...]:
        """Where parts are in the list of options, from 0."""
        return tuple(map(list(self.parts.options).index, parts))

    @property
    def asks(self) -> Mapping[str, Ask]:
        right = self.places(statement.option for statement in self.shown)
        matching = Matching(tuple(s.text for s in self.shown), tuple(self.parts.options.values()))
        return {
            "answer": Ask("Which part does each sentence describe?", matching, of=sourced(lambda _: right, self.shown))
        }

    @property
    def claims(self) -> tuple[Claim, ...]:
        return claims_of(self.shown)

    misjudged_1, misjudged_2, misjudged_3, misjudged_4 = map(misjudged, range(4))
