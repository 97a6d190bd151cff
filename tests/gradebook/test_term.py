"""A term of papers in four formats, two assistants, decisions, regrades and kills ends like one in which nothing went wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, SealedPaper, as_typed

BLUEPRINT = """\
id: term
title: A term
marking: {deadline: 2026-11-20 12:00 Europe/Berlin, late: {loss: 0.1}, follow_through: %s}
sections:
  - questions:
      - {question: convolution.output_size, points: %d}
      - {question: convolution.parameter_count, points: 3}
      - {question: softmax.values, points: 1}
      - {question: training.epochs_and_updates, points: 2}
"""
EARLY, LATE = (2026, 11, 19, 10, 0, 0), (2026, 11, 21, 10, 0, 0)


def term(folder: Path, students: int) -> None:
    """Write the exam, and what a class of so many hands in: a fifth each as sheets, in a CSV, in an xlsx, by hand, and too late."""
    dice = random.Random(7)
    blueprint = folder / "blueprint.yaml"
    topic = "training.epochs_and_updates" if "training.epochs_and_updates" in Bank().ids else "dense.parameter_count"
    text = BLUEPRINT.replace("training.epochs_and_updates", topic)
    blueprint.write_text(text % ("1.0", 2))
    (folder / "changed.yaml").write_text(text % ("0.5", 4))
    read, source = read_blueprint(blueprint)
    bank = Bank()
    roster = [Student(f"s{n:04}", f"Student {n:04}", {"e-mail": f"s{n:04}@x.org"}) for n in range(1, students + 1)]
    exam = assemble(read, roster, bank, source, b"a term")
    exam.write(folder / "exam.sealed.json")
    answers = {paper.student: written(paper, bank, dice) for paper in exam.papers}
    papers = {paper.student: paper for paper in exam.papers}
    groups = [list(papers)[n::5] for n in range(5)]
    with zipfile.ZipFile(folder / "moodle.zip", "w") as packed:
        for student in groups[0]:
            name = f"{papers[student].name}_{student}_assignsubmission_file_/answers.yaml"
            packed.writestr(zipfile.ZipInfo(name, EARLY), sheet(exam, papers[student], answers[student]))
    labels = list(dict.fromkeys(label for paper in exam.papers for label in paper.asks))
    rows = [["id", *labels], *([s, *(answers[s].get(label, "") for label in labels)] for s in groups[1])]
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    (folder / "class.csv").write_text(made.getvalue())
    book = Workbook()
    book.active.append(["student", "label", "text"])
    for student in groups[2]:
        for label, answer in answers[student].items():
            book.active.append([student, label, answer])
    book.save(folder / "class.xlsx")
    by_hand = {papers[s].number: answers[s] for s in groups[3]}
    halves = {by: dict(list(by_hand.items())[n::2]) for n, by in enumerate(("grace", "alan"))}
    (folder / "script.json").write_text(json.dumps({"typed": halves}))
    (folder / "late").mkdir()
    again = [(s, answers[s] | {"1": "-3"}) for s in groups[0][:2]]  # handed in a second time, and late
    for student, given in [*((s, answers[s]) for s in groups[4]), *again]:
        path = folder / "late" / f"{student}.yaml"
        path.write_text(sheet(exam, papers[student], given))
        os.utime(path, (1_795_000_000, 1_795_253_600))


def written(paper: SealedPaper, bank: Bank, dice: random.Random) -> dict[str, str]:
    """What a student writes: mostly right, some wrong, one answer in twenty unreadable, some blank."""
    found = {}
    for label, (question, ask) in paper.asks.items():
        right = as_typed(question.variant(bank), ask, ask.key)
        kind = dice.choices(["right", "wrong", "unreadable", "blank"], [70, 20, 5, 5])[0]
        found[label] = {"right": right, "wrong": "7", "unreadable": "see the back", "blank": ""}[kind]
    return found


def sheet(exam: SealedExam, paper: SealedPaper, answers: dict[str, str]) -> str:
    head = [f'exam: "{exam.id}"', f'student: "{paper.student}"', f'paper: "{paper.number}"', "answers:"]
    return "\n".join([*head, *(f'  {label}: "{text}"' for label, text in answers.items())]) + "\n"


def simulate(folder: Path, kills: int, *url: str) -> str:
    program = Path(__file__).with_name("simulated_term.py")
    command = [sys.executable, str(program), str(folder), str(kills), "5", *url]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", done.stdout
    return done.stderr


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("term")
    term(folder, 12)
    return folder


def test_a_small_term_with_kills_ends_like_one_without(small) -> None:
    assert "12 grades" in simulate(small, 4)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_term_of_200_students_with_50_kills_ends_like_one_without(tmp_path) -> None:
    term(tmp_path, 200)
    assert "200 grades" in simulate(tmp_path, 50)


def test_a_small_term_on_postgresql_with_kills_ends_like_one_without(small, postgres) -> None:
    assert "12 grades" in simulate(small, 4, postgres[0])


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_term_of_200_students_on_postgresql_with_50_kills_ends_like_one_without(tmp_path, postgres) -> None:
    term(tmp_path, 200)
    assert "200 grades" in simulate(tmp_path, 50, postgres[0])
