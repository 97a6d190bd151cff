"""Sits an exam as a class would: fills in the sheets of a sealed exam, rightly, confused, rounded, carried forward, unreadably.

    python examples/sit.py build/demo examples/midterm/submissions

Every student has a way of their own; see ``WAYS``. It knows the key because it reads the sealed exam, and is here to try out marking.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from examgen.answers import AnswerType
from examgen.arrays import Array, cells, elementwise
from examgen.bank.bank import Bank
from examgen.exam.sealed import FILE_NAME, SealedAsk, SealedExam, SealedPaper, SealedQuestion, as_typed
from examgen.question.question import Question

Answers = dict[str, Array]
Way = Callable[[SealedQuestion, Question], Answers]


def right(sealed: SealedQuestion, variant: Question) -> Answers:
    """Everything right."""
    return {ask.name: ask.key for ask in sealed.asks}


def rounding(sealed: SealedQuestion, variant: Question) -> Answers:
    """Every answer rounded to three places, and the work gone on from what was rounded."""
    given: Answers = {}
    for ask in sealed.asks:
        value = variant.asks[ask.name].type.fit(variant.derivation(given).answers[ask.name])
        given[ask.name] = elementwise(lambda x: round(x, 3) if isinstance(x, float) else x, value)
    return given


def slipping(sealed: SealedQuestion, variant: Question) -> Answers:
    """One number wrong in the first answer, and the work gone on rightly from it."""
    first = sealed.asks[0]
    given: Answers = {first.name: _one_off(first.key)}
    for ask in sealed.asks[1:]:
        given[ask.name] = variant.asks[ask.name].type.fit(variant.derivation(given).answers[ask.name])
    return given


def _one_off(value: Array) -> Array:
    if isinstance(value, tuple):
        return (_one_off(value[0]), *value[1:])
    return value + 1


def confused(*names: str) -> Way:
    """One misconception wherever it makes a difference."""

    def way(sealed: SealedQuestion, variant: Question) -> Answers:
        answers = right(sealed, variant)
        for name in names:
            answers.update(sealed.misconceptions.get(name, {}))
        return answers

    return way


def guessing(sealed: SealedQuestion, variant: Question) -> Answers:
    """Numbers out of thin air."""
    dice = Random(sealed.question)
    return {ask.name: elementwise(lambda _: dice.randint(-9, 30), ask.key) for ask in sealed.asks}


WAYS: list[Way] = [
    right,
    rounding,
    slipping,
    confused("flipped_kernel", "softmax_without_exponential"),
    confused("bias_left_out", "no_recurrent_weights"),
    confused("state_reset", "rounded_up", "maximum_for_average"),
    right,
    guessing,
    slipping,
    right,
    right,
    confused("activation_forgotten", "padding_once"),
]


def typed_by_hand(kind: AnswerType, value: Array) -> str:
    """An answer in another spelling than ours: brackets around matrices, decimal commas, a minus sign as printed."""
    if kind.name == "matrix":
        rows = ["[" + ", ".join(f"{float(x):g}" for x in row) + "]" for row in value]  # type: ignore[union-attr]
        return f"[{', '.join(rows)}]"
    if kind.name == "vector" and len(list(cells(value))) > 1:
        return "; ".join(f"{float(x):.3f}".replace(".", ",") for x in cells(value))
    return kind.write(value).replace("-", "\N{MINUS SIGN}")


def sheet(exam: SealedExam, paper: SealedPaper, bank: Bank, way: Way, write: Callable[[AnswerType, Array], str]) -> str:
    """A filled-in sheet."""
    lines = [f"exam: {json.dumps(exam.id)}", f'student: "{paper.student}"', f'paper: "{paper.number}"', "answers:"]
    for question in paper.questions:
        variant = question.variant(bank)
        answers = way(question, variant)
        for ask in question.asks:
            text = _written(ask, variant, answers[ask.name], write)
            lines.append(f"  {ask.label}: {json.dumps(text, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _written(ask: SealedAsk, variant: Question, value: Array, write: Callable[[AnswerType, Array], str]) -> str:
    if not ask.options:
        return write(variant.asks[ask.name].type, value)
    wrong = next(option.value for option in ask.options if option.value != ask.key)
    return as_typed(variant, ask, value if value in [option.value for option in ask.options] else wrong)


def main(folder: Path, out: Path) -> None:
    """Write a sheet a student, and some that no marker likes."""
    exam, bank = SealedExam.read(folder / FILE_NAME), Bank()
    out.mkdir(parents=True, exist_ok=True)
    texts: dict[str, str] = {}
    for index, (paper, way) in enumerate(zip(exam.papers, WAYS, strict=True)):
        write = typed_by_hand if index in (6, 8) else lambda kind, value: kind.write(value)
        texts[paper.student] = sheet(exam, paper, bank, way, write)
    unreadable = texts["s1010"].splitlines()
    for number, answer in ((4, "see below"), (6, "1,2,3; 4"), (9, "1,000"), (11, "[[1, 2], [3]]")):
        unreadable[number] = unreadable[number].partition(":")[0] + f": {json.dumps(answer)}"
    texts["s1010"] = "\n".join(unreadable) + "\n"
    texts["s1011"] = texts["s1011"].replace('  4a: "', "  4a: [")  # a bracket that never closes
    texts["s1012-second"] = texts["s1012"].replace('  1: "', '  1: "1')
    texts["stranger"] = texts["s1001"].replace("s1001", "s9999")
    for name, text in texts.items():
        (out / f"{name}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
