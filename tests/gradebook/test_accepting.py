"""Where another value is accepted, what students went on from it to is right as well."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student

BLUEPRINT = """\
id: accepted
title: Accepted
marking: {follow_through: 0.5}
sections:
  - questions:
      - question: augmentation.dataset_size
        points: 6
        set: {images: 800, validation: 200, angles: 2, crops: 4, batch_size: 128}
"""
KEY = {"1a": "1200", "1b": "14400", "1c": "113"}
WRITTEN = {
    "key": KEY,
    "follows": {"1a": "1600", "1b": "19200", "1c": "150"},
    "alone": {"1a": "1600", "1b": "14400", "1c": "113"},
    "blank": {"1a": "", "1b": "19200", "1c": "150"},
    "mixed": {"1a": "1200", "1b": "19200", "1c": "150"},
    "slips": {"1a": "1600", "1b": "19264", "1c": "151"},
    "wrong": {"1a": "700", "1b": "8400", "1c": "66"},
}


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert done.exit_code in (0, 1), done.output
    return done.output


def marks(folder: Path) -> dict[str, list[str]]:
    table = csv.DictReader(io.StringIO((folder / "grades.csv").read_text("utf-8-sig")))
    return {row["id"]: [row[label] for label in KEY] for row in table}


@pytest.fixture
def exam(tmp_path: Path) -> Path:
    (tmp_path / "accepted.yaml").write_text(BLUEPRINT)
    blueprint, source = read_blueprint(tmp_path / "accepted.yaml")
    sealed = assemble(blueprint, [Student(name, name) for name in WRITTEN], Bank(), source, b"a secret")
    sealed.write(tmp_path / "exam" / "exam.sealed.json")
    rows = [["id", *KEY], *([name, *answers.values()] for name, answers in WRITTEN.items())]
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    (tmp_path / "class.csv").write_text(made.getvalue())
    return tmp_path / "exam"


@pytest.mark.parametrize("witness", ["sealed", "both"])
def test_what_follows_from_an_accepted_value_earns_full_points(exam, witness) -> None:
    run("grade", exam, exam.parent / "class.csv", "--witness", witness)
    before = marks(exam)
    assert before["follows"] == ["0", "1", "1"], "half of what followed from a mistake"
    assert before["blank"] == ["0", "0", "1"]
    run("regrade", exam, "--also-accept", "1a", "2*images", "--yes")
    after = marks(exam)
    full = ["2", "2", "2"]
    assert (after["key"], after["follows"], after["alone"], after["blank"]) == (full, full, full, ["0", "2", "2"])
    assert after["slips"] == ["2", "0", "1"], "a mistake of its own still costs its points, and is followed through"
    assert after["mixed"] == before["mixed"], "who wrote the key cannot have gone on from the other value"
    assert after["wrong"] == before["wrong"]
    page = (exam / "feedback" / "follows.html").read_text()
    assert "It follows from 2*images, which is accepted as well." in page
    run("grade", exam, "--witness", witness)
    assert marks(exam) == after, "also when it is marked again"
