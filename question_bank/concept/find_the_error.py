"""A colleague unrolled a recurrent unit and left out tanh once: which line is wrong, and what is correct?"""

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, Any, cast

from examgen.arrays import frozen
from examgen.authoring import Agreements, Array, Ask, BeforeValidator, Claim, Computed, Draw, Field, Integer, Network
from examgen.authoring import Question, Sourced
from examgen.authoring import misconception, observable
from examgen.derivation.lines import Line
from examgen.lettering import letter
from examgen.question.entry import Entry
from examgen.question.planting import Planted, mistakes, plant, written_out
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
PROBLEMS, TRIES = 10, 30
"""How many questions are tried for a draw, and how many draws of each of them."""
SIGNS = ("+", " - ", "-", "cdot", "times", "frac", r"\approx", "=", ".")
"""What can be seen of a formula at a glance, besides its length and its digits."""
SUMS = 2
"""How much more the rank by plus signs counts: sums lend themselves to most of the mistakes."""
ALIKE = 0.4
"""How far the look of the line with the mistake may be from the look that was drawn; of those that are farther the nearest is taken."""
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
        "or of an arithmetic mistake, such as factors_exchanged."
    )
    place: int = Field(ge=1, description="Number of the line in which the mistake is made.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        nearest: tuple[float, dict[str, Any]] = (math.inf, {})  # without any it is no variant: the next key is drawn
        wanted: tuple[float, ...] = ()
        # parameters that are pinned are those of one question
        tried = len(QUESTIONS) if "given" in d.pins else PROBLEMS
        for id_ in _one_or(d, "question", d.sample("order", QUESTIONS, tried)):
            for given in itertools.islice(_one_or(d, "given", _problems(d, d.bank.question(id_))), 1):
                try:
                    problem = d.bank.question(id_).variant(dict(given))
                except ValueError:
                    if "question" in d.pins:
                        raise
                    continue
                lines = _lines(problem)
                wanted = wanted or _look(lines, lines.index(_drawn(d, lines)[0]))
                for mistake, place, planted in _plantings(d, problem, lines):
                    off = math.dist(wanted, _look(planted.wrong, planted.place))
                    found = (off, dict(question=id_, given=given, mistake=mistake, place=place))
                    nearest = min(nearest, found, key=lambda each: each[0])
            if nearest[0] <= ALIKE:
                break
        return nearest[1]

    def check(self) -> None:
        _ = self.planted  # which refuses

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


def _one_or(d: Draw, name: str, drawn: Any) -> Iterator[Any]:
    """What is pinned for a parameter, else what is drawn for it, one after the other."""
    return iter((d.pins[name],) if name in d.pins else drawn)


def _problems(d: Draw, entry: Entry) -> Iterator[tuple[tuple[str, Any], ...]]:
    """Parameters of good problems of a question."""
    for attempt in range(TRIES):
        drawn = entry.definition.draw(d.nested(f"{entry.id} {attempt}"))
        try:
            problem = entry.variant(drawn)
        except ValueError:  # not every draw of a question is a variant; the next one may be
            continue
        if _fits(problem):
            yield frozen(list(drawn.items()))


def _lines(problem: Question) -> Sequence[Line]:
    """The lines of the work on a problem that work something out."""
    return [line for line in problem.derivation().lines if line.terms]


def _calculated(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if any(term.operation for term in line.terms)]


def _drawn(d: Draw, lines: Sequence[Line]) -> list[Line]:
    """The lines with a calculation, from the one on that was drawn: so far down the work as in all other problems of this draw."""
    calculated = _calculated(lines)
    first = d.integer("line", 0, 2519) * len(calculated) // 2520
    return [*calculated[first:], *calculated[:first]]


def _plantings(d: Draw, problem: Question, lines: Sequence[Line]) -> Iterator[tuple[str, int, Planted]]:
    """Mistakes for the work on a problem, each with its line, counted from 1: those that can be made in the line that was drawn.

    So every line that works something out is the one with the mistake equally often, whichever of them lend themselves to mistakes.
    Where something is pinned, the next line is taken that does.
    """
    struck = mistakes(problem)
    pinned = not d.pins.keys().isdisjoint(("given", "mistake", "place"))  # then it may stand out
    order = (
        [lines.index(line) for line in _drawn(d, lines)] if "place" not in d.pins else [cast(int, d.pins["place"]) - 1]
    )
    for line in order if d.pins else order[:1]:
        here = [name for name in struck if line in struck[name] and d.pins.get("mistake", name) == name]
        for name in here if "mistake" in d.pins else d.sample("mistake", here, len(here)):
            planted = plant(problem, name, line)
            if planted and (pinned or not _made_to_stand_out(planted)):
                yield name, line + 1, planted


def _look(lines: Sequence[Line], place: int) -> tuple[float, ...]:
    """How a line looks among those with a calculation: its rank by each form, from 0 to 1, and whether it answers the problem.

    Such a look is drawn from correct work, and the line with the mistake is to have it: so whoever goes by the look of a line finds
    the mistake no more often than any other line.
    """
    work = _calculated(lines)
    at = next(n for n, line in enumerate(work) if line is lines[place])
    columns = zip(*map(_forms, work), strict=True)
    sums = ["".join(line.formulas).count("+") for line in work]
    ranks = (_rank(column, column[at]) for column in columns)
    return (*ranks, SUMS * _rank(sums, sums[at]), float(bool(lines[place].ask)))


def _forms(line: Line) -> tuple[int, ...]:
    """What can be measured of a line at a glance."""
    text = "".join(line.formulas)
    longest = max(map(len, re.findall(r"[\d.]+", text)), default=0)
    return (len(text), sum(map(str.isdigit, text)), *map(text.count, SIGNS), longest, len(line.why))


def _made_to_stand_out(planted: Planted) -> bool:
    """Whether it is by the mistake that the line alone has most or least of a form, such as the only minus sign of the work."""
    work = _calculated(planted.right)
    right, wrong = planted.right[planted.place], planted.wrong[planted.place]
    others = [_forms(line) + _numbers(line) for line in work if line is not right]
    before, after = (_forms(line) + _numbers(line) for line in (right, wrong))
    columns = enumerate(zip(*others, strict=True))  # none where no other line works something out
    return any(_beyond(after[form], column) not in (0, _beyond(before[form], column)) for form, column in columns)


def _numbers(line: Line) -> tuple[float, ...]:
    """How many numbers a line has, how many different ones, how long the results are, and its words for one character of formula."""
    numbers = re.findall(r"[\d.]+", "".join(line.formulas))
    results = [re.split(r"=|\\approx", formula)[-1] for formula in line.formulas]
    length = max(1, sum(map(len, line.formulas)))
    return len(numbers), len(set(numbers)), sum(map(len, results)), len(line.why) / length


def _beyond(mine: float, others: Sequence[float]) -> int:
    """Whether it is above all others (1), below them (-1) or neither (0)."""
    return (mine > max(others)) - (mine < min(others))


def _rank(measured: Sequence[int], mine: int) -> float:
    """The rank among all, from 0 to 1; equal ones share theirs."""
    below, equal = sum(each < mine for each in measured), measured.count(mine)
    return (below + (equal - 1) / 2) / max(1, len(measured) - 1)


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
