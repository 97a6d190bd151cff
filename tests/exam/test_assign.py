"""A spare paper is given to a student: nothing is printed again, and the sealed exam knows whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.exam.generate import generate
from examgen.exam.sealed import FILE_NAME, SealedExam


@pytest.fixture(scope="module")
def exam(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("spare")
    (folder / "exam.yaml").write_text(
        "title: Spare\nsections:\n  - questions:\n      - {question: convolution.output_size, points: 2}\n",
        encoding="utf-8",
    )
    (folder / "class.csv").write_text("id,name,room\ns1,Ada,A1\ns2,Grace,A2\n", encoding="utf-8")
    generate(folder / "exam.yaml", folder / "class.csv", folder / "out", Bank(), b"a secret of the test", spares=2)
    return folder / "out"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["assign", *arguments])
    return result.exit_code, result.output


def test_a_late_student_gets_a_spare_paper_and_a_spoilt_one_is_replaced(exam) -> None:
    before = SealedExam.read(exam / FILE_NAME)
    one, other = (paper.number for paper in before.papers if not paper.student)
    code, said = run(str(exam), f"{one[:4].lower()}-{one[4:]}", "late7", "--name", "Emmy Noether")
    assert (code, said.startswith(f"paper {one} now belongs to late7")) == (0, True), said
    after = SealedExam.read(exam / FILE_NAME)
    paper = after.paper(one)
    assert paper is not None
    assert (paper.student, paper.name) == ("late7", "Emmy Noether")
    assert [p.questions for p in after.papers] == [p.questions for p in before.papers]
    assert after.digests == before.digests
    assert f'paper: "{one}"' in (exam / "answers" / "late7.yaml").read_text(encoding="utf-8")

    code, said = run(str(exam), other, "s1")
    assert code == 2
    assert "is added as a new student" not in said
    assert "s1 already has paper" in said
    code, said = run(str(exam), other, "s1", "--instead")
    assert code == 0, said
    replaced = SealedExam.read(exam / FILE_NAME)
    mine = next(p for p in replaced.papers if p.student == "s1")
    assert (mine.number, mine.name, mine.columns["room"]) == (other, "Ada", "A1")
    old = replaced.paper(before.papers[0].number)
    assert old is not None
    assert old.student == ""
    code, said = run(str(exam), old.number, "s11")
    assert (code, "s11 had no paper and is added as a new student" in said) == (0, True), said


def test_a_wrong_number_or_a_taken_paper_is_told(exam) -> None:
    taken = next(paper for paper in SealedExam.read(exam / FILE_NAME).papers if paper.student == "s2")
    for arguments, says in (
        ((taken.number, "new1"), f"paper {taken.number} belongs to s2"),
        (("0000000Z", "new1"), "is not a paper number: a character is wrong"),
        (("00000000", "new1"), "has no paper 00000000; spare ones are"),
        ((taken.number, "../etc"), "cannot name a file"),
    ):
        code, said = run(str(exam), *arguments)
        assert code == 2
        assert says in said
