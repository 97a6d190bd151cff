"""A class of twelve that sat an exam of plain arithmetic, some of it set as a choice, marked into a gradebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, as_typed
from examgen.gradebook.grade import grade
from examgen.gradebook.release import release
from examgen.gradebook.standing import Standing, standing
from examgen.gradebook.store import Gradebook

BLUEPRINT = """\
id: term
title: A term
course: Neural networks
sections:
  - questions:
      - {question: convolution.output_size, points: 2}
      - {question: convolution.parameter_count, points: 3, answer: choice, options: 4}
      - {question: softmax.values, points: 1}
"""
NAMES = ["Ada Lovelace", "Grace Hopper", "Évariste Galois", "<b>Bobby</b> =1+1", "Sofja Kowalewskaja", "Alan Turing"]
CLASS = [
    Student(f"s{n:02}", NAMES[n % len(NAMES)], {"e-mail": f"s{n:02}@x.org", "Participant": str(7000 + n)})
    for n in range(14)
]
HOSTILE = "<script>alert(1)</script> $x$ `code` =HYPERLINK(1)"


@dataclass(frozen=True)
class Term:
    """An exam, what stands of it, and the folder that holds both."""

    folder: Path
    exam: SealedExam
    bank: Bank
    standing: Standing


def _sheet(exam: SealedExam, bank: Bank, n: int) -> str:
    """What a student hands in: every third makes the first misconception of question 1, s03 writes nonsense, s04 nothing."""
    paper = exam.papers[n]
    answers = {}
    for label, (question, ask) in paper.asks.items():
        variant, value = question.variant(bank), ask.key
        wrong = [answers[ask.name] for answers in question.misconceptions.values() if ask.name in answers]
        if label == "1" and n % 3 == 0:
            value = (
                question.misconceptions["padding_left_out"][ask.name]
                if "padding_left_out" in question.misconceptions
                else wrong[0]
            )
        if label == "2" and n % 2:
            value = next(option.value for option in ask.options if option.value != ask.key)
        answers[label] = as_typed(variant, ask, value)
    if n == 3:
        answers["1"] = HOSTILE
    lines = (
        [f"  {label}: |\n    {text}" for label, text in answers.items()]
        if n != 4
        else [f"  {label}:" for label in paper.asks]
    )
    return (
        "\n".join([f'exam: "{exam.id}"', f'student: "{paper.student}"', f'paper: "{paper.number}"', "answers:", *lines])
        + "\n"
    )


@pytest.fixture(scope="session")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    folder = tmp_path_factory.mktemp("term")
    (folder / "blueprint.yaml").write_text(BLUEPRINT)
    blueprint, source = read_blueprint(folder / "blueprint.yaml")
    bank = Bank()
    exam = assemble(blueprint, CLASS, bank, source, b"a secret of the test")
    exam.write(folder / "exam.sealed.json")
    (folder / "sheets").mkdir()
    for n, paper in enumerate(exam.papers[:12]):
        (folder / "sheets" / f"{paper.student}.yaml").write_text(_sheet(exam, bank, n), encoding="utf-8")
    grade(exam, [folder / "sheets"], bank, folder, keras=False)
    with Gradebook.open(folder, exam) as book:
        release(book, pending=True)
        return Term(folder, exam, bank, standing(book))
