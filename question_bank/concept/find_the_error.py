"""A colleague unrolled a recurrent unit and left out tanh once: which line is wrong, and what is correct?"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
from examgen.question.entry import Entry
from examgen.question.planting import ARITHMETIC, Planted, mistakes, plant, written_out
from examgen.question.selection import is_good

QUESTIONS = (
    "architecture.activation_memory",
    "architecture.residual_projection",
    "augmentation.colour_shift",
    "augmentation.crop",
    "augmentation.crop_count",
    "augmentation.dataset_size",
    "convolution.depthwise_separable",
    "convolution.dilated",
    "convolution.fitting_kernels",
    "convolution.infer_kernel",
    "convolution.multiplications",
    "convolution.one_cell",
    "convolution.output_volume",
    "convolution.padding_modes",
    "convolution.parameter_count_stack",
    "convolution.stacked_small_kernels",
    "convolution.transposed_size",
    "convolution.versus_dense",
    "convolution.volume_feature_map",
    "dense.as_convolution",
    "dense.flatten_length",
    "recurrent.bidirectional",
    "recurrent.bidirectional_states",
    "recurrent.embedding_model",
    "recurrent.forget_gate_memory",
    "recurrent.gru_parameters",
    "recurrent.gru_step",
    "recurrent.lstm_step",
    "recurrent.many_to_many",
    "recurrent.skip_connection",
    "recurrent.stacked_parameters",
    "recurrent.truncated_bptt",
    "recurrent.unroll",
    "recurrent.unroll_scalar",
    "recurrent.weight_sharing",
    "softmax.binary_cross_entropy",
    "softmax.cross_entropy",
    "softmax.values",
    "training.batch_normalisation",
    "training.dense_step",
    "training.dropout_count",
    "training.dropout_mask",
    "training.gradient_clipping",
    "training.momentum",
    "transfer.cached_features",
    "transfer.unfreeze",
)
"""The questions whose work a colleague may have done. The list is explicit, so that a new question of the bank changes no draw."""
LINES = range(3, 10)
"""The numbers of lines that the work may have."""
EFFORT = range(2, 200)
"""The effort that correcting it may take."""
PROBLEMS, TRIES = 4, 30
"""How many questions are tried for a draw, and how many draws of each of them."""
MISTAKES = 12
"""Of so many mistakes in the work on a problem the one is taken whose line looks as it was drawn to look."""
FORMS: Mapping[str, Callable[[str, int], int]] = {
    "length": lambda formulas, place: len(formulas),
    "digits": lambda formulas, place: sum(character.isdigit() for character in formulas),
    "operations": lambda formulas, place: sum(formulas.count(sign) for sign in ("+", " - ", "cdot", "frac", "times")),
    "minus signs": lambda formulas, place: formulas.count("-"),
    "place": lambda formulas, place: place,
}
"""What can be seen of a line at a glance: of its formulas, and of its place in the work."""
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
lines that answer the problem. Values are shown to six digits.
{% for line in planted.wrong %}
{{ loop.index }}. {{ line.why }} {{ "**→** " ~ letters[line.ask] if line.ask }}
{%- for formula in formulas(line) %}${{ formula }}${{ "" if loop.last else ", " }}{% else %}${{ line.shown | array }}${% endfor %}
{%- endfor %}
"""
    question: str
    """Id of the question that the colleague worked on."""
    given: Given
    """Its parameters."""
    mistake: str
    """Name of a misconception of that question, or of an arithmetic mistake."""
    place: int = Field(ge=1)
    """Number of the line with the mistake."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        for id_ in _one_or(d, "question", d.sample("order", QUESTIONS, PROBLEMS)):
            for given in _one_or(d, "given", _problems(d, d.bank.question(id_))):
                problem = d.bank.question(id_).variant(dict(given))
                look = _Look(d.integer("minus signs", 0, 99), d.choice("form", tuple(FORMS)), d.integer("rank", 0, 99))
                for candidates in _candidates(d, problem):
                    found = [
                        (look.distance(planted), mistake, place)
                        for mistake, place in candidates[:MISTAKES]
                        if (planted := plant(problem, mistake, place - 1))
                    ]
                    if found:
                        _, mistake, place = min(found, key=lambda each: each[0])
                        return dict(question=id_, given=given, mistake=mistake, place=place)
        return {}  # which is no variant: the next key is drawn

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
    def asks(self) -> Mapping[str, Ask]:
        name = self.spoiled_ask
        ask, which = (
            self.original.asks[name],
            "first wrong answer (**→**)" if len(self.original.asks) > 1 else "answer (**→**)",
        )
        return {
            "line": Ask("What is the number of the line with the mistake?", Integer(), of=Computed(_first_difference)),
            "right": Ask(f"Give the correct value of the {which}.", ask.type, of=_attested(ask, name), weight=2),
        }

    @property
    def network(self) -> Network:
        """That of the colleague's problem."""
        return self.original.network

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


