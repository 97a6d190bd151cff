"""A colleague unrolled a recurrent unit and left out tanh once: which line is wrong, and what is correct?"""

from functools import cached_property
from typing import cast

from examgen.arrays import frozen
from examgen.authoring import Agreements, Array, Ask, Claim, Computed, Draw, Field, Integer, Network, Question, Sourced
from examgen.authoring import misconception, observable
from examgen.derivation.lines import Line
from examgen.lettering import letter
from examgen.question.planting import Planted, plant, written_out
from examgen.question_bank.concept._colleague import Given, anywhere, fits, hidden, problems


class FindTheError(Question):
    """The work on another question, with one mistake planted in one of its lines."""

    topic, level, title = "concept", 3, "Find the mistake"
    stem = r"""
A colleague solved the following problem and made one mistake.

{{ original | stem }}
{% for name, letter in letters.items() %}
- {{ letter }}{{ original | ask(name) }}
{%- endfor %}

All lines before the mistake are correct; all lines after it are calculated correctly from the wrong value. An arrow **→** marks the
lines that answer the problem. Values are rounded to six significant digits.
{% for line in planted.wrong %}
{{ loop.index }}. {{ line.why }} {{ "**→** " ~ letters[line.ask] if line.ask }}
{%- for formula in formulas(line) %}${{ formula }}${{ "" if loop.last else ", " }}{% else %}${{ line.shown | array }}${% endfor %}
{%- endfor %}
"""
    question: str = Field(
        description="Id of the question that the colleague worked on, such as recurrent.unroll; its answers must be numbers."
    )
    given: Given = Field(description="Parameters of that question, as an object, or as pairs of a name and a value.")
    mistake: str = Field(
        description="Mistake: a misconception of that question that changes its parameters, an arithmetic mistake such as "
        "factors_exchanged, or one number instead of another, such as 5 for 3."
    )
    place: int = Field(ge=1, description="Number of the line in which the mistake is made.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        set_by_hand = not d.pins.keys().isdisjoint(("mistake", "place"))
        for planted in (anywhere,) if set_by_hand else (hidden, anywhere) if d.pins else (hidden,):
            for problem in problems(d):
                if found := planted(d, problem):
                    given = frozen([each for each in problem.settings.items() if each[0] in problem.model_fields_set])
                    return dict(question=problem.id, given=given, mistake=found[0], place=found[1])
        return {}  # which is no variant: the next key is drawn

    def check(self) -> None:
        _ = self.planted  # which refuses

    def admissible(self) -> bool:
        return fits(self.original)

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
        """What the answers of the problem are called: ``**a)**``, or nothing where there is one."""
        names = list(self.original.asks)
        return {name: f"**{letter(i)})** " if len(names) > 1 else "" for i, name in enumerate(names)}

    def formulas(self, line: Line) -> tuple[str, ...]:
        """The formulas of a line, unless they are too many to read."""
        return written_out(line)

    @property
    def spoiled(self) -> int:
        """The number of the first line that answers the problem, and wrongly."""
        return self.planted.spoiled + 1

    @property
    def spoiled_ask(self) -> str:
        """The ask of the problem that this line answers."""
        return self.planted.wrong[self.planted.spoiled].ask

    @property
    def asks(self) -> dict[str, Ask]:
        name = self.spoiled_ask
        ask, which = (
            self.original.asks[name],
            "first wrong answer (**→**)" if len(self.original.asks) > 1 else "answer (**→**)",
        )
        return {
            "line": Ask("Which line contains the mistake? Give its number.", Integer(), of=Computed(_first_difference)),
            "right": Ask(f"Give the correct value of the {which}.", ask.type, of=_attested(ask, name), weight=2),
        }

    @property
    def network(self) -> Network:
        """That of the colleague's problem."""
        return self.original.network

    @property
    def stated_by(self) -> Question:
        return self.original

    @property
    def agreements(self) -> Agreements:
        return self.original.agreements

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.original.claims

    @misconception(
        "You kept the colleague's wrong value. {{ original | in_words(planted.feedback) | replace('You ', 'The colleague ') }}"
    )
    def colleague_believed(self) -> dict[str, Array] | None:
        wrong = cast(Array, self.planted.wrong[self.planted.spoiled].value)
        try:
            return {"right": self.original.asks[self.spoiled_ask].type.fit(wrong)}
        except ValueError:
            return None

    @misconception(
        "This line is calculated correctly, from a value that is already wrong. The mistake is in an earlier line."
    )
    def consequence_blamed(self) -> dict[str, Array] | None:
        if self.spoiled > self.place:
            return {"line": self.spoiled}
        pairs = list(zip(self.planted.right, self.planted.wrong, strict=True))[self.place :]
        later = [n for n, (right, wrong) in enumerate(pairs, self.place + 1) if right.value != wrong.value]
        return {"line": later[0]} if later else None


def _first_difference(variant: FindTheError) -> int:
    """The first line in which the colleague has other numbers than the correct work."""
    pairs = zip(variant.planted.right, variant.planted.wrong, strict=True)
    return next(n for n, (right, wrong) in enumerate(pairs, start=1) if right.value != wrong.value)


def _attested(ask: Ask, name: str) -> observable.Observable | Computed | Sourced | None:
    """What attests an answer to the colleague's problem, seen from the question about it."""
    if isinstance(computed := ask.of, Computed):
        return Computed(lambda variant: computed.value(variant.original, variant.original.derivation().answers))
    return ask.of or ask.observes(name)
