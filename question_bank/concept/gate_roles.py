"""Which part of an LSTM does what: forget gate, input gate, output gate or candidate?"""

from examgen.authoring import Ask, Draw
from examgen.question_bank.concept._sorted import Sorted, misjudged
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


def exchanged(q: Sorted, place: int) -> list[str]:
    """The part described at a place taken for another one, and that one for it."""
    mine = q.described[place]
    other = next(part for part in CONFUSED[mine] if part in q.sorts.options)
    return [{mine: other, other: mine}.get(part, part) for part in q.described]


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

    misjudged_1, misjudged_2, misjudged_3, misjudged_4 = (misjudged(place, exchanged) for place in range(4))
