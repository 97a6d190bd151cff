"""Two assistants' gradebooks become one, and a student can be forgotten while the marks stay."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from examgen.cli import main
from examgen.exam.sealed import SealedExam
from examgen.gradebook.decisions import Decided, decide
from examgen.gradebook.joining import join
from examgen.gradebook.schema import Table
from examgen.gradebook.standing import standing
from examgen.gradebook.store import FILE_NAME, Gradebook, GradebookError


def run(*arguments: object, typed: str = "") -> str:
    done = CliRunner().invoke(main, list(map(str, arguments)), input=typed)
    assert done.exit_code in (0, 1), done.output
    return done.output


def rows(folder: Path) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO((folder / "grades.csv").read_text("utf-8-sig")))}


def test_two_gradebooks_become_one_with_the_decisions_of_both(term, tmp_path) -> None:
    (tmp_path / "one").mkdir()
    with Gradebook.open(tmp_path / "one", term.exam) as one:
        stands = term.run(one, s1001=term.sheet("s1001", _1="see page 3"))
        paper = stands.of_student("s1001")
        decide(one, [Decided(paper, paper.answer("1"), Decimal(1))], by="ada")
        (tmp_path / "two").mkdir()
        with Gradebook.open(tmp_path / "two", term.exam) as two:
            term.run(two, s1002=term.sheet("s1002"), s1003=term.sheet("s1003", _2="-7"))
        joined = join(one, tmp_path / "two")
        assert joined.rows["results"] == 2
        found = standing(one)
        points = {p.paper.student: p.points for p in found.papers if p.status == "marked"}
        assert points == {"s1001": 5, "s1002": 6, "s1003": 3}
        assert not any(join(one, tmp_path / "two" / FILE_NAME).rows.values()), "a second time there is nothing new"


def test_a_gradebook_of_another_exam_is_not_taken_over(term, book, tmp_path) -> None:
    (tmp_path / "two").mkdir()
    with Gradebook.open(tmp_path / "two", term.exam.model_copy(update={"id": "other"})):
        pass
    with pytest.raises(GradebookError, match="not a gradebook of the exam"):
        join(book, tmp_path / "two")
    with pytest.raises(GradebookError, match="does not exist"):
        join(book, tmp_path / "three")
    (tmp_path / "junk").write_bytes(b"junk" * 1000)
    with pytest.raises(GradebookError, match="is not a readable gradebook"):
        join(book, tmp_path / "junk")


def test_a_forgotten_student_is_in_no_file_and_keeps_the_marks(sat, handed_in, tmp_path) -> None:
    exam = tmp_path / "exam"
    printed = dict.fromkeys(("papers/s1001.pdf", "latex/s1001/paper.tex", "word/s1001.docx"), "0" * 64)
    sat.exam.model_copy(update={"digests": printed, "sources": printed}).write(exam / "exam.sealed.json")
    for name in ("papers/s1001.pdf", "latex/s1001/paper.tex"):  # the other was moved away
        (exam / name).parent.mkdir(parents=True)
        (exam / name).write_bytes(b"Ada Lovelace")
    run("grade", exam, handed_in, "--witness", "sealed")
    before = rows(exam)
    run("release", exam)
    run("export", "feedback", exam, "--format", "html")
    run("report", exam)
    (exam / "export" / "feedback" / "mine.txt").write_text("a note")
    changed = (exam / "grades.csv").read_text("utf-8-sig").replace(",2,3,1,", ",1,3,1,").replace(",", ";")
    (exam / "grades.csv").unlink()
    (exam / "grades.csv").write_text(changed)
    run("grade", exam, "--witness", "sealed")
    assert "nobody was forgotten" in run("forget", exam, "s1001", typed="n\n")
    assert "nobody" in CliRunner().invoke(main, ["forget", str(exam), "s9", "--yes"]).output
    said = run("forget", exam, "s1001", "--yes")
    assert "1 student forgotten" in said
    assert "the files of examgen export and examgen report are removed" in said
    assert "mine.txt: it may still name them" in said
    edited = (exam / "grades-edited-1.csv").read_text("utf-8-sig")
    assert "grades-edited" not in said
    assert "Grace Hopper" in edited, "the rows of others stay"
    assert [path.name for path in (exam / "export").rglob("*.*")] == ["mine.txt"]
    assert not (exam / "report.html").exists()
    name = f"forgotten-{sat.number('s1001')}"
    assert not (exam / "latex" / "s1001").exists()
    for path in exam.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for said in (b"Lovelace", b"s1001", b"ada@x.org"):
                assert said not in content, (path, said)
    after = rows(exam)
    assert (after[name]["points"], after[name]["name"]) == (before["s1001"]["points"], "")
    run("grade", exam, "--witness", "sealed")
    assert rows(exam)[name]["points"] == before["s1001"]["points"], "also after marking again"
    assert "Grace" in (exam / "grades.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("called", ["gradebook", "exam.sealed", "papers", "latex", "feedback"])
def test_whatever_a_forgotten_student_is_called_nothing_of_others_goes(sat, handed_in, tmp_path, called) -> None:
    exam = tmp_path / "exam"
    papers = [p.model_copy(update={"student": called}) if p.student == "s1005" else p for p in sat.exam.papers]
    sat.exam.model_copy(update={"papers": tuple(papers)}).write(exam / "exam.sealed.json")
    kept = ("papers/s1001.pdf", "latex/s1001/paper.tex", f"papers/{called}s.pdf")
    for name in (*kept, f"papers/{called}.pdf", f"latex/{called}/paper.tex"):
        (exam / name).parent.mkdir(parents=True, exist_ok=True)
        (exam / name).write_bytes(b"printed")
    run("grade", exam, handed_in, "--witness", "sealed")
    before = rows(exam)

    assert "1 student forgotten" in run("forget", exam, called, "--yes")

    assert all((exam / name).exists() for name in (*kept, "feedback/s1001.html", "gradebook.sqlite", "grades.xlsx"))
    assert not (exam / "papers" / f"{called}.pdf").exists()
    assert not (exam / "latex" / called).exists()
    assert rows(exam)["s1001"] == before["s1001"]


def test_merging_by_the_command(sat, handed_in, tmp_path) -> None:
    exam, other = tmp_path / "exam", tmp_path / "other"
    sat.exam.write(exam / "exam.sealed.json")
    run("grade", exam, handed_in / "s1001.yaml", "--witness", "sealed")
    run("grade", exam, handed_in / "s1002.yaml", "--witness", "sealed", "--out", other)
    assert "1 result, " in run("merge", exam, other)
    assert {s for s, row in rows(exam).items() if row["points"]} == {"s1001", "s1002"}


def test_forgetting_and_marking_again_in_postgresql(sat, handed_in, tmp_path, postgres) -> None:
    exam, url = tmp_path / "exam", postgres[0]
    sat.exam.write(exam / "exam.sealed.json")
    there = ("--database", url)
    run("grade", exam, handed_in, "--witness", "sealed", *there)
    before, name = rows(exam), f"forgotten-{sat.number('s1001')}"
    assert "1 student forgotten" in run("forget", exam, "s1001", "--yes", *there)
    with Gradebook.open(exam, SealedExam.read(exam / "exam.sealed.json"), url) as book, book.writing() as connection:
        connection.execute(text("CHECKPOINT"))
        for table in Table.metadata.sorted_tables:
            pages = f"SELECT pg_read_binary_file(pg_relation_filepath('{table.name}'))"  # dead rows included
            said = str(connection.execute(table.select()).all()) + str(connection.execute(text(pages)).scalar())
            assert not any(word in said for word in ("Lovelace", "s1001", "ada@x.org")), table.name
        with pytest.raises(Exception, match="only added"):
            connection.execute(text("UPDATE submissions SET source = 'x'"))
    assert rows(exam)[name]["points"] == before["s1001"]["points"]
    run("grade", exam, "--witness", "sealed", *there)
    assert rows(exam)[name]["points"] == before["s1001"]["points"], "also after marking again"
    assert not (exam / FILE_NAME).exists()


def test_whoever_was_forgotten_stays_forgotten_when_a_gradebook_is_taken_over(sat, handed_in, tmp_path) -> None:
    exam, theirs = tmp_path / "exam", tmp_path / "theirs"
    for folder in (exam, theirs):
        sat.exam.write(folder / "exam.sealed.json")
    run("grade", exam, handed_in, "--witness", "sealed")
    other = tmp_path / "Ada Lovelace"
    other.mkdir()
    (other / "s1001.yaml").write_text(sat.sheet("s1001", _1="-7"))
    run("grade", theirs, other, "--witness", "sealed")
    run("forget", exam, "s1001", "--yes")
    run("merge", exam, theirs)
    for path in exam.rglob("*"):
        if path.is_file():
            for said in (b"Lovelace", b"s1001", b"ada@x.org"):
                assert said not in path.read_bytes(), (path, said)
    assert rows(exam)[f"forgotten-{sat.number('s1001')}"]["points"] == "4", "the later run stands"
