"""A class with an exam of plain arithmetic, and its gradebook."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, as_typed
from examgen.exam.sheet import parse_sheet
from examgen.gradebook.judged import judged
from examgen.gradebook.record import record
from examgen.gradebook.standing import Standing, standing
from examgen.gradebook.store import Gradebook
from examgen.marking.marker import mark_all
from examgen.marking.received import Received

sys.path.insert(0, str(Path(__file__).parent))
from postgresql import Server, UnavailableError

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
class Term:
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

    def number(self, student: str) -> str:
        return next(paper.number for paper in self.exam.papers if paper.student == student)

    def right(self, student: str) -> dict[str, str]:
        """All answers, right."""
        return dict(self._right[student])

    def sheet(self, student: str, **changed: str) -> str:
        """A filled-in sheet, right but for some answers."""
        answers = self.right(student) | {label.removeprefix("_"): text for label, text in changed.items()}
        lines = [f'  {label}: "{text}"' for label, text in answers.items()]
        head = [f'exam: "{self.exam.id}"', f'student: "{student}"', f'paper: "{self.number(student)}"', "answers:"]
        return "\n".join([*head, *lines]) + "\n"

    def run(self, book: Gradebook, **sheets: str) -> Standing:
        """Mark sheets, by student, and say what stands."""
        papers = {paper.student: paper for paper in self.exam.papers}
        read = [
            (papers[s], parse_sheet(t.encode(), Path(f"{s}.yaml")).of(list(papers[s].asks))) for s, t in sheets.items()
        ]
        marked = mark_all(self.exam, read, self.bank, keras=False)
        received = {papers[s].number: Received(f"/{s}.yaml", True, text.encode()) for s, text in sheets.items()}
        record(book, [judged(mark) for mark in marked.papers], received, rules={}, keras=False)
        return standing(book)


@pytest.fixture(scope="session")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    path = tmp_path_factory.mktemp("sat") / "handed_in.yaml"
    path.write_text(BLUEPRINT)
    blueprint, source = read_blueprint(path)
    bank = Bank()
    return Term(assemble(blueprint, CLASS, bank, source, b"a secret of the test"), bank)


@pytest.fixture
def book(term: Term, tmp_path: Path) -> Iterator[Gradebook]:
    with Gradebook.open(tmp_path, term.exam) as opened:
        yield opened


@pytest.fixture(scope="session")
def sat(term: Term) -> Term:
    return term


@pytest.fixture
def handed_in(term: Term, tmp_path: Path) -> Path:
    """A folder with everybody's sheet but that of s1005."""
    folder = tmp_path / "submissions"
    folder.mkdir()
    for student in ("s1001", "s1002", "s1003", "0023004"):
        (folder / f"{student}.yaml").write_text(term.sheet(student), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server: of the one that was started for the whole run, or of one of its own, or a clear skip."""
    if url := os.environ.get("EXAMGEN_TEST_POSTGRESQL"):
        yield url
        return
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    try:
        server = Server.start()
    except UnavailableError as error:
        pytest.skip(str(error))
    try:
        yield server.url
    finally:
        server.stop()


@pytest.fixture
def postgres(postgresql: str) -> list[str]:
    """The URLs of two empty databases."""
    import psycopg

    urls = []
    with psycopg.connect(postgresql, autocommit=True) as connection:
        for _ in range(2):
            name = f"test_{uuid.uuid4().hex}"
            connection.execute(f"CREATE DATABASE {name}")
            urls.append(postgresql.replace("/postgres?", f"/{name}?"))
    return urls
