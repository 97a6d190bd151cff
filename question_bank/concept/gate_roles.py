"""Which part of an LSTM does what: forget gate, input gate, output gate or candidate?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examgen.authoring import Array, Draw
from examgen.question_bank.concept._sorted import Sorted

THEMES = ("lstm_gates", "lstm_gates", "gru_gates")
CONFUSED = {
    "forget": ("input",),
    "input": ("output",),
    "output": ("forget",),
    "candidate": ("input", "update"),
    "update": ("reset",),
    "reset": ("update",),
}
"""The gates that a part is most easily taken for, of an LSTM or of a GRU."""


class GateRoles(Sorted):
    """A description for each part of a gated cell, in mixed order."""

    topic, level, title = "concept", 2, "What the gates do"
    attested_by = ("Sourced",)
    stem = "The following is said of {{ about }}, one sentence of each."
    asked = "Which part is each sentence true of?"

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        name = d.choice("theme", THEMES)
        theme = cls.themes(d.bank)[name]
        one_of_each = [d.choice(option, [s.id for s in theme.of_option(option)]) for option in theme.options]
        return dict(theme=name, statements=d.sample("statements", one_of_each, len(one_of_each)))

    def admissible(self) -> bool:
        return super().admissible() and len(set(self.belongs)) == len(self.belongs)

    def mistaken(self, place: int) -> Mapping[str, Array] | None:
        """The part taken for the one that it is most easily confused with, and that one for it."""
        mine = self.belongs[place]
        other = next(option for option in CONFUSED[mine] if option in self.options)
        exchanged = {mine: other, other: mine}
        return {"answer": self.places(tuple(exchanged.get(option, option) for option in self.belongs))}
