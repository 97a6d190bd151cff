"""`grade` leaves the output of one run, whole: grades of everybody, pages of those who were marked, and nobody else may read them."""

from __future__ import annotations

import csv
import errno
import fcntl
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from examgen.cli import main
from examgen.errors import UserError
from examgen.exam.files import Access
from examgen.gradebook import grade as grading
from examgen.gradebook import schema
from examgen.gradebook.grade import Graded, grade
from examgen.gradebook.store import FILE_NAME, Gradebook
from examgen.gradebook.table import inert
from examgen.marking.marker import Marked
from examgen.marking.marks import Unmarked


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def mark(sat, handed_in, out, monkeypatch):
    """Marks what was handed in; pages of feedback are not the matter here."""
    monkeypatch.setattr(grading, "render_feedback", lambda documents: [f"page of {d.student_name}" for d in documents])

    def run(*paths: Path, **options) -> Graded:
        return grade(sat.exam, paths or [handed_in], sat.bank, out, keras=False, **options)

    return run


def rows(out: Path) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO((out / "grades.csv").read_text("utf-8-sig")))}


def shown(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (out / "grades.csv", *sorted((out / "feedback").iterdir()))}


def test_a_row_says_whether_a_paper_was_handed_in_and_marked_and_keeps_the_rosters_columns(
    sat, handed_in, mark, out
) -> None:
    (handed_in / "s1001.yaml").write_text(sat.sheet("s1001", _1="about that"))
    (handed_in / "s1003.yaml").write_text("nothing")
    mark()
    table = rows(out)
    assert list(table) == ["s1001", "s1002", "s1003", "0023004", "s1005"]
    assert table["s1001"]["status"] == "marked, 1 answer pending"
    assert (table["s1001"]["points"], table["s1001"]["at most"], table["s1001"]["of"]) == ("4", "6", "6")
    assert table["s1001"]["to look at"] == "1 unreadable"
    assert (table["s1002"]["status"], table["s1002"]["points"], table["s1002"]["percent"]) == ("marked", "6", "100.0")
    assert table["s1003"]["status"].startswith("handed in, not marked (")
    assert "s1003.yaml: not an answer sheet" in table["s1003"]["status"]
    assert table["s1005"]["status"] == "not handed in"
    assert [table[s]["points"] for s in ("s1003", "s1005")] == ["", ""]
    assert table["s1001"]["e-mail"] == "ada@x.org"
    # the roster's column `points` is not ours, and no cell is a formula
    assert (table["s1001"]["points (roster)"], table["s1002"]["e-mail"]) == ("'=1+1", "'+49 171")
    assert (table["s1003"]["e-mail"], table["0023004"]["name"]) == ("'@galois", "'=cmd|' /C calc'!A1")
    assert sorted(path.name for path in (out / "feedback").iterdir()) == ["0023004.html", "s1001.html", "s1002.html"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "|x", "\x0b=1"])
def test_no_cell_is_run_as_a_formula(text) -> None:
    assert inert(text) == f"'{text}"
    assert (inert("1-2"), inert("-")) == ("1-2", "-")


def test_a_late_sheet_changes_one_mark_and_a_withdrawn_one_takes_its_page_along(
    sat, handed_in, mark, out, tmp_path
) -> None:
    mark()
    before = rows(out)
    late = tmp_path / "late.yaml"
    late.write_text(sat.sheet("s1005"))
    mark(late)
    assert rows(out) == before | {"s1005": rows(out)["s1005"]}
    assert rows(out)["s1005"]["status"] == "marked"
    assert (out / "feedback" / "s1001.html").exists()
    (handed_in / "s1002.yaml").unlink()
    graded = mark()
    assert rows(out)["s1002"]["status"] == "not handed in"
    assert not (out / "feedback" / "s1002.html").exists()
    assert rows(out)["s1005"]["status"] == "marked"
    assert any("s1002" in note for note in graded.notes)
    mark(late, afresh=True)
    assert [student for student, row in rows(out).items() if row["status"] == "marked"] == ["s1005"]


