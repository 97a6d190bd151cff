"""The same exam into the same folder: only what has changed is printed, and no paper comes to ask something else unnoticed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam import generate as generating
from examgen.exam.assign import assign
from examgen.exam.generate import Generated, changed_files, generate
from examgen.exam.sealed import SealedExam
from examgen.exam.staging import staged_path
from examgen.gradebook.grade import grade

BLUEPRINT = """\
id: printed-again
title: Frist exam
sections:
  - questions:
      - {question: convolution.output_size, points: 2}
      - {question: dense.parameter_count, points: 3}
"""
ROSTER = "id,name\ns1,Ada\ns2,Grace\n"
SECRET = b"a secret of the test"
BANK = Bank()


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    (folder / "exam.yaml").write_text(BLUEPRINT, encoding="utf-8")
    (folder / "class.csv").write_text(ROSTER, encoding="utf-8")
    generate(folder / "exam.yaml", folder / "class.csv", folder / "out", BANK, SECRET, spares=1)
    return folder


@pytest.fixture
def folder(first, tmp_path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "exam"))


@pytest.fixture
def again(folder) -> Callable[..., Generated]:
    def run(blueprint: str = BLUEPRINT, roster: str = ROSTER, **options: bool) -> Generated:
        (folder / "exam.yaml").write_text(blueprint, encoding="utf-8")
        (folder / "class.csv").write_text(roster, encoding="utf-8")
        return generate(folder / "exam.yaml", folder / "class.csv", folder / "out", BANK, SECRET, spares=1, **options)

    return run


def written(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*.pdf")}


def test_a_late_student_gets_a_paper_and_all_others_keep_theirs(folder, again) -> None:
    before = written(folder / "out")
    made = again(roster=ROSTER + "s3,Emmy\n")

    after = written(folder / "out")
    assert {name for name, inode in after.items() if before.get(name) != inode} == {"papers/s3.pdf", "keys/s3-key.pdf"}
    assert before.keys() <= after.keys()
    assert "2 of 8 PDF files were written" in made.remarks[-1]
    assert [paper.student for paper in SealedExam.read(folder / "out" / "exam.sealed.json").papers] == [
        "s1",
        "s2",
        "s3",
        "",
    ]
    assert (folder / "out" / "answers" / "s3.yaml").exists()
    assert list(changed_files(folder / "out", made.exam)) == []


def test_a_title_is_put_right_on_every_paper_with_the_same_numbers(folder, again, tmp_path) -> None:
    old = SealedExam.read(folder / "out" / "exam.sealed.json")
    made = again(BLUEPRINT.replace("Frist", "First"))

    assert made.exam.title == "First exam"
    assert [paper.questions for paper in made.exam.papers] == [paper.questions for paper in old.papers]
    fresh = generate(folder / "exam.yaml", folder / "class.csv", tmp_path / "fresh", BANK, SECRET, spares=1)
    assert made.exam.digests == fresh.exam.digests, "the bytes are those of a new folder"
    assert list(changed_files(folder / "out", made.exam)) == []
    assert not staged_path(folder / "out").exists()


def test_a_file_that_was_damaged_is_printed_anew(folder, again) -> None:
    damaged = folder / "out" / "papers" / "s2.pdf"
    whole = damaged.read_bytes()
    damaged.write_bytes(b"%PDF-1.7 coffee")
    again(roster=ROSTER + "s3,Emmy\n")
    assert damaged.read_bytes() == whole


def test_only_the_paper_is_printed_anew_where_its_key_stays_as_it_is(folder, again) -> None:
    before = written(folder / "out")
    made = again(roster="id,name,large print\ns1,Ada,yes\ns2,Grace,\n")
    after = written(folder / "out")
    assert {name for name, inode in after.items() if before[name] != inode} == {"papers/s1.pdf"}
    assert "1 of 6 PDF files were written" in made.remarks[-1]


def test_a_paper_that_would_ask_something_else_is_refused_and_nothing_is_touched(folder, again) -> None:
    before = written(folder / "out")
    other = BLUEPRINT.replace("dense.parameter_count", "pooling.max_map")
    with pytest.raises(
        UserError, match=r"3 papers \(.*\) would have different questions from those printed .*--replace"
    ):
        again(other)
    assert written(folder / "out") == before
    made = again(other, replace=True)
    assert {paper.questions[1].question for paper in made.exam.papers} == {"pooling.max_map"}


@pytest.mark.parametrize("trace", ["gradebook.sqlite", ".grades"])  # the second of a gradebook that is elsewhere
def test_where_answers_came_in_no_paper_changes_or_goes(folder, again, trace) -> None:
    (folder / "out" / trace).write_bytes(b"")
    with pytest.raises(UserError, match=r"3 papers .* would have different questions, but .* has a gradebook"):
        again(BLUEPRINT.replace("dense.parameter_count", "pooling.max_map"), replace=True)
    with pytest.raises(UserError, match=r"1 paper \(.*\) would be removed, but .* has a gradebook"):
        again(roster="id,name\ns1,Ada\n")
    for changed in (
        BLUEPRINT.replace("points: 3", "points: 4"),
        BLUEPRINT.replace("sections:", "marking: {partial: none}\nsections:"),
    ):
        with pytest.raises(UserError, match=r"points or marking rules of the blueprint differ .* regrade"):
            again(changed)


def test_grades_go_on_when_a_late_student_comes_and_a_title_is_put_right(folder, again, tmp_path) -> None:
    out = folder / "out"
    sheet = tmp_path / "s1.yaml"
    sheet.write_text((out / "answers" / "s1.yaml").read_text("utf-8").replace('1: ""', '1: "17"'), encoding="utf-8")
    first = grade(SealedExam.read(out / "exam.sealed.json"), [sheet], BANK, out, keras=False)
    again(BLUEPRINT.replace("Frist", "First"), roster=ROSTER + "s3,Emmy\n")

    after = grade(SealedExam.read(out / "exam.sealed.json"), [], BANK, out, keras=False)

    assert {paper.paper.student: paper.points for paper in first.marks} == {
        paper.paper.student: paper.points for paper in after.marks
    }
    assert after.missing == ("s2", "s3")


def test_an_answer_sheet_that_was_filled_in_beside_the_papers_is_left_alone(folder, again) -> None:
    filled = folder / "out" / "answers" / "s1.yaml"
    filled.write_text(filled.read_text("utf-8").replace('1: ""', '1: "17"'), encoding="utf-8")
    content = filled.read_bytes()
    again(BLUEPRINT.replace("Frist", "First"))
    assert filled.read_bytes() == content
    assert "First exam" in (folder / "out" / "answers" / "s2.yaml").read_text("utf-8")
    again(BLUEPRINT.replace("Frist", "First"), roster="id,name\ns2,Grace\n")
    assert filled.read_bytes() == content
    assert not (folder / "out" / "papers" / "s1.pdf").exists()


def test_keys_that_were_printed_stay_up_to_date_when_only_papers_are_asked_for(folder, again) -> None:
    made = again(BLUEPRINT.replace("Frist", "First"), keys=False)
    assert {name for name in made.exam.digests if name.startswith("keys/")} == {
        name for name in written(folder / "out") if name.startswith("keys/")
    }
    assert list(changed_files(folder / "out", made.exam)) == []


def test_a_student_who_is_gone_leaves_no_paper(folder, again) -> None:
    again(roster="id,name\ns1,Ada\n")
    assert not (folder / "out" / "papers" / "s2.pdf").exists()
    assert not (folder / "out" / "keys" / "s2-key.pdf").exists()
    assert (folder / "out" / "papers" / "s1.pdf").exists()


def test_a_spare_paper_stays_with_the_student_who_got_it(folder, again) -> None:
    spare = SealedExam.read(folder / "out" / "exam.sealed.json").papers[-1].number
    assign(folder / "out", spare, "s9", BANK, name="Sofja")
    made = again(BLUEPRINT.replace("Frist", "First"))
    assert {paper.student: paper.number for paper in made.exam.papers}["s9"] == spare


@pytest.mark.parametrize("killed_at", range(0, 12, 3))
def test_a_run_that_is_killed_while_files_are_put_into_place_is_finished_by_the_same_command(
    folder, again, killed_at, monkeypatch
) -> None:
    replace, moved = Path.replace, []

    def killing(self: Path, target: Path) -> Path:
        if ".out.unfinished" in str(self) and not str(target).startswith(str(self.parent)):
            if len(moved) == killed_at:
                raise KeyboardInterrupt
            moved.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", killing)
    changed = BLUEPRINT.replace("Frist", "First")
    with pytest.raises(KeyboardInterrupt):
        again(changed)
    monkeypatch.undo()
    made = again(changed)
    assert made.exam == SealedExam.read(folder / "out" / "exam.sealed.json")
    assert made.exam.title == "First exam"
    assert list(changed_files(folder / "out", made.exam)) == []
    assert set(made.exam.digests) == set(written(folder / "out"))
    assert not staged_path(folder / "out").exists()


def test_the_same_command_prints_nothing(again, monkeypatch) -> None:
    monkeypatch.setattr(generating, "render_papers", None)
    assert not again().again
