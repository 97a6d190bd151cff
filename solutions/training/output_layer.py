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
        "Each example belongs to exactly one class, so the outputs are probabilities that sum to 1.",
        "The layer needs one unit per class.",
    ),
    "binary": (
        1,
        "There are two classes, and a sigmoid outputs the probability of one of them.",
        "One unit is enough for the probability of one of the two classes.",
    ),
    "labels": (
        1,
        "Each kind of object is present or absent independently of the others, so each output is a separate "
        "probability.",
        "The layer needs one unit per kind of object.",
    ),
    "regression": (2, "The outputs can be any real numbers.", "The layer needs one unit per number."),
}


def solve(q: OutputLayer, show: Show) -> None:
    place, why, unit = _WHY[q.task]
    show.answer("which", why, place)
    units = show.answer("units", unit, unnamed(q.outputs))
    show.answer("count", "Each unit has one weight per input and one bias.", (unnamed(q.features) + 1) * units)
    if q.task == "classes":
        why = r"Each class gets the probability $1/{classes}$, so the loss is $-\ln(1/{classes}) = \ln {classes}$."
        show.answer("loss", why, ln(unnamed(q.outputs)), classes=q.outputs)
    elif q.task != "regression":
        show.answer("loss", r"Each output is $\sigma(0) = 0.5$, so the loss is $-\ln 0.5$.", -ln(unnamed(0.5)))