def test_what_cannot_be_used_changes_nothing(mark, out, tmp_path) -> None:
    mark()
    before = shown(out)
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "gone", tmp_path / "empty"):
        with pytest.raises(UserError, match="nothing was changed"):
            mark(path)
        assert shown(out) == before


def test_nothing_is_made_where_nothing_can_be_marked(mark, out, tmp_path) -> None:
    with pytest.raises(UserError):
        mark(tmp_path / "gone")
    assert not out.exists()


def test_the_same_again_is_the_same_to_the_byte_and_no_further_run(sat, mark, out) -> None:
    def everything() -> dict[str, object]:
        with Gradebook.open(out, sat.exam) as book, book.reading() as connection:
            assert connection.execute(select(func.count()).select_from(schema.RunRow)).scalar() == 1
        return {
            str(p): str(p.readlink()) if p.is_symlink() else p.read_bytes()
            for p in out.rglob("*")
            if (not p.is_dir() or p.is_symlink()) and not p.name.startswith(FILE_NAME)
        }

    mark()
    before = everything()
    mark()
    assert everything() == before


def test_grades_and_pages_are_their_owners_alone_or_a_groups(mark, out) -> None:
    before = os.umask(0)
    try:
        mark()
        modes = {stat.S_IMODE(path.stat().st_mode) for path in (out / ".grades").rglob("*") if path.is_file()}
        assert modes == {0o600}
        assert {stat.S_IMODE((out / path).stat().st_mode) for path in (".grades", "feedback")} == {0o700}
        mark(readers=Access(group=os.getegid()))
        assert stat.S_IMODE((out / "grades.csv").stat().st_mode) == 0o640
        assert stat.S_IMODE((out / "feedback").stat().st_mode) == 0o750
    finally:
        os.umask(before)


@pytest.mark.parametrize("by_replacing", [True, False], ids=["as a spreadsheet saves", "in place"])
def test_a_table_that_was_changed_by_hand_is_kept_and_reported(sat, handed_in, mark, out, by_replacing) -> None:
    mark()
    edited = (out / "grades.csv").read_bytes() + b"mine\n"
    if by_replacing:
        (out / "grades.csv").unlink()
    (out / "grades.csv").write_bytes(edited)
    graded = mark()
    assert "your version is kept as grades-edited-1.csv" in graded.notes[0]
    assert (out / "grades-edited-1.csv").read_bytes() == edited
    assert b"mine" not in (out / "grades.csv").read_bytes()
    (handed_in / "s1002.yaml").unlink()
    assert not any("by hand" in note for note in mark().notes)


