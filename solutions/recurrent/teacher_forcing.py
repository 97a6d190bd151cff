"""The targets are the sentence with its end mark; the inputs are the targets one step later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import ln, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.teacher_forcing import TeacherForcing


def solve(q: TeacherForcing, show: Show) -> None:
    padding = int(q.steps) - len(q.sentence) - 1
    why = "The inputs are the start token and then the words. The rest is padding."
    show.answer("inputs", why, (q.start, *q.sentence, *(0,) * padding))
    why = "The targets are the words and then the end token. The rest is padding."
    targets = show.answer("targets", why, (*q.sentence, q.end, *(0,) * padding))
    counted = [p for p, target in zip(q.p, targets, strict=True) if target != 0]
    logarithms = show(
        "Take the logarithm of the probability at each time step whose target is not padding.",
        tuple(ln(p) for p in counted),
    )
    show.answer("loss", "The loss is the negative mean of these logarithms.", -(total(logarithms) / len(counted)))
