"""A class of five with an exam of plain arithmetic, to hand in sheets of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, as_typed

BLUEPRINT = """\
title: Handed in
sections:
  - questions:
      - {question: convolution.output_size, points: 2}
      - {question: convolution.parameter_count, points: 3}
      - {question: softmax.values, points: 1}
"""
CLASS = [
    Student("s1001", "Ada Lovelace", {"e-mail": "ada@x.org", "points": "=1+1"}),
    Student("s1002", "Grace Hopper", {"e-mail": "+49 171", "points": "7"}),
    Student("s1003", "Évariste Galois", {"e-mail": "@galois", "points": ""}),
    Student("0023004", "=cmd|' /C calc'!A1", {"e-mail": "", "points": ""}),
    Student("s1005", "Sofja Kowalewskaja", {"e-mail": "", "points": ""}),
]


@dataclass(frozen=True)
class Sat:
    """An exam, and how its sheets are written."""

    exam: SealedExam
    bank: Bank

    @cached_property
    def _right(self) -> dict[str, dict[str, str]]:
        return {
            paper.student: {
                label: as_typed(q.variant(self.bank), ask, ask.key) for label, (q, ask) in paper.asks.items()
            }
            for paper in self.exam.papers
        }

    def right(self, student: str) -> dict[str, str]:
        """All answers, right."""
        return dict(self._right[student])

    def sheet(self, student: str, **changed: str) -> str:
        """A filled-in sheet, right but for some answers."""
        paper = next(paper for paper in self.exam.papers if paper.student == student)
        answers = self.right(student) | {label.removeprefix("_"): text for label, text in changed.items()}
        lines = [f'  {label}: "{text}"' for label, text in answers.items()]
        head = [f'exam: "{self.exam.id}"', f'student: "{student}"', f'paper: "{paper.number}"', "answers:"]
        return "\n".join([*head, *lines]) + "\n"


@pytest.fixture(scope="session")
def sat(tmp_path_factory: pytest.TempPathFactory) -> Sat:
    path = tmp_path_factory.mktemp("sat") / "handed_in.yaml"
    path.write_text(BLUEPRINT)
    blueprint, source = read_blueprint(path)
    bank = Bank()
    return Sat(assemble(blueprint, CLASS, bank, source, b"a secret of the test"), bank)


@pytest.fixture
def handed_in(sat: Sat, tmp_path: Path) -> Path:
    """A folder with everybody's sheet but that of s1005."""
    folder = tmp_path / "submissions"
    folder.mkdir()
    for student in ("s1001", "s1002", "s1003", "0023004"):
        (folder / f"{student}.yaml").write_text(sat.sheet(student), encoding="utf-8")
    return folder