def test_another_run_and_another_exams_grades_are_not_written_over(sat, handed_in, mark, out) -> None:
    mark()
    before = shown(out)
    handle = os.open(out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(UserError, match="another run is grading into"):
        mark()
    os.close(handle)
    other = sat.exam.model_copy(update={"id": "other"})
    with pytest.raises(UserError, match="holds the grades of the exam 'handed_in'"):
        grade(other, [handed_in], sat.bank, out, keras=False)
    assert shown(out) == before


def test_a_page_that_cannot_be_made_costs_its_student_the_page_alone(mark, out, monkeypatch) -> None:
    def render(documents):
        names = [document.student_name for document in documents]
        if "Grace Hopper" in names:
            raise RuntimeError("no page for her")
        return names

    mark()
    monkeypatch.setattr(grading, "render_feedback", render)
    graded = mark()
    assert graded.problems == ("s1002: marked, but without a page of feedback: no page for her",)
    assert rows(out)["s1002"]["status"] == "marked"
    assert sorted(path.name for path in (out / "feedback").iterdir()) == ["0023004.html", "s1001.html", "s1003.html"]


def test_a_full_disk_is_said_with_the_file(sat, handed_in, mark, out, monkeypatch) -> None:
    mark()
    before = shown(out)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (handed_in / "s1002.yaml").write_text(sat.sheet("s1002", _1="-7"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(UserError, match=r"cannot write .*out: No space left on device; make room"):
            mark()
    assert shown(out) == before


def test_the_command_names_everybody_and_prints_nothing_that_a_terminal_acts_on(sat, handed_in, tmp_path) -> None:
    sat.exam.write(tmp_path / "exam" / "exam.sealed.json")
    (handed_in / "x\x1b]52;c;aGk=\x07\n.yaml").write_text("nothing")
    (handed_in / "notes.docx").write_bytes(b"x")
    (handed_in / "s1003.yaml").write_text(sat.sheet("s1003", _1="\x1b[2Jten"))
    arguments = ["grade", str(tmp_path / "exam"), str(handed_in), "--witness", "sealed"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1, done.output
    assert not {"\x1b", "\x07"} & set(done.output)
    for said in ("4 of 5 papers marked", "of 6 points on average", r"x\x1b]52;c;aGk=\x07\n.yaml: not an answer sheet",
                 "notes.docx: not an answer sheet", "Not handed in (1)\n  s1005", "s1003 1:"):  # fmt: skip
        assert said in done.output, done.output
    told = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert told["students"]["s1001"]["status"] == "marked"
    assert told["students"]["s1003"]["answers"]["1"]["pending"]
    assert told["students"]["s1005"] == {"status": "not handed in"}
    assert "Évariste" in (tmp_path / "exam" / "feedback" / "s1003.html").read_text()
    missing = CliRunner().invoke(main, ["grade", str(tmp_path / "exam"), str(tmp_path / "gone"), "--witness", "sealed"])
    assert missing.exit_code == 2
    strange = CliRunner().invoke(main, ["grade", str(tmp_path / "x\x1b]52;c;aGk=\x07"), str(handed_in)])
    assert strange.exit_code == 2
    assert not {"\x1b", "\x07"} & set(strange.output)
    assert "nothing was changed" in missing.output


@pytest.fixture(scope="module")
def two_runs(sat, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    sat.exam.write(folder / "exam.sealed.json")
    for run, students in (("first", ("s1001", "s1002")), ("second", ("s1001", "s1003", "s1005"))):
        (folder / run).mkdir()
        for student in students:
            (folder / run / f"{student}.yaml").write_text(
                sat.sheet(student, **({"_1": "-7"} if run == "second" else {}))
            )
    return folder


def killed(folder: Path, every: int, at_random: int, seed: int) -> None:
    program = Path(__file__).with_name("killed_grade.py")
    command = [sys.executable, str(program), str(folder), str(every), str(at_random), str(seed)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", done.stdout
    assert "kills" in done.stderr


def test_a_killed_run_leaves_the_old_output_or_the_new_one(two_runs) -> None:
    killed(two_runs, every=7, at_random=2, seed=3)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_hundred_kills_at_every_file_operation_and_at_random_leave_the_old_output_or_the_new_one(two_runs) -> None:
    killed(two_runs, every=1, at_random=60, seed=1)


def test_after_an_upgrade_that_changes_a_key_the_earlier_marks_and_pages_stay_with_the_reason(
    sat, handed_in, mark, out, monkeypatch
) -> None:
    mark(handed_in)
    before, page = (out / "grades.csv").read_bytes(), (out / "feedback" / "s1001.html").read_bytes()

    def changed(exam, submissions, *arguments, **options):
        return Marked((), tuple(Unmarked(paper, "the exam was sealed with the key 5") for paper, _ in submissions))

    monkeypatch.setattr(grading, "mark_all", changed)
    (handed_in / "s1005.yaml").write_text(sat.sheet("s1005"))
    found = mark(handed_in)
    assert "s1001: not marked again, the earlier mark stays: the exam was sealed with the key 5" in found.problems
    assert "s1005: handed in, not marked: the exam was sealed with the key 5" in found.problems
    assert list(found.unmarked) == ["s1005"]
    assert (out / "grades.csv").read_bytes().splitlines()[:5] == before.splitlines()[:5]
    assert (out / "feedback" / "s1001.html").read_bytes() == page
    changed_sheet = sat.sheet("s1002", _1="-7")
    (handed_in / "s1002.yaml").write_text(changed_sheet)
    assert set(mark(handed_in).unmarked) == {"s1002", "s1005"}, "another sheet has no mark yet"
