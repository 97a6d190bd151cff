"""The table of a very large class is marked without a gradebook, and earns what a gradebook would give it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.cli import main
from examgen.errors import UserError
from examgen.exam.blueprint import Late, Marking
from examgen.gradebook.grade import grade
from examgen.gradebook.marks_only import write_marks
from examgen.gradebook.regrade import make, propose
from examgen.gradebook.rulebook import Accepted, Rulebook
from examgen.gradebook.store import Gradebook
from examgen.marking import stream


@pytest.fixture
def exam(term):
    """The exam with a deadline, after which a tenth of the points is lost for each hour."""
    marking = Marking(deadline="2026-07-01T12:00:00Z", late=Late(loss=0.1, per="hour"))
    return term.exam.model_copy(update={"blueprint": term.exam.blueprint.model_copy(update={"marking": marking})})


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table(folder: Path, term, *students: str) -> Path:
    """A right paper, a late one, one with a wrong and an unreadable answer, and so on in turn."""
    path = folder / "class.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "1", "2", "3", "submitted at"])
        for n, student in enumerate(students):
            right = term.right(student)
            if n % 3 == 2:
                right = right | {"1": "77", "2": "see page 3"}
            when = "2026-07-01T13:30:00Z" if n % 3 == 1 else "2026-07-01T11:00:00Z"
            rows.writerow([student, *right.values(), when])
    return path


@pytest.mark.parametrize("at_once", [1, 2, 1000])
def test_each_row_earns_what_the_gradebook_gives_it(term, exam, tmp_path, monkeypatch, at_once) -> None:
    monkeypatch.setattr(stream, "AT_ONCE", at_once)
    answers = table(tmp_path, term, "s1003", "s1001", "s1002")
    grade(exam, [answers], term.bank, tmp_path / "grades", keras=False)

    count = write_marks(exam, answers, term.bank, tmp_path / "marks.csv", tmp_path, keras=False)

    marks = written(tmp_path / "marks.csv")
    assert [(row.pop("row"), row["id"]) for row in marks] == [("2", "s1003"), ("3", "s1001"), ("4", "s1002")]
    grades = {row["id"]: row for row in written(tmp_path / "grades" / "grades.csv")}
    assert marks == [grades[row["id"]] for row in marks]
    assert len({row["points"] for row in marks}) == 3
    assert (count.marked, count.pending, count.problems) == (3, 1, 0)


def test_the_rules_are_those_of_the_last_regrade(term, exam, tmp_path) -> None:
    answers = table(tmp_path, term, "s1001", "s1002", "s1003")
    grade(exam, [answers], term.bank, tmp_path, keras=False)
    place = term.exam.papers[0].questions[0].place
    accepted = Accepted(answer=f"{place}/{term.exam.papers[0].questions[0].asks[0].name}", value="77")
    rules = Rulebook.of(exam).model_copy(update={"also_accept": (accepted,)})
    with Gradebook.open(tmp_path, exam) as book:
        make(book, propose(book, term.bank, rules, keras=False))

    write_marks(exam, answers, term.bank, tmp_path / "marks.csv", tmp_path, keras=False)

    assert [row["1"] for row in written(tmp_path / "marks.csv")] == ["2", "2", "2"]


def test_a_student_who_stands_there_twice_is_told_and_so_is_a_stranger(term, exam, tmp_path) -> None:
    answers = table(tmp_path, term, "s1001", "s1002", "s1001")
    answers.write_text(answers.read_text().replace("s1002", "a-stranger"), encoding="utf-8")
    told, noted = list[str](), list[str]()

    count = write_marks(
        exam, answers, term.bank, tmp_path / "marks.csv", tmp_path, keras=False, tell=told.append, note=noted.append
    )

    assert [row["row"] for row in written(tmp_path / "marks.csv")] == ["2", "4"]
    assert ["row 3" in each for each in told] == [True]
    assert ["row 4: s1001 has another row; both are marked" in each for each in noted] == [True]
    assert (count.marked, count.problems, count.again) == (2, 1, 1)


def test_what_was_written_before_stays_where_a_table_breaks_off(term, exam, tmp_path) -> None:
    answers, marks = table(tmp_path, term, "s1001", "s1002"), tmp_path / "marks.csv"
    marks.write_text("before", encoding="utf-8")
    answers.write_bytes(answers.read_bytes() + b"s1003,\xff\n")

    with pytest.raises(UserError, match="expected UTF-8"):
        write_marks(exam, answers, term.bank, marks, tmp_path, keras=False)

    assert marks.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class.csv", "marks.csv"]
    with pytest.raises(UserError, match="is the table of answers itself"):
        write_marks(exam, answers, term.bank, answers, tmp_path, keras=False)


def test_the_command_takes_one_table(tmp_path) -> None:
    found = CliRunner().invoke(main, ["grade", str(tmp_path), "a.csv", "b.csv", "--marks-only", "marks.csv"])
    assert found.exit_code == 2


def test_the_command_says_what_was_marked_and_what_was_not(term, exam, tmp_path) -> None:
    exam.write(tmp_path / "exam" / "exam.sealed.json")
    answers = table(tmp_path, term, "s1001", "s1002", "s1001")
    answers.write_text(answers.read_text().replace("s1002", "a-stranger"), encoding="utf-8")
    command = ["grade", str(tmp_path / "exam"), str(answers), "--witness", "sealed", "--marks-only"]

    said = CliRunner().invoke(main, [*command, str(tmp_path / "marks.csv")])
    told = CliRunner().invoke(main, [*command, str(tmp_path / "again.csv"), "--json"])

    assert said.exit_code == told.exit_code == 1
    assert said.stdout.startswith("2 rows marked")
    assert said.stdout.index("Not marked") < said.stdout.index("a-stranger") < said.stdout.index("To look at")
    found = json.loads(told.stdout)
    assert (found["marked"], found["not marked"], len(found["problems"]), len(found["notes"])) == (2, 1, 1, 1)
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "marks.csv").read_bytes()
