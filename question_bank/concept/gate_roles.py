"""Which part of an LSTM does what: forget gate, input gate, output gate or candidate?"""

from collections.abc import Callable
from typing import Any

from examgen.authoring import Ask, Draw, misconception
from examgen.question_bank.concept._sorted import Sorted
from examgen.question_bank.concept._statements import theme_of

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
        f"{{{{ {shown}.quoted }}}} describes the {{{{ sorts.options[{shown}.option] }}}}. {{{{ {shown}.why }}}}"
    )
    def mistaken(self: "GateRoles") -> dict[str, tuple[int, ...]] | None:
        if place >= len(self.shown):
            return None
        mine = self.described[place]
        other = next(part for part in CONFUSED[mine] if part in self.sorts.options)
        exchanged = {mine: other, other: mine}
        return {"answer": self.places(exchanged.get(part, part) for part in self.described)}

    return mistaken


class GateRoles(Sorted):
    """One description of each part of a gated cell, in mixed order."""

    topic, level, title = "concept", 2, "What the gates do"
    attested_by = ("Sourced", "Keras")
    stem = "Each of the following sentences describes one of {{ sorts.title }}."

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        theme = theme_of(d.bank, "sorted", d.choice("theme", ("lstm_gates", "lstm_gates", "gru_gates")))
        one_of_each = [d.choice(part, [s.id for s in theme.of_option(part)]) for part in theme.options]
        return dict(theme=theme.name, statements=d.sample("statements", one_of_each, len(one_of_each)))

    def admissible(self) -> bool:
        return len(set(self.described)) == len(self.shown) == len(self.sorts.options)

    @property
    def asks(self) -> dict[str, Ask]:
        return self.asked("Which part does each sentence describe?")

    misjudged_1, misjudged_2, misjudged_3, misjudged_4 = map(misjudged, range(4))
