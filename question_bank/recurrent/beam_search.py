"""Greedy search and beam search of width 2 over three steps: which sequences do they find, and how probable are they?"""

from collections.abc import Sequence
from itertools import pairwise, permutations
from typing import Any

from examgen.authoring import Ask, Computed, Draw, Field, Grid, Question, Real, Row, Vector, misconception
from examgen.question_bank.recurrent._search import clear, probability, searched
from examgen.question_bank.recurrent._words import named

_STARTS = tuple(permutations((0.1, 0.4, 0.5)))
_ROWS = tuple(
    (stay, n / 10, round(1 - stay - n / 10, 1)) for stay in (0.1, 0.2) for n in range(1, 9) if stay + n / 10 < 0.9
)
"""Probabilities that a word follows itself, and those of the two other words."""


class BeamSearch(Question):
    """Greedy search and beam search on the probabilities of a language model."""

    topic, level, title = "recurrent", 4, "Beam search"
    axes = {"words": "words", "start": "words", "transition": "words words"}
    stem = r"""
A language model estimates the probability of the next word. For simplicity, assume that this probability depends only on the previous word:

| Previous word | {% for word in words %}{{ loop.index }}: {{ word }} | {% endfor %}{{ "\n" -}}
|:-----|{{ ":--:|" * (words | length) }}
| none (first word) | {% for each in start %}${{ each | number }}$ | {% endfor %}
{%- for row in transition %}{{ "\n" -}}
| {{ loop.index }}: {{ words[loop.index0] }} | {% for each in row %}${{ each | number }}$ | {% endfor %}
{%- endfor %}{{ "\n" }}
Sequences of {{ length }} words are generated. Give a sequence as the numbers of its words, for example 1, 1, 2.
"""
    greedy = Ask("Which sequence does greedy search find?", Vector(), of=Computed(lambda q: q.searched(1)))
    greedy_p = Ask(
        "Compute the probability of this sequence.",
        Real(decimals=3),
        of=Computed(lambda q, answers: q.probability(answers["greedy"])),
        follows="greedy",
    )
    beam = Ask(
        "Which sequence does beam search with beam width {{ beam_width }} return?",
        Vector(),
        of=Computed(lambda q: q.searched(q.beam_width)),
        weight=2,
    )
    beam_p = Ask(
        "Compute the probability of this sequence.",
        Real(decimals=3),
        of=Computed(lambda q, answers: q.probability(answers["beam"])),
        follows="beam",
    )
    words: tuple[str, ...] = Field(min_length=2, max_length=8, description="Words of the vocabulary.")
    start: Row = Field(description="Probability of each word as the first word.")
    transition: Grid = Field(description="Probabilities of the next word: one row per previous word.")
    length: int = Field(ge=2, le=6, description="Number of words in a sequence.")
    beam_width: int = Field(ge=1, le=8, description="Beam width.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        start = d.choice("start", _STARTS)
        words = named(d, len(start))
        length, width = d.integer("length", 3, 3), d.integer("beam_width", 2, 2)
        found: dict[str, Any] = {}
        for attempt in range(60):  # few tables tell the two searches apart
            drawn = [d.choice(f"row {place} {attempt}", _ROWS) for place in range(len(words))]
            rows = tuple((*others[:place], stay, *others[place:]) for place, (stay, *others) in enumerate(drawn))
            table = d.choice("transition", (rows,))
            found = dict(words=words, start=start, transition=table, length=length, beam_width=width)
            if len(found["transition"]) == len(start) and cls.model_construct(**found).tells_apart():
                break
        return found

    def check(self) -> None:
        if not all(0 < p <= 1 for row in (self.start, *self.transition) for p in row):
            raise ValueError("every probability must be above 0 and at most 1")

    def admissible(self) -> bool:
        return self.tells_apart() and 21 <= self.derivation().effort <= 24

    def searched(self, width: int) -> tuple[int, ...]:
        """The sequence that a search of this width finds."""
        return searched(self.start, self.transition, self.length, width)

    def probability(self, words: Sequence[Any]) -> float:
        """The probability of a sequence of words."""
        return probability(self.start, self.transition, words)

    def tells_apart(self) -> bool:
        """Whether the two searches find different sequences, without ties."""
        rows = (self.start, *self.transition)
        told = all(row.count(max(row)) == 1 for row in rows) and clear(
            self.start, self.transition, self.length, self.beam_width
        )
        return told and self.searched(1) != self.searched(self.beam_width)

    @property
    def found(self) -> dict[str, tuple[int, ...]]:
        """What both searches find, by the ask for its probability."""
        return {"greedy_p": self.searched(1), "beam_p": self.searched(self.beam_width)}

    @misconception(
        "You kept only one sequence, as greedy search does. Beam search keeps the {{ beam_width }} most probable sequences at every step."
    )
    def greedy_for_beam(self) -> dict[str, object]:
        found = self.searched(1)
        return {"beam": found, "beam_p": self.probability(found)}

    @misconception("You left out the probability of the first word. It is the first factor of the product.")
    def first_word_left_out(self) -> dict[str, float]:
        return {ask: self.probability(path) / float(self.start[path[0] - 1]) for ask, path in self.found.items()}

    @misconception("You added the probabilities. By the chain rule, the conditional probabilities are multiplied.")
    def probabilities_added(self) -> dict[str, float]:
        rows = ((0.0, *self.start), *((0.0, *row) for row in self.transition))
        return {
            ask: float(sum(rows[before][word] for before, word in pairwise((0, *path))))
            for ask, path in self.found.items()
        }

    @misconception(
        "You read the table by columns. Each row holds the probabilities of the words that may follow its word."
    )
    def columns_for_rows(self) -> dict[str, object] | None:
        turned = self.but(transition=tuple(zip(*self.transition, strict=True)))
        if turned is None:
            return None
        greedy, beam = turned.searched(1), turned.searched(self.beam_width)
        return {
            "greedy": greedy,
            "greedy_p": turned.probability(greedy),
            "beam": beam,
            "beam_p": turned.probability(beam),
        }
