"""People have the last word: what they decide stands, with who and why, until they decide otherwise."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.arrays import cells
from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam
from examgen.gradebook.decisions import Case, Decided, decide, queue, withdraw
from examgen.gradebook.feedback import summary
from examgen.gradebook.review import Reviewer, rules_of, shown
from examgen.gradebook.standing import standing
from examgen.gradebook.store import Gradebook


def run(*arguments: object, typed: str = "") -> str:
    done = CliRunner().invoke(main, list(map(str, arguments)), input=typed)
    assert done.exit_code in (0, 1), done.output
    return done.output


def rows(folder: Path) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO((folder / "grades.csv").read_text("utf-8-sig")))}


def answer(book, student: str, label: str):
    return standing(book).of_student(student).answer(label)


@pytest.fixture
def pending(term, book):
    """Two unreadable answers, one of them to be settled by reading it."""
    return term.run(
        book, s1001=term.sheet("s1001", _1="about that"), s1002=term.sheet("s1002", _1="see page 3", _2="1")
    )


def test_a_decision_stands_with_its_reason_and_the_latest_counts(book, pending) -> None:
    paper = pending.of_student("s1001")
    decide(book, [Decided(paper, paper.answer("1"), Decimal(1), "half of it")], by="ada")
    assert (answer(book, "s1001", "1").points, answer(book, "s1001", "1").pending) == (1, False)
    assert answer(book, "s1001", "1").rule.text == "Decided by a person. half of it."
    (second,) = decide(book, [Decided(paper, paper.answer("1"), Decimal("1.5"), "more than half")], by="grace")
    found = answer(book, "s1001", "1")
    assert (found.points, found.decided.by) == (Decimal("1.5"), "grace")
    assert (found.state, found.settled) == ("unreadable", "partial")
    assert summary(standing(book).papers)["answers"]["1"] == {"partial": 1, "unreadable": 1}
    assert [(d.by, d.why, d.stands) for d in found.decisions] == [
        ("ada", "half of it", False),
        ("grace", "more than half", True),
    ]
    withdraw(book, [second], by="grace")
    assert answer(book, "s1001", "1").points == 1


def test_a_decision_is_about_what_was_written_and_not_about_a_later_answer(term, book, pending) -> None:
    paper = pending.of_student("s1001")
    decide(book, [Decided(paper, paper.answer("1"), Decimal(2), "as agreed")])
    term.run(book, s1001=term.sheet("s1001", _1="-7"))
    assert answer(book, "s1001", "1").points == 0
    assert not answer(book, "s1001", "1").decisions[0].stands
    term.run(book, s1001=term.sheet("s1001", _1="about that"))
    assert answer(book, "s1001", "1").points == 2


def test_two_markers_who_disagree_leave_the_answer_pending_until_somebody_settles_it(book, pending) -> None:
    paper = pending.of_student("s1001")
    given = paper.answer("1")
    decide(book, [Decided(paper, given, Decimal(1))], by="ada")
    assert queue(standing(book), second=True, by="ada") == []
    (case,) = queue(standing(book), second=True, by="grace")
    decide(book, case.decided(Decimal(2), "", "second"), by="grace")
    found = answer(book, "s1001", "1")
    assert (found.lowest, found.highest, found.pending) == (1, 2, True)
    decide(book, [Decided(paper, given, Decimal("1.5"))], by="alan")
    assert (answer(book, "s1001", "1").points, answer(book, "s1001", "1").pending) == (Decimal("1.5"), False)
    decide(book, case.decided(Decimal("1.5"), "", "second"), by="grace")
    assert not answer(book, "s1001", "1").pending


def test_equal_answers_with_the_same_key_are_decided_once(term, book) -> None:
    (one, two) = [p.student for p in term.exam.papers][:2]
    stands = term.run(book, **{s: term.sheet(s, _1="about that", _2="illegible") for s in (one, two)})
    alone = queue(stands, each=True)
    assert len(alone) == 4
    same_key = len({str(p.answer("1").ask.key) for p in stands.papers[:2]}) == 1
    grouped = queue(stands, labels=["1"])
    assert len(grouped) == (1 if same_key else 2)
    assert {len(case.answers) for case in grouped} == ({2} if same_key else {1})


def test_the_reason_of_a_decision_goes_when_another_decision_replaces_it_and_comments_stay(term, book) -> None:
    stands = term.run(book, s1001=term.sheet("s1001", _1="about that"))
    paper = stands.of_student("s1001")
    decide(book, [Decided(paper, paper.answer("1"), None, "write the number alone", "comment")], by="ada")
    decide(book, [Decided(paper, paper.answer("1"), Decimal(0), "no number")], by="ada")
    decide(book, [Decided(paper, paper.answer("1"), Decimal(2), "ten is right!")], by="ada")
    assert answer(book, "s1001", "1").rule.text == "Decided by a person. write the number alone. ten is right!"


def test_keys_at_the_terminal_accept_give_points_comment_skip_and_undo(term, book, pending) -> None:
    reviewer = Reviewer(book, term.bank, queue(standing(book)), "ada")
    with pytest.raises(ValueError, match="at most"):
        reviewer.do("99")
    with pytest.raises(ValueError, match=r"neither points .* nor"):
        reviewer.do("what")
    with pytest.raises(ValueError, match="no possible readings; type its points, or a to accept it"):
        reviewer.do("r1")
    assert reviewer.do("c write the number alone") == "commented; the answer stays pending"
    assert reviewer.do("a") == "2 of 2, 1 answer"
    assert reviewer.read
    assert reviewer.do("0.5 not the number").startswith("0.5 of 2")
    assert reviewer.case is None
    assert reviewer.do("x") == ""
    assert answer(book, "s1002", "1").points == Decimal("0.5")
    reviewer.place = 1
    assert reviewer.do("u") == "undone"
    assert answer(book, "s1002", "1").pending
    assert answer(book, "s1001", "1").rule.text == "Decided by a person. write the number alone."


def test_a_reading_is_shown_with_the_points_that_the_rules_give_it(term, book) -> None:
    first, *others = cells(term.exam.papers[0].questions[2].asks[0].key)
    typed = " ".join(map(str, (first, *(9 for _ in others))))
    paper = term.run(book, s1001=term.sheet("s1001", _3=typed)).of_student("s1001")
    wrong = paper.answer("3")
    (reading,) = shown(Case(((paper, wrong),)), term.bank, rules_of(book)).meant
    assert len(others) > 1, "less than half of it is right"
    assert reading.points == wrong.points == 0


def test_a_review_through_a_pipe_marks_again_what_is_to_be_read_otherwise(sat, handed_in, tmp_path) -> None:
    exam = tmp_path / "exam"
    sat.exam.write(exam / "exam.sealed.json")
    (handed_in / "s1001.yaml").write_text(sat.sheet("s1001", _1="about that"))
    (handed_in / "s1002.yaml").write_text(sat.sheet("s1002", _1="see page 3"))
    run("grade", exam, handed_in, "--witness", "sealed")
    assert rows(exam)["s1001"]["status"] == "marked, 1 answer pending"
    said = run("review", exam, "--by", "ada", typed="?\nw\na\n0 nothing there\n")
    assert "about that" in said
    assert "2 answers decided\n" in said
    assert [rows(exam)[s]["points"] for s in ("s1001", "s1002")] == ["6", "4"]
    assert rows(exam)["s1001"]["status"] == "marked"
    assert "nothing there" in (exam / "feedback" / "s1002.html").read_text()
    assert "nothing is pending" in run("review", exam)
    with Gradebook.open(exam, sat.exam) as book:
        found = answer(book, "s1001", "1")
        assert found.written.text == "about that"
        assert [mark.state for mark in found.history] == ["unreadable", "right"]
    run("grade", exam, handed_in, "--witness", "sealed")
    assert [rows(exam)[s]["points"] for s in ("s1001", "s1002")] == ["6", "4"], "a later run keeps what was decided"


def test_open_cases_are_decided_in_a_spreadsheet(sat, handed_in, tmp_path) -> None:
    exam, table = tmp_path / "exam", tmp_path / "open.csv"
    sat.exam.write(exam / "exam.sealed.json")
    (handed_in / "s1001.yaml").write_text(sat.sheet("s1001", _1="=about that"))
    run("grade", exam, handed_in, "--witness", "sealed")
    assert "1 open case" in run("review", exam, "--csv", table)
    (row,) = csv.DictReader(io.StringIO(table.read_text("utf-8-sig")))
    assert row["written"] == "'=about that", "nothing that a spreadsheet runs"
    filled = table.read_text("utf-8-sig").rstrip("\n").removesuffix(",,") + ",1.5,nearly\n"
    table.write_text(filled.replace(",", ";").replace("1.5", "1,5"), encoding="utf-8-sig")
    comment = table.read_text("utf-8-sig").replace(";1,5;nearly", ";;only the number")
    (tmp_path / "comment.csv").write_text(comment, encoding="utf-8-sig")
    said = run("decide", exam, "--from", tmp_path / "comment.csv")
    assert "s1001 1: commented; still pending" in said
    assert "0 answers decided, 1 comment kept\n1 answer still pending: examgen review" in said
    assert "s1001 1: 0 → 1.5 of 2" in run("decide", exam, "--from", table)
    assert (rows(exam)["s1001"]["points"], rows(exam)["s1001"]["1"]) == ("5.5", "1.5")


def _table_of_open_cases(exam: Path, table: Path, points: str) -> str:
    """The table of open cases with the same points for each; what the command says of it is left to the test."""
    run("review", exam, "--csv", table)
    head, *lines = table.read_text("utf-8-sig").splitlines()
    table.write_text(
        "\n".join([head, *(f"{line.removesuffix(',,')},{points}," for line in lines)]), encoding="utf-8-sig"
    )
    return "\n".join(lines)


def test_a_table_decides_what_is_left_of_equal_answers_when_the_first_was_decided_meanwhile(tmp_path) -> None:
    exam, sheets, table = tmp_path / "exam", tmp_path / "sheets", tmp_path / "open.csv"
    sheets.mkdir()
    (tmp_path / "same.yaml").write_text(
        "title: Same\nsections: [{questions: [{question: convolution.output_size, points: 2, numbers: same}]}]\n",
        "utf-8",
    )
    blueprint, source = read_blueprint(tmp_path / "same.yaml")
    students = [Student("s1001", "Ada"), Student("s1002", "Grace")]
    sealed = assemble(blueprint, students, Bank(), source, b"same")
    sealed.write(exam / "exam.sealed.json")
    for paper in sealed.papers:
        head = f'exam: "{sealed.id}"\nstudent: "{paper.student}"\npaper: "{paper.number}"\nanswers:\n'
        (sheets / f"{paper.student}.yaml").write_text(f'{head}  1: "about that"\n', "utf-8")
    run("grade", exam, sheets, "--witness", "sealed")
    assert len(_table_of_open_cases(exam, table, "0.5").splitlines()) == 1, "the two answers are one case"
    run("decide", exam, "s1001", "1", "2")
    said = run("decide", exam, "--from", table)
    assert "s1002 1: 0 → 0.5 of 2\n1 answer decided" in said
    assert (rows(exam)["s1001"]["1"], rows(exam)["s1002"]["1"]) == ("2", "0.5")
    assert "no decision is needed there any more" in run("decide", exam, "--from", table)


def test_a_table_decides_nothing_about_an_answer_that_has_changed_since(sat, handed_in, tmp_path) -> None:
    exam, table = tmp_path / "exam", tmp_path / "open.csv"
    sat.exam.write(exam / "exam.sealed.json")
    (handed_in / "s1001.yaml").write_text(sat.sheet("s1001", _1="about that"))
    run("grade", exam, handed_in, "--witness", "sealed")
    _table_of_open_cases(exam, table, "2")
    (handed_in / "s1001.yaml").write_text(sat.sheet("s1001", _1="no idea, perhaps x"))
    run("grade", exam, handed_in, "--witness", "sealed")
    assert "the answer has changed since the table was written; left out" in run("decide", exam, "--from", table)
    assert rows(exam)["s1001"]["1"] == "0"
    table.write_text(table.read_text("utf-8-sig").replace("/1,", "/9,"), encoding="utf-8-sig")
    assert "no paper has such an answer; left out" in run("decide", exam, "--from", table)


def test_a_second_marker_decides_in_a_spreadsheet_without_seeing_what_the_first_gave(sat, handed_in, tmp_path) -> None:
    exam, table = tmp_path / "exam", tmp_path / "second.csv"
    sat.exam.write(exam / "exam.sealed.json")
    for student in ("s1001", "s1002"):
        (handed_in / f"{student}.yaml").write_text(sat.sheet(student, _1="about that"))
    run("grade", exam, handed_in, "--witness", "sealed")
    run("decide", exam, "s1001", "1", "1.5", "--why", "nearly right", "--by", "ada")
    run("decide", exam, "s1002", "1", "1", "--by", "ada")
    (handed_in / "s1003.yaml").write_text(sat.sheet("s1003", _2="around it"))
    run("grade", exam, handed_in, "--witness", "sealed")
    run("review", exam, "2", "--by", "ada", typed="a\n")
    assert "3 open cases" in run("review", exam, "--second", "--by", "alan", "--each", "--csv", table)
    text = table.read_text("utf-8-sig")
    assert "nearly right" not in text
    found = list(csv.DictReader(io.StringIO(text)))
    assert {(row["points"], row["read"]) for row in found} == {("", "")}, "nor what the first one accepted it as"
    assert "around it" in text
    text = "".join(line for line in text.splitlines(keepends=True) if "around it" not in line)
    lines = text.splitlines()
    table.write_text(
        "\n".join([lines[0], *(line.removesuffix(",,") + ",1," for line in lines[1:])]), encoding="utf-8-sig"
    )
    said = run("decide", exam, "--from", table, "--by", "alan")
    assert "2 answers decided" in said
    assert "s1001 1: 1 of 2 by the second marker; the two differ, so it is pending\n" in said
    assert "s1002 1: 1 of 2 by the second marker\n" in said
    found = rows(exam)
    assert found["s1001"]["status"] == "marked, 1 answer pending", "the two differ"
    assert found["s1002"]["status"] == "marked", "the two agree"
    assert "there is nothing to mark a second time" in run("review", exam, "1", "--second", "--by", "alan")


def test_points_changed_in_grades_csv_are_told_and_taken_over_on_demand(sat, handed_in, tmp_path) -> None:
    exam = tmp_path / "exam"
    sat.exam.write(exam / "exam.sealed.json")
    run("grade", exam, handed_in, "--witness", "sealed")
    edited = (exam / "grades.csv").read_text("utf-8-sig").replace("s1002,Grace Hopper", "s1002,Grace M. Hopper")
    lines = [line.replace(",2,3,1,", ",1,3,1,") if line.startswith("s1001") else line for line in edited.splitlines()]
    (exam / "grades.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    said = run("grade", exam, handed_in, "--witness", "sealed")
    assert "your version is kept as grades-edited-1.csv" in said
    assert "s1001 1: 2 became 1" in said
    assert "--from" in said
    assert rows(exam)["s1001"]["points"] == "6"
    said = run("decide", exam, "--from", exam / "grades-edited-1.csv", "--why", "agreed with her")
    assert "s1001 1: 2 → 1 of 2" in said
    assert "1 answer decided" in said
    assert rows(exam)["s1001"]["points"] == "5"
    assert rows(exam)["s1002"]["name"] == "Grace Hopper"


def test_one_answer_is_decided_by_a_command_that_says_what_there_is(sat, handed_in, tmp_path) -> None:
    exam = tmp_path / "exam"
    sat.exam.write(exam / "exam.sealed.json")
    assert "has no gradebook yet" in CliRunner().invoke(main, ["decide", str(exam), "s1001", "1", "1"]).output
    run("grade", exam, handed_in, "--witness", "sealed")
    run("decide", exam, "S1001", "1", "0,5", "--why", "copied")
    assert rows(exam)["s1001"]["points"] == "4.5"
    for arguments, said in (
        (["s1001", "9", "1"], "s1001 has no marked answer 9; the answers are 1, 2"),
        (["nobody", "1", "1"], "there is no student or paper nobody"),
        (["s1001", "1", "3"], "expected points from 0 to 2, with at most two decimals, got '3'"),
        (["s1001", "1", "0.333"], "with at most two decimals, got '0.333'"),
        (["s1001", "1", "nan"], "expected points from 0 to 2, with at most two decimals, got 'nan'"),
    ):
        done = CliRunner().invoke(main, ["decide", str(exam), *arguments])
        assert (done.exit_code, said in done.output) == (2, True), done.output


def test_grades_are_released_by_a_command_and_later_changes_are_told(sat, handed_in, tmp_path) -> None:
    exam = tmp_path / "exam"
    sat.exam.write(exam / "exam.sealed.json")
    (handed_in / "s1001.yaml").write_text(sat.sheet("s1001", _1="about that"))
    run("grade", exam, handed_in, "--witness", "sealed")
    refused = CliRunner().invoke(main, ["release", str(exam)])
    assert (refused.exit_code, "1 answer is pending" in refused.output) == (2, True)
    run("review", exam, typed="0\n")
    assert "4 grades released by ada" in run("release", exam, "--by", "ada")
    assert "s1001: released with 4 points, now 5" in run("decide", exam, "s1001", "1", "1")
    assert "1 differ from the last release" in run("release", exam)


@pytest.fixture(scope="module")
def pooled(tmp_path_factory) -> SealedExam:
    """An exam that asks for a matrix."""
    path = tmp_path_factory.mktemp("pooled") / "pooled.yaml"
    path.write_text("title: Pooled\nsections: [{questions: [{question: pooling.max_map, points: 3}]}]\n", "utf-8")
    blueprint, source = read_blueprint(path)
    return assemble(blueprint, [Student("s1", "Ada")], Bank(), source, b"pooled")


@pytest.mark.parametrize(("reading", "state", "points"), [("r1", "wrong", "0"), ("r2", "right", "3")])
def test_a_matrix_in_one_row_counts_as_the_person_says_who_looks_at_it(
    pooled, tmp_path, reading, state, points
) -> None:
    paper = pooled.papers[0]
    row = " ".join(str(cell) for cell in cells(paper.questions[0].asks[0].key))
    (tmp_path / "s1.yaml").write_text(
        f'exam: "{pooled.id}"\nstudent: "s1"\npaper: "{paper.number}"\nanswers:\n  1: "{row}"\n', "utf-8"
    )
    pooled.write(tmp_path / "exam" / "exam.sealed.json")
    run("grade", tmp_path / "exam", tmp_path / "s1.yaml", "--witness", "sealed")
    assert rows(tmp_path / "exam")["s1"]["to look at"] == "1 doubtful"

    said = run("review", tmp_path / "exam", typed=f"{reading}\n")

    assert "→ 0" in said
    assert "→ 3" in said
    assert rows(tmp_path / "exam")["s1"]["status"] == "marked"
    assert rows(tmp_path / "exam")["s1"]["1"] == points
    assert state in run("show", tmp_path / "exam", "s1", "--witness", "sealed")
