"""A colleague unrolled a recurrent unit and left out tanh once: which line is wrong, and what is right?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple, Self

from pydantic import Field, field_validator, model_validator

from examgen import observable
from examgen.answers import Integer
from examgen.arrays import Array, reshape, shape
from examgen.derivation import Line
from examgen.draw import Draw
from examgen.network import Network
from examgen.planting import SLIPS, Planted, mistakes, plant
from examgen.question import Agreements, Ask, Claim, Question, misconception
from examgen.working import number

LINES = range(2, 10)
"""So many lines the work may have."""
EFFORT = range(2, 121)
"""So many operations it may take to put it right."""
FORMULAS, LENGTH = 6, 300
"""So many formulas are written out in a line, with so many characters of TeX; of more than that, what comes out."""
OWN = 3
"""So many times more likely a question's own misconception is than a slip of the pen that fits any work."""


class Written(NamedTuple):
    """A line as the colleague writes it."""

    why: str
    mark: str
    formulas: tuple[str, ...]
    value: Array
    rank: int
    """How many axes the value has, where it is shown alone."""


class FindTheError(Question):
    """Any question of the bank whose work has several lines, with a mistake planted in one of them."""

    topic, level, title = "concept", 3, "Find the mistake"
    stem = r"""
A colleague works on this problem.

{{ original | stem }}
{% for name, letter in letters.items() %}
- {{ letter }}{{ original | ask(name) }}
{%- endfor %}

From some line on the colleague's work is wrong, because of one misconception. What answers the problem is marked **→**.
Numbers are shown to four decimals.
{% for line in work %}
{{ loop.index }}. {{ line.why }} {{ line.mark }}
{%- for formula in line.formulas %}${{ formula }}${{ "" if loop.last else ", " }}{% endfor %}
{%- if line.rank == 1 %}${{ line.value | vector }}$
{%- elif line.rank == 2 %}${{ line.value | matrix }}$
{%- elif line.rank == 3 %}${{ line.value | channels }}$
{%- endif %}
{%- endfor %}
"""
    question: str
    given: tuple[tuple[str, Any], ...]
    """The parameters of the colleague's problem."""
    mistake: str
    place: int = Field(ge=1)
    """The number of the wrong line."""

    @classmethod
    def draw(cls, d: Draw) -> Self:
        id_ = d.choice("question", [id_ for id_ in cls.bank.ids if not id_.startswith(f"{cls.topic}.")])
        question = cls.bank.question(id_)
        given = d.option("given", (tuple(question.draw(d).parameters.items()),))
        original = question(**dict(given))
        fitting = original.admissible() and all(ask.kind.is_numeric for ask in original.asks.values())
        struck = mistakes(original) if fitting else {}
        own = [name for name in struck if name not in SLIPS]
        mistake = d.choice("mistake", [*own * OWN, *struck] or ["none"])
        place = d.choice("place", [index + 1 for index in struck.get(mistake, (0,))])
        return cls(question=id_, given=given, mistake=mistake, place=place)

    @field_validator("given", mode="before")
    @classmethod
    def _frozen(cls, value: Any) -> Any:
        pairs = value.items() if isinstance(value, dict) else value
        return _frozen(list(pairs))

    @model_validator(mode="after")
    def _mistake_fits(self) -> Self:
        if self.attempt is None:
            raise ValueError(f"the mistake {self.mistake!r} cannot be made in line {self.place} of {self.question}")
        return self

    def admissible(self) -> bool:
        numeric = all(ask.kind.is_numeric for ask in self.original.asks.values())
        brief = len(self.planted.right) in LINES and self.derivation().effort in EFFORT
        return numeric and brief and self.original.admissible()

    @cached_property
    def original(self) -> Question:
        """The colleague's problem."""
        return self.bank.question(self.question)(**dict(self.given))

    @cached_property
    def attempt(self) -> Planted | None:
        """The mistake as it was planted, if it could be."""
        return plant(self.original, self.mistake, self.place - 1)

    @property
    def planted(self) -> Planted:
        """The work with the mistake, and without."""
        if self.attempt is None:
            raise ValueError(f"{self.mistake!r} cannot be planted")  # which the validator has excluded
        return self.attempt

    @property
    def letters(self) -> dict[str, str]:
        """How the answers of the problem are called: ``**a)**``, or nothing where there is one."""
        names = list(self.original.asks)
        return {name: f"**{chr(97 + i)})** " if len(names) > 1 else "" for i, name in enumerate(names)}

    @property
    def work(self) -> tuple[Written, ...]:
        """What the colleague writes."""
        return tuple(map(self._written, self.planted.wrong))

    def _written(self, line: Line) -> Written:
        value = line.value if line.value is not None else 0
        brief = len(line.formulas) <= FORMULAS and len("".join(line.formulas)) <= LENGTH
        formulas = line.formulas if brief else () if shape(value) else (number(line.terms[0].value),)
        mark = f"**→** {self.letters[line.ask]}" if line.ask else ""
        return Written(line.why, mark, formulas, value, 0 if formulas else len(shape(value)))

    @property
    def right_work(self) -> tuple[tuple[str, Any], ...]:
        """Why and what should stand in each line, as the derivation of the problem has it."""
        return tuple((line.why, _laid_out(line.terms, line.value)) for line in self.planted.right)

    @property
    def spoiled(self) -> int:
        """The number of the first line that answers the problem, and wrongly."""
        return self.planted.spoiled + 1

    @property
    def spoiled_ask(self) -> str:
        """The ask of the problem that this line answers."""
        return self.planted.wrong[self.planted.spoiled].ask

    @property
    def asks(self) -> Mapping[str, Ask]:
        ask = self.original.asks[self.spoiled_ask]
        which = "first wrong answer" if len(self.original.asks) > 1 else "answer"
        return {
            "line": Ask(
                "Which line is the first wrong one? Give its number.", Integer(), of=observable.shape("place", 0)
            ),
            "right": Ask(f"What should the {which} (**→**) be?", ask.kind, of=ask.observes(self.spoiled_ask), weight=2),
        }

    @property
    def network(self) -> Network:
        """The colleague's problem, and the number of the line as a length: then nothing has to be run for it."""
        return self.original.network.having(place=(0,) * self.place)

    @property
    def agreements(self) -> Agreements:
        return self.original.agreements

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.original.claims

    @misconception("{{ original | in_words(planted.feedback) }}")
    def colleague_believed(self) -> dict[str, Array] | None:
        wrong = self.planted.wrong[self.planted.spoiled].value
        try:
            return {"right": self.original.asks[self.spoiled_ask].kind.fit(wrong if wrong is not None else 0)}
        except ValueError:
            return None

    @misconception(
        "That line is not the first. Go through the work from the top, and stop where a line does not follow."
    )
    def consequence_blamed(self) -> dict[str, Array] | None:
        if self.spoiled > self.place:
            return {"line": self.spoiled}
        pairs = list(zip(self.planted.right, self.planted.wrong, strict=True))[self.place :]
        later = [n for n, (right, wrong) in enumerate(pairs, self.place + 1) if right.value != wrong.value]
        return {"line": later[0]} if later else None


def _laid_out(terms: Any, value: Array | None) -> Any:
    """The terms of a line in the rows and columns of its value."""
    return reshape(terms, shape(value if value is not None else 0))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
