"""Handwritten papers are typed in answer by answer; each is kept at once, and what is complete is marked like a sheet."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.gradebook.enter import ILLEGIBLE, EnterError, Entering, entered, entries
from examgen.gradebook.store import Gradebook
from examgen.marking.saved import parse_saved


def run(*arguments: object, typed: str = "") -> str:
    done = CliRunner().invoke(main, list(map(str, arguments)), input=typed)
    assert done.exit_code in (0, 1), done.output
    return done.output


def rows(folder: Path) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO((folder / "grades.csv").read_text("utf-8-sig")))}


@pytest.fixture
def desk(term, book) -> Entering:
    found = Entering(book, term.bank, "ada")
    found.take(term.number("s1001"))
    return found


def test_enter_confirms_the_key_and_anything_else_is_kept_as_it_stands(term, book, desk) -> None:
    number = term.number("s1001")
    assert desk.do("").endswith("✓")
    assert "✓" not in desk.do("17")
    assert entries(book)[number]["2"].text == "17"
    assert desk.progress == (2, len(term.right("s1001")))
    while desk.place is not None:
        desk.do("-")
    assert desk.finished == 1
    kept = entries(book)[number]
    assert kept["1"].text == term.right("s1001")["1"]
    assert [kept[label].text for label in list(kept)[2:]] == [""] * (len(kept) - 2)
    assert list(entered(book).whole) == [number]


def test_undo_takes_the_last_answer_back_and_its_points(term, book, desk) -> None:
    desk.do("17 =0.5 right idea")
    assert desk.do("undo") == "answer 1 is undone"
    assert entries(book) == {}
    desk.do("")
    with pytest.raises(EnterError, match="nothing to undo"):
        desk.do("undo"), desk.do("undo")
    assert desk.progress[0] == 0


def test_what_cannot_be_taken_keeps_nothing(term, book, desk) -> None:
    with pytest.raises(EnterError, match="earns 2 points at most"):
        desk.do("17 =3")
    with pytest.raises(EnterError, match="at most 2,000 characters"):
        desk.do("1" * 3000)
    assert entries(book) == {}
    with pytest.raises(EnterError, match="a character is wrong"):
        desk.take(term.number("s1001")[:-1] + ("0" if term.number("s1001")[-1] != "0" else "1"))
    with pytest.raises(EnterError, match="expected a paper number"):
        desk.take("what")


def test_a_number_is_taken_as_it_is_scanned_from_a_page(term, desk) -> None:
    assert "Grace Hopper" in desk.take(f"ABCDEF:{term.number('s1002')}:01:X")
    assert "Grace Hopper" in desk.take(term.number("s1002").lower())


def test_two_people_see_each_others_answers(term, book, desk) -> None:
    desk.do("")
    other = Entering(book, term.bank, "grace")
    said = other.take(term.number("s1001"))
    assert "1 of" in said
    assert "typed by ada" in said
    assert "somebody else" in said
    assert other.place[1].label == "2"


def test_a_handwritten_paper_is_marked_with_its_points_for_working(sat, tmp_path) -> None:
    exam, number = tmp_path / "exam", sat.number("s1001")
    sat.exam.write(exam / "exam.sealed.json")
    typed = f"what\n{number}\n?\n\n!\n'=1 =0.25 nearly\n"
    said = run("enter", exam, "--by", "ada", typed=typed)
    assert "complete; 1 paper so far" in said
    assert "1 paper typed in now, 1 in all" in said
    run("enter", exam, "--by", "ada", typed=f"{sat.number('s1002')}\n\n")
    said = run("grade", exam, "--witness", "sealed")
    assert "s1002: typed in, not marked: 1 of 3 answers so far" in said
    (tmp_path / "s1002.yaml").write_text(sat.sheet("s1002"))
    said = run("grade", exam, tmp_path / "s1002.yaml", "--witness", "sealed")
    (tmp_path / "s1003.yaml").write_text(sat.sheet("s1003"))
    run("grade", exam, tmp_path / "s1003.yaml", "--witness", "sealed")
    seen = run("enter", exam, typed=f"{sat.number('s1003')}\nq\n")
    assert "something else has already been handed in for it" in seen
    assert "s1002: 1 of 3 answers were typed in; until all are, what came in before counts" in said
    assert "Not marked" not in said
    row = rows(exam)["s1001"]
    assert (row["1"], row["2"], row["status"]) == ("2", "0", "marked, 2 answers pending")
    said = run("enter", exam, typed=f"{number}\nagain\n\n\n0.1 =0.25 nearly\nq\n")
    run("grade", exam, "--witness", "sealed")
    row = rows(exam)["s1001"]
    assert (row["1"], row["2"], row["3"], row["status"]) == ("2", "3", "0.25", "marked")
    with Gradebook.open(exam, sat.exam) as book:
        assert entries(book)[number]["2"].text != ILLEGIBLE


def test_what_was_typed_survives_a_kill_at_any_moment(sat, tmp_path) -> None:
    exam, number = tmp_path / "exam", sat.number("s1001")
    sat.exam.write(exam / "exam.sealed.json")
    command = [sys.executable, "-c", "from examgen.cli import main; main()", "enter", str(exam)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{number}\n17\n")
    process.stdin.flush()
    seen = ""
    while " 2 [" not in seen and process.poll() is None:
        seen += process.stdout.read(1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    time.sleep(0)
    with Gradebook.open(exam, sat.exam) as book:
        assert entries(book)[number]["1"].text == "17"


IN_WORDS = """\
title: In words
sections:
  - questions:
      - {question: convolution.output_size, points: 2}
      - {text: "Why is that *so*?", title: Reasons, points: 2, criteria: [Because.], model_answer: Because it is so.}
