"""Make-up exams, groups, and what the roster grants one student: the same questions with other numbers, and more time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.makeup import asked_before, makeup_blueprint, variant_name
from examgen.exam.printing import ExtraTimeError, minutes_given, paper_document
from examgen.exam.roster import Student
from examgen.exam.sealed import FILE_NAME, SealedExam

BANK = Bank()
CLASS = tuple(Student(f"s{i}", f"Student {i}") for i in range(4))
BLUEPRINT = """\
id: e1
title: First sitting
duration: 60
logo: crest.svg
sections:
  - title: One
    questions:
      - {question: convolution.padding_modes, points: 2, numbers: group}
      - {topic: dense, level: 1, count: 2, points: 2}
      - {draw: 1, of: [dense.flatten_length, dense.parameter_count], points: 1}
      - {text: "Why?", points: 1, criteria: [Because.], model_answer: Because.}
"""
CREST = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'
Make = Callable[..., SealedExam]


@pytest.fixture
def make(tmp_path) -> Make:
    (tmp_path / "crest.svg").write_text(CREST)

    def made(text: str = BLUEPRINT, roster=CLASS, earlier: SealedExam | None = None) -> SealedExam:
        (tmp_path / "exam.yaml").write_text(text, encoding="utf-8")
        blueprint, source = read_blueprint(tmp_path / "exam.yaml")
        if earlier:
            blueprint = makeup_blueprint(earlier)
        return assemble(blueprint, roster, BANK, source, b"a secret of the test", earlier=earlier)

    return made


def test_a_make_up_exam_asks_the_same_questions_with_numbers_that_nobody_had(make, tmp_path) -> None:
    first = make()
    second = make(earlier=first, roster=(*CLASS, Student("late", "Late Student")))

    def chosen_for_all(exam: SealedExam) -> list[str]:
        return [question.question for question in exam.papers[0].questions[:3]]

    assert second.id == "e1-makeup"
    assert chosen_for_all(second) == chosen_for_all(first)
    drawn = {variant_name(q.question, q.parameters) for p in second.papers for q in p.questions if q.question != "text"}
    assert not drawn & asked_before(first)
    assert [p.questions[-1].statement for p in second.papers] == ["Why?"] * 5
    assert second.papers[0].points == first.papers[0].points
    assert second.images == first.images, "the logo is in the sealed exam"
    assert paper_document(second, second.papers[0], BANK).logo is not None
    assert makeup_blueprint(second).id == "e1-makeup-2"
    head, _ = read_blueprint(tmp_path / "exam.yaml")
    later = makeup_blueprint(first, head.model_copy(update={"title": "Second sitting", "date": "2027-01-08"}))
    assert (later.title, later.date, later.id) == ("Second sitting", "2027-01-08", "e1-makeup")


def test_a_group_has_the_same_numbers_and_its_neighbours_others(make) -> None:
    roster = [Student(f"s{i}", f"S {i}", {"Group": "AB"[i % 2]}) for i in range(4)]
    a, b, c, d = (paper.questions[0].parameters for paper in make(roster=roster).papers)
    assert (a, b) == (c, d)
    assert a != b
    alone = [paper.questions[0].parameters for paper in make(roster=(*roster, Student("x", "X"))).papers]
    assert alone[:4] == [a, b, c, d]
    assert alone[4] not in (a, b), "who has no group has numbers of their own"


@pytest.mark.parametrize(
    ("said", "minutes"), [("", 60), ("25 %", 75), ("+33%", 80), ("20", 80), ("15 min", 75), ("no", 60), ("12,5 %", 68)]
)
def test_extra_time_is_printed_on_the_students_own_paper(said, minutes, sealed) -> None:
    exam, paper = sealed({"Extra time": said})
    assert minutes_given(exam, paper) == minutes
    assert f"{minutes} minutes" in paper_document(exam, paper, BANK).duration.replace("\N{NO-BREAK SPACE}", " ")


def test_extra_time_that_is_no_time_is_refused(sealed) -> None:
    with pytest.raises(ExtraTimeError, match=r"extra time of s1 must be minutes or a part such as 25 %, got 'a lot'"):
        minutes_given(*sealed({"extra_time": "a lot"}))


@pytest.fixture
def sealed():
    def made(columns: dict[str, str]):
        exam = SealedExam.model_validate(
            {
                "id": "e", "engine": "0", "bank": "0",
                "blueprint": {"title": "T", "duration": 60, "sections": [{"questions": [{"question": "a.b", "points": 1}]}]},
                "papers": [{"number": "P", "student": "s1", "name": "S", "columns": columns, "questions": []}],
            }
        )  # fmt: skip
        return exam, exam.papers[0]

    return made


def test_without_blueprint_and_exam_there_is_nothing_to_make(tmp_path: Path) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\ns1,Ada\n")
    arguments = ["generate", "--roster", str(roster), "--out", str(tmp_path / "out")]
    refused = CliRunner().invoke(main, arguments)
    assert refused.exit_code == 2
    assert "expected a BLUEPRINT, or --as-makeup-of" in refused.stderr
    nowhere = CliRunner().invoke(main, [*arguments, "--as-makeup-of", str(tmp_path)])
    assert nowhere.exit_code == 2
    assert FILE_NAME in nowhere.stderr