def _one_or(d: Draw, name: str, drawn: Any) -> Iterator[Any]:
    """What is pinned for a parameter, else what is drawn for it, one after the other."""
    return iter((d.pins[name],) if name in d.pins else drawn)


def _problems(d: Draw, entry: Entry) -> Iterator[tuple[tuple[str, Any], ...]]:
    """Parameters of good problems of a question."""
    for attempt in range(TRIES):
        drawn = entry.definition.draw(d.nested(f"{entry.id} {attempt}"))
        if _fits(entry.variant(drawn)):
            yield frozen(list(drawn.items()))


def _candidates(d: Draw, problem: Question) -> Iterator[list[tuple[str, int]]]:
    """Mistakes with the lines that they may strike: in one draw of three the question's own first, then one of every line, and so on."""
    struck = mistakes(problem)
    if d.choice("own first", (True, False, False)):
        own = [name for name in struck if name not in ARITHMETIC]
        yield _pinned(d, [(name, struck[name][0]) for name in d.sample("own", own, len(own))])
    lines = sorted({place for places in struck.values() for place in places})
    order = d.sample("line", lines, len(lines))
    here = [[name for name, places in struck.items() if line in places] for line in order]
    drawn = [d.sample(f"mistake in {line}", names, len(names)) for line, names in zip(order, here, strict=True)]
    rounds = itertools.zip_longest(*drawn)
    yield _pinned(d, [(name, line) for names in rounds for line, name in zip(order, names, strict=True) if name])


def _pinned(d: Draw, found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Those that the pins allow, with their lines counted from 1."""
    allowed = [(mistake, line + 1) for mistake, line in found if d.pins.get("mistake", mistake) == mistake]
    return [(mistake, place) for mistake, place in allowed if d.pins.get("place", place) == place]


@dataclass(frozen=True)
class _Look:
    """How the line with the mistake shall look among the others: its ranks, in per cent, by its minus signs and by a form."""

    minus_signs: int
    form: str
    rank: int

    def distance(self, planted: Planted) -> float:
        """How far a line is from looking so; one that alone subtracts is far off."""
        work = [i for i, line in enumerate(planted.wrong) if any(term.operation for term in line.terms)]
        texts = {i: "".join(planted.wrong[i].formulas) for i in work}
        off = 2.0 if [i for i in work if " - " in texts[i]] == [planted.place] else 0.0
        for form, wanted in (("minus signs", self.minus_signs), (self.form, self.rank)):
            measured = {i: FORMS[form](text, i) for i, text in texts.items()}
            mine = measured.get(planted.place, 0)
            rank = sum(each < mine for each in measured.values()) + (list(measured.values()).count(mine) - 1) / 2
            off += abs(rank - wanted * len(work) // 100)
        return off


def _fits(problem: Question) -> bool:
    """Whether a mistake in the work on this problem can be asked for."""
    return is_good(problem) and all(ask.type.is_numeric for ask in problem.asks.values())


def _first_difference(variant: FindTheError) -> int:
    """The first line in which the colleague has other numbers than the correct work."""
    pairs = zip(variant.planted.right, variant.planted.wrong, strict=True)
    return next(n for n, (right, wrong) in enumerate(pairs, start=1) if right.value != wrong.value)


def _attested(ask: Ask, name: str) -> observable.Observable | Computed | Sourced | None:
    """What attests an answer to the colleague's problem, seen from the question about it."""
    if isinstance(computed := ask.of, Computed):
        return Computed(lambda variant: computed.value(variant.original, variant.original.derivation().answers))
    return ask.of or ask.observes(name)