"""


def test_an_answer_in_words_is_never_confirmed_and_its_points_alone_are_kept(tmp_path) -> None:
    (tmp_path / "words.yaml").write_text(IN_WORDS, encoding="utf-8")
    blueprint, source = read_blueprint(tmp_path / "words.yaml")
    sealed = assemble(blueprint, [Student("s1", "Ada")], Bank(), source, b"secret")
    folder, number = tmp_path / "exam", sealed.papers[0].number
    sealed.write(folder / "exam.sealed.json")

    said = run("enter", folder, typed=f"{number}\n\n\n=1.5 well seen\nq\n")

    assert "Because it is so" not in said
    assert "a person marks this answer: type what is written, or its points from 0 to 2" in said
    assert "complete; 1 paper so far" in said
    run("grade", folder, "--witness", "sealed")
    row = rows(folder)["s1"]
    assert (row["1"], row["2"], row["status"]) == ("2", "1.5", "marked")
    page = (folder / "feedback" / "s1.html").read_text(encoding="utf-8")
    assert "No answer" not in page
    assert "Where your solution differs" not in page, "which criterion it lacks is known to the person alone"
    assert "[on paper]" in page


def test_what_nobody_could_read_says_so_and_not_that_brackets_are_wrong(term, book, desk) -> None:
    desk.do("!")
    while desk.place is not None:
        desk.do("")
    (received,) = entered(book).whole.values()
    sheet = parse_saved(received.content, Path(received.source))
    assert sheet.faults == {"1": "whoever typed in this paper could not read the answer"}


def test_an_answer_in_words_is_reviewed_with_its_question_and_no_readings(tmp_path) -> None:
    (tmp_path / "words.yaml").write_text(IN_WORDS, encoding="utf-8")
    blueprint, source = read_blueprint(tmp_path / "words.yaml")
    sealed = assemble(blueprint, [Student("s1", "Ada")], Bank(), source, b"secret")
    folder, number = tmp_path / "exam", sealed.papers[0].number
    sealed.write(folder / "exam.sealed.json")
    run("enter", folder, typed=f"{number}\n\nsomething\nq\n")
    run("grade", folder, "--witness", "sealed")

    said = run("review", folder, typed="q\n")
    assert "Why is that so?" in said
    assert "reading 1" not in said
    assert said.count("Because it is so") == 1, "the key says it already"
    run("review", folder, "--csv", tmp_path / "open.csv")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "open.csv").read_text("utf-8-sig")))
    assert row["question"] == "Reasons: Why is that so? Answer in words. Criteria: Because. (2)"


def test_answers_that_a_person_marks_anyway_are_told_in_one_line(tmp_path) -> None:
    (tmp_path / "words.yaml").write_text(IN_WORDS, encoding="utf-8")
    blueprint, source = read_blueprint(tmp_path / "words.yaml")
    students = [Student(f"s{n}", f"Student {n}") for n in range(3)]
    sealed = assemble(blueprint, students, Bank(), source, b"secret")
    folder = tmp_path / "exam"
    sealed.write(folder / "exam.sealed.json")
    run("enter", folder, typed="".join(f"{paper.number}\n\nsomething\n" for paper in sealed.papers) + "q\n")
    said = run("grade", folder, "--witness", "sealed")
    assert "3 answers to be marked by a person" in said
    assert "marked by a person." not in said
