"""Who gets which spare paper, what is written for it, and in which words anything else is refused. No network runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from examgen.exam.assign import AssignError, assign
from examgen.exam.makeup import _next_id, makeup_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import FILE_NAME, SealedExam
from examgen.exam.sheet import read_sheet

SIZE = "{question: toy.size, points: 2}"
CLASS = [Student("s1", "Ada", {"room": "A1"}), Student("s2", "Grace", {})]


@pytest.fixture
def folder(made, tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    made(SIZE, roster=CLASS, spares=2).write(tmp_path / "out" / FILE_NAME)
    (tmp_path / "out" / FILE_NAME).chmod(0o640)
    return tmp_path / "out"


def papers(folder: Path) -> dict[str, tuple[str, str, dict[str, str]]]:
    exam = SealedExam.read(folder / FILE_NAME)
    return {paper.number: (paper.student, paper.name, dict(paper.columns)) for paper in exam.papers}


def numbers(folder: Path) -> list[str]:
    return list(papers(folder))


def test_a_spare_paper_is_given_to_a_new_student_with_a_sheet_of_its_own(folder, toys) -> None:
    before = papers(folder)
    ada, grace, first, second = numbers(folder)
    given = assign(folder, f"{first[:4].lower()} {first[4:]}", "s3", toys, name="Emmy")
    assert (given.number, given.student, given.name) == (first, "s3", "Emmy")
    assert papers(folder) == {**before, first: ("s3", "Emmy", {})}
    assert numbers(folder) == [ada, grace, first, second], "in their order"
    assert [path.name for path in (folder / "answers").iterdir()] == ["s3.yaml"]
    sheet = read_sheet(folder / "answers" / "s3.yaml")
    assert (sheet.student, sheet.paper, dict(sheet.answers)) == ("s3", first, {"1": ""})
    assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o640, "whoever could read it still can"
    assert assign(folder, second, "s4", toys).name == "s4"


def test_the_same_paper_given_once_more_to_the_same_student_changes_nothing(folder, toys) -> None:
    _, _, first, _ = numbers(folder)
    assign(folder, first, "s3", toys, name="Emmy")
    before = (folder / FILE_NAME).read_bytes()
    assert assign(folder, first, "S3", toys).name == "Emmy"
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_student_whose_paper_is_lost_gets_another_one_and_that_becomes_a_spare(folder, toys) -> None:
    ada, _, first, _ = numbers(folder)
    with pytest.raises(
        AssignError, match=f"s1 already has paper {ada}; with --instead, this one counts and the other becomes"
    ):
        assign(folder, first, "s1", toys)
    given = assign(folder, first, "s1", toys, instead=True)
    assert (given.name, dict(given.columns)) == ("Ada", {"room": "A1"})
    assert papers(folder)[ada] == ("", "", {})
    assert papers(folder)[first] == ("s1", "Ada", {"room": "A1"})
    assert sorted(path.name for path in (folder / "answers").iterdir()) == sorted(["s1.yaml", f"{ada}.yaml"])
    assert read_sheet(folder / "answers" / f"{ada}.yaml").student == ""


def test_what_cannot_be_given_is_refused_and_nothing_is_written(folder, toys) -> None:
    ada, _, first, second = numbers(folder)
    other = _other_number(numbers(folder))
    for number, student, says in (
        (first, "../s3", r"the id '../s3' cannot name a file; use letters, digits and \. _ @ \+ - \(at most 64\)"),
        (ada, "s3", f"paper {ada} belongs to s1; give s3 a spare one"),
        (other, "s3", f"toys has no paper {other}; spare ones are {first}, {second}$"),
    ):
        with pytest.raises(AssignError, match=says):
            assign(folder, number, student, toys)
    assert not (folder / "answers").exists()
    for number, student in ((first, "s3"), (second, "s4")):
        assign(folder, number, student, toys)
    with pytest.raises(AssignError, match=f"has no paper {other}; spare ones are none"):
        assign(folder, other, "s5", toys)


def _other_number(known: list[str]) -> str:
    from examgen.exam.numbers import paper_numbers

    return next(number for number in paper_numbers(b"other" * 8, ["x"]).values() if number not in known)


@pytest.mark.parametrize(
    ("id_", "following"),
    [("exam", "exam-makeup"), ("exam-makeup", "exam-makeup-2"), ("exam-makeup-2", "exam-makeup-3"), ("exam-makeup-9", "exam-makeup-10"),
     ("x" * 64, "x" * 57 + "-makeup"), ("exam-makeup-b", "exam-makeup-b-makeup"), ("-makeup", "-makeup-makeup")],
)  # fmt: skip
def test_each_make_up_exam_has_a_name_of_its_own(id_, following) -> None:
    assert _next_id(id_) == following


def test_a_make_up_exam_asks_what_was_chosen_for_all(made, toys) -> None:
    topic = "{topic: toy, points: 2, count: 2, answer: choice, options: 5, numbers: same, bonus: true}"
    pool = "{draw: 1, of: [judged.grid, {question: judged.chain, set: {x: [1, 2]}}], points: 3, id: p, per: exam}"
    own = "{draw: 1, of: [judged.grid, judged.chain], points: 1, per: student}"
    exam = made(topic, pool, own, SIZE.replace("toy.size", "asked.lists"), roster=CLASS)
    made_up = makeup_blueprint(exam)
    (section,) = made_up.sections
    chosen = [question.question for question in exam.papers[0].questions]
    first, second, third, fourth, fifth = section.questions
    assert {first.question, second.question} == set(chosen[:2]) == {"toy.size", "toy.layer"}
    assert (first.points, first.answer, first.options, first.numbers, first.bonus, first.set) == (
        2,
        "choice",
        5,
        "same",
        True,
        {},
    )
    assert third.question == chosen[2]
    assert third.set == ({"x": [1, 2]} if chosen[2] == "judged.chain" else {})
    assert (fourth.draw, fourth.per, fifth.question) == (1, "student", "asked.lists")
    assert made_up.id == f"{exam.id}-makeup"
    head = exam.blueprint.model_copy(update={"id": "other", "title": "Again"})
    again = makeup_blueprint(exam, head)
    assert (again.id, again.title, again.sections) == ("other", "Again", made_up.sections)
    assert makeup_blueprint(exam, exam.blueprint).id == f"{exam.id}-makeup"
