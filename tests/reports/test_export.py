"""Grades and feedback as Moodle and Canvas take them back."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import zipfile
from pathlib import Path

import page as page_validation
import pypdf
import pytest
from click.testing import CliRunner

from examgen.cli import main
from examgen.export.scores import StudentRows, file_name
from examgen.gradebook.grade import grade
from examgen.gradebook.release import release
from examgen.gradebook.store import Gradebook


def export(term, system: str, *arguments: str | Path):
    return CliRunner().invoke(main, ["export", system, str(term.folder), *map(str, arguments)])


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))


@pytest.fixture
def downloaded(term, tmp_path: Path):
    """The same exam, with sheets that bear the names which Moodle and Canvas give to downloaded submissions."""

    def make(name) -> Path:
        folder = tmp_path / "exam"
        folder.mkdir()
        shutil.copy(term.folder / "exam.sealed.json", folder)
        for paper in term.exam.papers[:3]:
            path = tmp_path / "download" / name(paper)
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(term.folder / "sheets" / f"{paper.student}.yaml", path)
        grade(term.exam, [tmp_path / "download"], term.bank, folder, keras=False)
        with Gradebook.open(folder, term.exam) as book:
            release(book, pending=True)
        return folder

    return make


def test_moodles_worksheet_is_filled_in_and_its_numbers_name_the_feedback(term, tmp_path) -> None:
    worksheet = tmp_path / "worksheet.csv"
    lines = [
        'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Last modified (grade)","Feedback comments"'
    ]
    lines += [
        f'"Participant {7000 + n}","{p.name}",{p.student}@x.org,,,6.00,-,' for n, p in enumerate(term.exam.papers)
    ]
    worksheet.write_text("\n".join(lines), encoding="utf-8-sig")

    done = export(term, "moodle", "--worksheet", worksheet, "--to", tmp_path / "out")
    assert done.exit_code == 0, done.output
    table = rows(tmp_path / "out" / "grades.csv")
    here = term.standing.of_student("s00")
    assert table[1][:1] + table[1][4:6] == ["Participant 7000", f"{here.points.normalize():f}", "6.00"]
    assert table[4][4] == "", "s03 is pending"
    assert table[1][6] == "-", "a cell that is not ours comes back as it was"
    with zipfile.ZipFile(tmp_path / "out" / "feedback.zip") as archive:
        names = archive.namelist()
    assert "Ada Lovelace_7000_assignsubmission_file_feedback.pdf" in names
    assert len(names) == 11, "of twelve papers one is pending"
    # as Moodle's importer takes a name apart: at most five pieces, the second is the number
    assert all(name.split("_", 4)[1].isdigit() and name.split("_", 4)[2] == "assignsubmission" for name in names)


def test_the_numbers_in_moodles_download_are_enough(term, downloaded, tmp_path) -> None:
    folder = downloaded(
        lambda p: f"{file_name(p.name)}_{8000 + int(p.student[1:])}_assignsubmission_file_/{p.student}.yaml"
    )
    done = CliRunner().invoke(main, ["export", "moodle", str(folder), "--format", "html"])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(folder / "export" / "moodle" / "feedback.zip") as archive:
        assert "Grace Hopper_8001_assignsubmission_file_feedback.html" in archive.namelist()


def test_canvas_gets_its_own_names_back_and_its_gradebook_with_a_column(term, downloaded, tmp_path) -> None:
    folder = downloaded(
        lambda p: (
            f"lovelaceada_{'LATE_' * (p.student == 's01')}{41 + int(p.student[1:])}_9{p.student[1:]}_{p.student}.yaml"
        )
    )
    worksheet = tmp_path / "canvas.csv"
    head = "Student,ID,SIS User ID,SIS Login ID,Integration ID,Section,Homework (77),A term (78),Final Score"
    body = [
        f'"{" ".join(p.name.split()[1:])}, {p.name.split()[0]}",{41 + n},,{p.student}@x.org,,A,1,,2'
        for n, p in enumerate(term.exam.papers[:3])
    ]
    worksheet.write_text("\n".join([head, "    Points Possible,,,,,,10,50,(read only)", *body]), encoding="utf-8")
    done = CliRunner().invoke(main, ["export", "canvas", str(folder), "--worksheet", str(worksheet), "--of", "100"])
    assert done.exit_code == 0, done.output
    table = rows(folder / "export" / "canvas" / "grades.csv")
    assert "the assignment is worth 50 in Canvas, the exam 100" in done.output
    assert table[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section", "A term (78)"]
    assert table[1] == ["    Points Possible", "", "", "", "", "", "50"], "what it is worth there is not changed"
    assert (folder / "export" / "canvas" / "grades.csv").read_bytes().startswith(b"Student"), "no mark before the title"
    assert [row[1] for row in table[2:]] == ["41", "42", "43"]
    with zipfile.ZipFile(folder / "export" / "canvas" / "feedback.zip") as archive:
        assert sorted(archive.namelist()) == [
            "adalovelace_41_900_feedback.pdf", "gracehopper_42_901_feedback.pdf", "varistegalois_43_902_feedback.pdf",
        ]  # fmt: skip


def test_who_has_no_name_there_is_told(term, tmp_path) -> None:
    done = export(term, "canvas", "--to", tmp_path, "--format", "html")
    assert done.exit_code == 0
    assert "no feedback.zip was written; none for s00" in done.output
    assert not (tmp_path / "feedback.zip").exists()
    assert "answers are pending" in done.output


def test_the_feedback_is_an_accessible_pdf_with_what_was_written_the_way_and_what_to_practise(term, tmp_path) -> None:
    done = export(term, "feedback", "--to", tmp_path, "--pending")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        (tmp_path / "s03.pdf").write_bytes(archive.read("s03.pdf"))
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "s03.pdf").pages)
    assert "<script>alert(1)</script>" in re.sub("[\u200b\\s]", "", text)
    for said in (
        "Could not be read",
        "WORKED SOLUTION",
        "examgen practice convolution.parameter_count",
        "<b>Bobby</b>",
    ):
        assert said in text, said
    assert page_validation.validate_pdf(str(tmp_path / "s03.pdf"), profile="ua1").failures == []


def test_no_cell_is_run_by_a_spreadsheet_and_no_name_leaves_the_zip(term, tmp_path) -> None:
    for system in ("moodle", "canvas", "feedback"):
        assert export(term, system, "--to", tmp_path / system, "--format", "html").exit_code == 0
        for row in rows(tmp_path / system / "grades.csv"):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@", "-"))]
    assert file_name("../../etc/passwd_7") == "etc passwd 7"
    assert file_name("\n=1+1\0/\\") == "1 1"
    assert file_name("...") == "student"


def test_a_worksheet_that_the_importer_would_refuse_is_refused_here(term, tmp_path) -> None:
    german = 'ID,"Vollständiger Name",Status,Bewertung,Bestwertung,"Zuletzt geändert (Bewertung)"\n"Teilnehmer/in 7",x,,,6,-\n'
    (tmp_path / "w.csv").write_text(german, encoding="utf-8")
    done = export(term, "moodle", "--worksheet", tmp_path / "w.csv", "--to", tmp_path / "out")
    assert (done.exit_code, "your language in Moodle set to English" in done.output) == (2, True), done.output
    (tmp_path / "w.csv").write_text("Name,Points\nAda,1\n", encoding="utf-8")
    done = export(term, "canvas", "--worksheet", tmp_path / "w.csv", "--to", tmp_path / "out")
    assert (done.exit_code, "take Grades, Export in Canvas" in done.output) == (2, True), done.output
    assert not (tmp_path / "out").exists()


def test_the_scores_have_the_columns_of_gradescopes_download(term, tmp_path) -> None:
    assert export(term, "gradescope", "--to", tmp_path).exit_code == 0
    table = rows(tmp_path / "grades.csv")
    assert ",".join(table[0]) == (
        "Name,SID,Email,Total Score,Max Points,Status,Submission ID,Submission Time,Lateness (H:M:S),View Count,Submission Count,"
        "1 (2.0 pts),2 (3.0 pts),3 (1.0 pts)"
    )
    assert {len(row) for row in table} == {14}


def test_a_table_of_nonsense_is_refused(term, tmp_path) -> None:
    for content in (b"", b"\0\1\2", b"PK\x03\x04broken"):
        (tmp_path / "w.csv").write_bytes(content)
        done = export(term, "moodle", "--worksheet", tmp_path / "w.csv", "--to", tmp_path / "out")
        assert "Traceback" not in done.output
        assert done.exit_code == 2 or content == b"\0\1\2"


def test_two_students_of_one_name_are_not_taken_for_each_other(term) -> None:
    students = StudentRows(term.standing.papers)
    assert students.of({"Full name": "Ada Lovelace"}, ("Full name",)) is None, "s00, s06 and s12"
    assert students.of({"email address": "S06@X.ORG"}, ("Email address",)) == "s06"


def test_students_see_nothing_before_the_release_nor_what_changed_since(term, tmp_path) -> None:
    folder = tmp_path / "exam"
    folder.mkdir()
    shutil.copy(term.folder / "exam.sealed.json", folder)
    grade(term.exam, [term.folder / "sheets" / f"s{n:02}.yaml" for n in (0, 1)], term.bank, folder, keras=False)

    def run(*arguments: object, code: int = 0) -> str:
        done = CliRunner().invoke(main, [str(each) for each in arguments])
        assert done.exit_code == code, done.output
        return done.output

    def draft(student: str) -> bool:
        return "has not been released" in (folder / "feedback" / f"{student}.html").read_text()

    for system in ("moodle", "canvas", "feedback"):
        assert "have not been released; nothing was exported" in run("export", system, folder, code=2)
    assert "no grades.csv" in run("export", "gradescope", folder)
    assert [path.name for path in folder.glob("export/*/*")] == ["autograder.zip"]
    assert draft("s00")
    assert "students must not get it" in run("export", "feedback", folder, "--draft", "--format", "both")
    with zipfile.ZipFile(folder / "export" / "feedback-draft" / "feedback.zip") as archive:
        assert b"has not been released" in archive.read("s00.html")
        assert "Draft." in pypdf.PdfReader(io.BytesIO(archive.read("s00.pdf"))).pages[0].extract_text()

    run("release", folder)
    assert not draft("s00")
    run("export", "feedback", folder, "--format", "html")
    with zipfile.ZipFile(folder / "export" / "feedback" / "feedback.zip") as archive:
        assert b"has not been released" not in archive.read("s00.html")

    run("decide", folder, "s01", "1", "0.5")
    assert draft("s01")
    assert not draft("s00")
    assert "these grades differ from those released: s01" in run("export", "feedback", folder, code=2)
    run("release", folder)
    assert not draft("s01")
    run("export", "feedback", folder, "--format", "html")


def test_parquet_says_what_stands_in_types(term, tmp_path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from pyarrow import parquet

    assert export(term, "parquet", "--to", tmp_path).exit_code == 0
    papers, answers = (parquet.read_table(tmp_path / f"{name}.parquet") for name in ("papers", "answers"))
    assert papers.schema.field("points").type == pyarrow.decimal128(9, 2)
    assert papers.schema.field("student").type == pyarrow.string()
    found = {row["student"]: row for row in papers.to_pylist()}
    for paper in term.standing.papers:
        row = found[paper.paper.student]
        marked = paper.status == "marked"
        assert row["status"] == paper.status
        assert (row["points"], row["at_most"]) == ((paper.points, paper.highest) if marked else (None, None))
        assert (row["pending"], row["of"], row["released"]) == (len(paper.pending), paper.of, marked)
    rows_ = [(r["student"], r["label"], r["points"], r["written"], r["misconceptions"]) for r in answers.to_pylist()]
    assert rows_ == [
        (p.paper.student, a.label, a.points, a.written.text, list(a.misconception)) for p, a in term.standing.answers
    ]


def test_without_pyarrow_parquet_says_what_to_install(term, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = export(term, "parquet", "--to", tmp_path / "out")
    assert (done.exit_code, "pip install 'examgen[parquet]'" in done.output) == (2, True)
    assert not (tmp_path / "out").exists()
