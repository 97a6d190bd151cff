"""A colleague unrolled a recurrent unit and left out tanh once: which line is wrong, and what is correct?"""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from functools import cached_property
from typing import Annotated, Any, cast

from examgen.arrays import frozen
from examgen.authoring import Agreements, Array, Ask, BeforeValidator, Claim, Computed, Draw, Field, Integer, Network
from examgen.authoring import Question, Sourced
from examgen.authoring import misconception, observable
from examgen.derivation.lines import Line
from examgen.lettering import letter
from examgen.question.entry import Entry
from examgen.question.hiding import mistake_for_every_line
from examgen.question.planting import Planted, mistakes, plant, worked, written_out
from examgen.question.selection import is_good

QUESTIONS = (
    "architecture.residual_block",
    "augmentation.crop_count",
    "augmentation.dataset_size",
    "convolution.grouped",
    "convolution.multiplications",
    "convolution.one_cell",
    "convolution.padding_modes",
    "convolution.parameter_count_stack",
    "convolution.receptive_field",
    "convolution.stacked_small_kernels",
    "convolution.volume_feature_map",
    "dense.activation_values",
    "dense.flatten_length",
    "evaluation.confusion_matrix",
    "evaluation.multiclass",
    "recurrent.attention_step",
    "recurrent.convolution_or_recurrence",
    "recurrent.gru_parameters",
    "recurrent.gru_step",
    "recurrent.lstm_step",
    "recurrent.parameter_count",
    "recurrent.pytorch_parameters",
    "recurrent.stacked_parameters",
    "recurrent.truncated_bptt",
    "recurrent.unroll",
    "recurrent.unroll_scalar",
    "softmax.binary_cross_entropy",
    "softmax.cross_entropy",
    "softmax.values",
    "training.batch_normalisation",
    "training.dense_step",
    "training.dropout_mask",
    "training.gradient_clipping",
    "training.initialisation",
    "training.rmsprop_step",
)
"""The questions whose work a colleague may have done. The list is explicit, so that a new question of the bank changes no draw."""
LINES = range(3, 10)
"""The numbers of lines that the work may have."""
EFFORT = range(2, 200)
"""The effort that the work may have taken."""
TRIES = 10
"""How many draws of each question are tried."""
Given = Annotated[tuple[tuple[str, Any], ...], BeforeValidator(lambda given: frozen(list(dict(given).items())))]
"""Parameters by name."""


class FindTheError(Question):
    """The work on another question, with one mistake planted in one of its lines."""

    topic, level, title = "concept", 3, "Find the mistake"
    attested_by = ("Computed", "Keras")
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
        description="Name of a misconception of that question that changes its parameters, "
        "or of an arithmetic mistake, such as factors_exchanged, or a number written for another, such as 5 for 3."
    )
    place: int = Field(ge=1, description="Number of the line in which the mistake is made.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        set_by_hand = not d.pins.keys().isdisjoint(("mistake", "place"))
        for planted in (_anywhere,) if set_by_hand else (_hidden, _anywhere) if d.pins else (_hidden,):
            for problem in _problems(d):
                if found := planted(d, problem):
                    given = frozen([each for each in problem.settings.items() if each[0] in problem.model_fields_set])
                    return dict(question=problem.id, given=given, mistake=found[0], place=found[1])
        return {}  # which is no variant: the next key is drawn

    def check(self) -> None:
        _ = self.planted  # which refuses

    def admissible(self) -> bool:
        return _fits(self.original)

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


def _pinned_or(d: Draw, name: str, drawn: Iterable[Any]) -> Iterable[Any]:
    """What is pinned for a parameter, else what is drawn for it, one after the other."""
    return (d.pins[name],) if name in d.pins else drawn


def _problems(d: Draw) -> Iterator[Question]:
    """Good problems, of one question after the other."""
    for id_ in _pinned_or(d, "question", d.sample("order", QUESTIONS, len(QUESTIONS))):
        entry = d.bank.question(id_)
        if "given" not in d.pins:
            yield from _drawn(d, entry)
        else:
            with suppress(ValueError) if "question" not in d.pins else nullcontext():
                yield entry.variant(dict(cast(Given, d.pins["given"])))


def _drawn(d: Draw, entry: Entry) -> Iterator[Question]:
    for attempt in range(TRIES):
        with suppress(ValueError):  # not every draw of a question is a variant; the next one may be
            problem = entry.variant(entry.definition.draw(d.nested(f"{entry.id} {attempt}")))
            if _fits(problem):
                yield problem


def _hidden(d: Draw, problem: Question) -> tuple[str, int] | None:
    """A mistake and its line, drawn so that the look of the lines does not tell it."""
    mistakes = mistake_for_every_line(d.nested("mistakes"), problem)
    place = d.integer("line", 0, 2519) * len(mistakes) // 2520  # as far down the work for every problem of this draw
    return (mistakes[place], place + 1) if mistakes else None


def _anywhere(d: Draw, problem: Question) -> tuple[str, int] | None:
    """A mistake that was set by hand, or in a problem that was, wherever it can be made."""
    places = range(1, len(worked(problem)) + 1)
    for place in _pinned_or(d, "place", d.sample("places", places, len(places))):
        struck = [name for name, lines in mistakes(problem).items() if place - 1 in lines]
        for name in _pinned_or(d, "mistake", d.sample("mistakes", struck, len(struck))):
            if plant(problem, name, place - 1):
                return name, place
    return None


def _fits(problem: Question) -> bool:
    """Whether a mistake in the work on this problem can be asked for."""
    lines = worked(problem)
    efforts = [sum(term.effort for term in line.terms) for line in lines]
    least = sum(efforts[: next((n for n, line in enumerate(lines, 1) if line.ask), 0)])  # to correct the first line
    brief = len(lines) in LINES and EFFORT.start <= least and sum(efforts) < EFFORT.stop
    return brief and all(ask.type.is_numeric for ask in problem.asks.values()) and is_good(problem)


def _first_difference(variant: FindTheError) -> int:
    """The first line in which the colleague has other numbers than the correct work."""
    pairs = zip(variant.planted.right, variant.planted.wrong, strict=True)
    return next(n for n, (right, wrong) in enumerate(pairs, start=1) if right.value != wrong.value)


def _attested(ask: Ask, name: str) -> observable.Observable | Computed | Sourced | None:
    """What attests an answer to the colleague's problem, seen from the question about it."""
    if isinstance(computed := ask.of, Computed):
        return Computed(lambda variant: computed.value(variant.original, variant.original.derivation().answers))
    return ask.of or ask.observes(name)
