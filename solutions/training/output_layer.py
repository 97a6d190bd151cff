"""One right class, or decisions of their own, or real numbers; then units, parameters, and the loss of equal outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ln, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.output_layer import OutputLayer

_WHY = {
    "classes": (
        0,
        "Exactly one class is right, so the outputs are probabilities that sum to 1.",
        "One unit per class.",
    ),
    "binary": (
        1,
        "There are two classes; a sigmoid outputs the probability of one of them.",
        "One unit outputs the probability.",
    ),
    "labels": (
        1,
        "Every kind of object is present or not, independently of the others, so every output is a separate probability.",
        "One unit per kind.",
    ),
    "regression": (2, "The outputs are any real numbers.", "One unit per number."),
}


def solve(q: OutputLayer, show: Show) -> None:
    place, why, unit = _WHY[q.task]
    show.answer("which", why, place)
    units = show.answer("units", unit, unnamed(q.outputs))
    show.answer("count", "One weight per input and one bias, for every unit.", (unnamed(q.features) + 1) * units)
    if q.task == "classes":
        show.answer("loss", r"Every class gets the same probability: $-\ln(1/K) = \ln K$.", ln(unnamed(q.outputs)))
    elif q.task != "regression":
        show.answer("loss", r"Every output is $\sigma(0) = 0.5$: $-\ln 0.5$.", -ln(unnamed(0.5)))
