"""Problems that a colleague may have worked on, and a mistake in the work, to be drawn."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from typing import Annotated, Any, cast

from examgen.arrays import frozen
from examgen.authoring import BeforeValidator, Draw, Question
from examgen.question.entry import Entry
from examgen.question.hiding import mistake_for_every_line
from examgen.question.planting import mistakes, plant, worked
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


def _pinned_or(d: Draw, name: str, drawn: Iterable[Any]) -> Iterable[Any]:
    """What is pinned for a parameter, else what is drawn for it, one after the other."""
    return (d.pins[name],) if name in d.pins else drawn


def problems(d: Draw) -> Iterator[Question]:
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
            if fits(problem):
                yield problem


def hidden(d: Draw, problem: Question) -> tuple[str, int] | None:
    """A mistake and its line, drawn so that the look of the lines does not tell it."""
    mistakes = mistake_for_every_line(d.nested("mistakes"), problem)
    place = d.integer("line", 0, 2519) * len(mistakes) // 2520  # as far down the work for every problem of this draw
    return (mistakes[place], place + 1) if mistakes else None


def anywhere(d: Draw, problem: Question) -> tuple[str, int] | None:
    """A mistake that was set by hand, or in a problem that was, wherever it can be made."""
    places = range(1, len(worked(problem)) + 1)
    for place in _pinned_or(d, "place", d.sample("places", places, len(places))):
        struck = [name for name, lines in mistakes(problem).items() if place - 1 in lines]
        for name in _pinned_or(d, "mistake", d.sample("mistakes", struck, len(struck))):
            if plant(problem, name, place - 1):
                return name, place
    return None


def fits(problem: Question) -> bool:
    """Whether a mistake in the work on this problem can be asked for."""
    lines = worked(problem)
    efforts = [sum(term.effort for term in line.terms) for line in lines]
    least = sum(efforts[: next((n for n, line in enumerate(lines, 1) if line.ask), 0)])  # to correct the first line
    brief = len(lines) in LINES and EFFORT.start <= least and sum(efforts) < EFFORT.stop
    return brief and all(ask.type.is_numeric for ask in problem.asks.values()) and is_good(problem)
