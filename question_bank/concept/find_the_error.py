"""A colleague unrolled a recurrent unit and left out tanh once: which line is wrong, and what is right?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Self, cast

from examgen.arrays import frozen
from examgen.authoring import (
    Agreements,
    Array,
    Ask,
    BeforeValidator,
    Claim,
    Computed,
    Draw,
    Field,
    Integer,
    Network,
    Question,
    Sourced,
    misconception,
    model_validator,
    observable,
)
from examgen.derivation.lines import Line
from examgen.lettering import letter
from examgen.question.planting import SLIPS, Planted, mistakes, plant

LINES = range(3, 10)
"""So many lines the work may have."""
EFFORT = range(2, 121)
"""So many operations it may take to put it right."""
FORMULAS, LENGTH = 6, 300
"""So many formulas are written out in a line, with so many characters of TeX; of more than that, what comes out."""
OWN = 3
"""So many times more likely a question's own misconception is than a slip of the pen that fits any work."""
Given = Annotated[tuple[tuple[str, Any], ...], BeforeValidator(lambda given: frozen(list(dict(given).items())))]
"""Parameters by name."""


class FindTheError(Question):
    """Any question of the bank whose work has several lines, with a mistake planted in one of them."""

    topic, level, title = "concept", 3, "Find the mistake"
    stem = r"""
A colleague works on this problem.

{{ original | stem }}
{% for name, letter in letters.items() %}
- {{ letter }}{{ original | ask(name) }}
{%- endfor %}

From some line on the colleague's work is wrong, because of one mistake. What answers the problem is marked **→**.
Numbers are shown to four decimals.
{% for line in planted.wrong %}
{{ loop.index }}. {{ line.why }} {{ "**→** " ~ letters[line.ask] if line.ask }}
{%- for formula in written_out(line) %}${{ formula }}${{ "" if loop.last else ", " }}{% else %}${{ line.value | array }}${% endfor %}
{%- endfor %}
"""
    question: str
    """Id of the colleague's problem."""
    given: Given
    """The parameters of the colleague's problem."""
    mistake: str
    """Name of the mistake: a misconception of that question, or a slip of the pen."""
    place: int = Field(ge=1)
    """The number of the wrong line."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        id_ = d.choice("question", [id_ for id_ in d.bank.ids if not id_.startswith(f"{cls.topic}.")])
        question = d.bank.question(id_)
        given = d.choice("given", (frozen(list(question.definition.draw(d).items())),))
        original = question.variant(dict(given))
        struck = mistakes(original) if _fits(original) else {}
        own = [name for name in struck if name not in SLIPS]
        mistake = d.choice("mistake", [*own * OWN, *struck] or ["none"])
        place = d.choice("place", [index + 1 for index in struck.get(mistake, (0,))])
        return dict(question=id_, given=given, mistake=mistake, place=place)

    @model_validator(mode="after")
    def _mistake_fits(self) -> Self:
        _ = self.planted  # which refuses
        return self

    def admissible(self) -> bool:
        brief = len(self.planted.right) in LINES and self.derivation().effort in EFFORT
        return brief and _fits(self.original)

    @cached_property
    def original(self) -> Question:
        """The colleague's problem."""
        return self.bank.question(self.question).variant(dict(self.given))

    @cached_property
    def planted(self) -> Planted:
        """The work with the mistake, and without."""
        if (planted := plant(self.original, self.mistake, self.place - 1)) is None:
            raise ValueError(f"the mistake {self.mistake!r} cannot be made in line {self.place} of {self.question}")
        return planted

    @property
    def letters(self) -> dict[str, str]:
        """How the answers of the problem are called: ``**a)**``, or nothing where there is one."""
        names = list(self.original.asks)
        return {name: f"**{letter(i)})** " if len(names) > 1 else "" for i, name in enumerate(names)}

    def written_out(self, line: Line) -> tuple[str, ...]:
        """The formulas of a line, unless they are too many to read."""
        brief = len(line.formulas) <= FORMULAS and len("".join(line.formulas)) <= LENGTH
        return line.formulas if brief else ()

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
        name, place = self.spoiled_ask, Computed(_first_difference)
        ask, which = self.original.asks[name], "first wrong answer" if len(self.original.asks) > 1 else "answer"
        return {
            "line": Ask("Which line is the first wrong one? Give its number.", Integer(), of=place),
            "right": Ask(f"What should the {which} (**→**) be?", ask.type, of=_attested(ask, name), weight=2),
        }

    @property
    def network(self) -> Network:
        """The colleague's problem."""
        return self.original.network

    @property
    def agreements(self) -> Agreements:
        return self.original.agreements

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.original.claims

    @misconception("{{ original | in_words(planted.feedback) }}")
    def colleague_believed(self) -> dict[str, Array] | None:
        wrong = cast(Array, self.planted.wrong[self.planted.spoiled].value)
        try:
            return {"right": self.original.asks[self.spoiled_ask].type.fit(wrong)}
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


def _first_difference(q: FindTheError) -> int:
    """The number of the first line whose formulas or whose result differ from the right work."""
    pairs = enumerate(zip(q.planted.right, q.planted.wrong, strict=True), start=1)
    return next(n for n, (right, wrong) in pairs if right.value != wrong.value or right.formulas != wrong.formulas)


def _attested(ask: Ask, name: str) -> observable.Observable | Computed | Sourced | None:
    """What attests an answer to the colleague's problem, seen from the question about it."""
    if isinstance(computed := ask.of, Computed):
        return Computed(lambda variant: computed.value(variant.original, variant.original.derivation().answers))
    return ask.of or ask.observes(name)


def _fits(problem: Question) -> bool:
    """Whether this problem is good for finding a mistake in its work."""
    return problem.admissible() and all(ask.type.is_numeric for ask in problem.asks.values())
