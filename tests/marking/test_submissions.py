"""Everybody's sheet is found and matched to its student, whatever lies beside it; what is wrong is told by its name."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from examgen.marking.received import Received
from examgen.marking.submissions import SubmissionError, Submissions, collect

ALL = ["s1001", "s1002", "s1003", "0023004"]


def students(found: Submissions) -> list[str]:
    return [paper.student for paper, _ in found.sheets]


def told(found: Submissions) -> str:
    return "\n".join([*found.problems, *found.notes, *found.ignored])


def test_a_folder_of_sheets_is_matched_to_its_papers(sat, handed_in) -> None:
    found = collect(sat.exam, [handed_in])
    assert students(found) == ALL
    assert [paper.student for paper in found.missing] == ["s1005"]
    assert (found.problems, found.notes, found.ignored) == ([], [], [])
    for paper, sheet in found.sheets:
        assert dict(sheet.answers) == sat.right(paper.student)


@pytest.mark.parametrize(
    ("name", "says"),
    [("sheet.YAML", ""), ("s1005.yaml.txt", ""), ("s1005.txt", ""), ("deep/er/s1005.yml", ""), ("s1005 (1).yaml", "")],
)
def test_sheets_with_another_suffix_and_in_folders_are_read(sat, handed_in, name, says) -> None:
    path = handed_in / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sat.sheet("s1005"))
    assert students(collect(sat.exam, [handed_in])) == [*ALL, "s1005"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_sheets_in_other_encodings_are_read(sat, handed_in, encoding) -> None:
    (handed_in / "s1005.yaml").write_text(sat.sheet("s1005", _3="–1 × 2 ä"), encoding=encoding)
    found = collect(sat.exam, [handed_in])
    assert dict(found.sheets[-1][1].answers)["3"] == "–1 × 2 ä"


@pytest.mark.parametrize(
    "name", ["s1002.yaml", "S1002.yaml", "s1002_final.yaml", "s1002/sheet.yaml", "Grace Hopper_4711_assignsubmission_file_/a.yaml",
             "hoppergrace_77_99_sheet.yaml", "Hopper, Grace/a.yaml"],
)  # fmt: skip
def test_a_sheet_in_somebody_elses_name_is_reported_and_not_accepted(sat, handed_in, name) -> None:
    (handed_in / "s1002.yaml").unlink()
    (handed_in / "s1003.yaml").unlink()
    path = handed_in / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(sat.sheet("s1003"))
    found = collect(sat.exam, [handed_in])
    assert students(found) == ["s1001", "0023004"]
    assert "the sheet names s1003, but" in told(found)
    assert path.name in told(found)
    assert [(paper.student, why.endswith("rename it if the sheet is right")) for paper, why in found.unmarked] == [
        ("s1002", True)
    ]
    assert [paper.student for paper in found.missing] == ["s1003", "s1005"]


def test_names_that_say_nothing_or_name_several_contradict_nobody(sat, handed_in) -> None:
    for name in ("group 1/sheet.yaml", "s1001-s1003/late.yaml", "2026.yaml", "upload_1001.yaml"):
        path = handed_in / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(sat.sheet("s1005"))
    assert students(collect(sat.exam, [handed_in])) == [*ALL, "s1005"]


def test_a_sheet_in_a_folder_called_after_the_student_outranks_one_that_is_not(sat, handed_in) -> None:
    (handed_in / "x.yaml").write_text(sat.sheet("s1003", _1="-7"))
    found = collect(sat.exam, [handed_in])
    assert students(found) == ALL
    assert found.sheets[2][1].path.name == "s1003.yaml"
    assert "x.yaml: another sheet of s1003" in told(found)


def test_different_sheets_of_one_student_are_not_chosen_between(sat, handed_in) -> None:
    (handed_in / "s1003-second.yaml").write_text(sat.sheet("s1003", _1="-7"))
    (handed_in / "s1001-copy.yaml").write_text(sat.sheet("s1001"))
    (handed_in / "s1002-empty.yaml").write_text(sat.sheet("s1002", _1="", _2="", _3=""))
    found = collect(sat.exam, [handed_in])
    assert students(found) == ["s1001", "s1002", "0023004"]
    assert len(found.problems) == 1
    assert "s1003 handed in different sheets, so none of them is marked" in found.unmarked[0][1]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('exam: "handed_in"', 'exam: "other"'), "a sheet of the exam 'other', not of 'handed_in'"),
        (('student: "s1005"', 'student: "../s1"'), "a sheet of '../s1', who is not on the roster"),
        (('student: "s1005"', 'student: "s1001"'), "s1001 has paper"),
        (('student: "s1005"', "student 's1005'"), "the line student: is missing"),
        (('exam: "', '\x1b]52;c;aGk=\x07exam: "'), "the line exam: is missing"),
        (("answers:", "answers: {1: 5}\nx:"), "an answer"),
    ],
)
def test_what_does_not_fit_the_exam_is_handed_in_and_not_marked(sat, handed_in, change, says) -> None:
    text = sat.sheet("s1005")
    assert change[0] in text
    (handed_in / "s1005.yaml").write_text(
        text.replace(*change) if "{" not in change[1] else text.partition("answers")[0] + "answers: {1: 5}\n"
    )
    found = collect(sat.exam, [handed_in])
    assert students(found) == ALL
    ((paper, why),) = found.unmarked
    assert paper.student == "s1005"
    assert says in why or "{" in change[1]
    assert "\x1b" not in told(found) + why


def test_ids_may_be_typed_in_small_letters_and_lose_their_zeros(sat, handed_in) -> None:
    text = (handed_in / "0023004.yaml").read_text()
    (handed_in / "0023004.yaml").unlink()
    (handed_in / "23004.yaml").write_text(text.replace('"0023004"', "23004"))
    (handed_in / "s1001.yaml").write_text(sat.sheet("s1001").replace("s1001", "S1001"))
    assert students(collect(sat.exam, [handed_in])) == ALL


def test_a_spare_paper_is_that_of_the_student_it_was_given_to_and_nobodys_before(sat, handed_in, tmp_path) -> None:
    text = sat.sheet("s1005").replace('student: "s1005"', 'student: ""')
    number = next(paper.number for paper in sat.exam.papers if paper.student == "s1005")
    (handed_in / f"{number}.yaml").write_text(text.replace(number, f"{number[:4].lower()}-{number[4:]}"))
    assert students(collect(sat.exam, [handed_in])) == [*ALL, "s1005"]
    papers = [
        paper.model_copy(update={"student": "", "name": ""}) if paper.number == number else paper
        for paper in sat.exam.papers
    ]
    found = collect(sat.exam.model_copy(update={"papers": tuple(papers)}), [handed_in])
    assert students(found) == ALL
    assert f"paper {number} is a spare paper that has not been assigned yet" in told(found)
    assert not found.missing


def test_a_sheet_called_after_another_ones_paper_is_reported(sat, handed_in) -> None:
    number = next(paper.number for paper in sat.exam.papers if paper.student == "s1005")
    (handed_in / "s1002.yaml").rename(handed_in / f"{number}.yaml")
    found = collect(sat.exam, [handed_in])
    assert students(found) == ["s1001", "s1003", "0023004"]
    assert f"the sheet names s1002, but {number}.yaml is s1005's" in told(found)


@pytest.mark.parametrize("given", ["gone", "empty", "gone/at/all", "nul\0", "junk"])
def test_a_path_without_sheets_is_refused_before_anything_is_read(sat, handed_in, tmp_path, given) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "junk").mkdir()
    (tmp_path / "junk" / "notes.docx").write_bytes(b"x")
    with pytest.raises(SubmissionError, match="nothing was changed"):
        collect(sat.exam, [handed_in, tmp_path / given])


@pytest.mark.parametrize(
    ("head", "cells", "student"),
    [
        ("e-mail,id", "nobody@x.org,s1001", "s1001"),
        ("id,e-mail", "s1001,nobody@x.org", "s1001"),
        ("id,e-mail", ",ada@X.org", "s1001"),
        ("id,e-mail", "ADA@x.org,", "s1001"),
        ("e-mail", "s1001", "s1001"),
        ("id,paper", "s1001,{s1001}", "s1001"),
        ("id,paper", ",{s1003}", "s1003"),
        ("id,paper", "s1001,{s1003}", None),
        ("id,paper", "s1001,nonsense", None),
        ("id", "nobody", None),
    ],
)
def test_a_row_of_a_table_is_that_of_the_student_all_its_columns_agree_on(sat, tmp_path, head, cells, student) -> None:
    numbers = {paper.student: paper.number for paper in sat.exam.papers}
    (tmp_path / "t.csv").write_text(f"{head},1\n{cells.format(**numbers)},28\n")
    found = collect(sat.exam, [tmp_path / "t.csv"])
    assert students(found) == ([student] if student else [])
    assert ("is not on the roster of this exam, or the paper is another student's" in told(found)) is (student is None)


# --- what lies beside the sheets --------------------------------------------------------------------------------------


def fifo(path: Path) -> None:
    os.mkfifo(path)


def link(target: str):
    return lambda path: path.symlink_to(target)


def content(data: bytes):
    return lambda path: path.write_bytes(data)


def unreadable(path: Path) -> None:
    path.write_bytes(b"x")
    path.chmod(0)


def nested(depth: int):
    def make(path: Path) -> None:
        here = Path.cwd()
        path.mkdir()
        os.chdir(path)
        try:
            for _ in range(depth):
                Path("d").mkdir()
                os.chdir("d")
        finally:
            os.chdir(here)

    return make


def removed(folder: Path) -> None:
    """Folders so deep that Python cannot remove them."""
    subprocess.run(["rm", "-rf", str(folder)], check=True)


HEAD = 'exam: "handed_in"\nstudent: "s1005"\npaper: "{number}"\nanswers:\n'
HOSTILE = {
    "a named pipe": ("s1005.yaml", fifo),
    "a pipe without a name": ("a.yaml", fifo),
    "a device": ("s1005.yaml", link("/dev/zero")),
    "a link to a device": ("a.yml", link("/dev/urandom")),
    "a link to itself": ("s1005.yaml", link("s1005.yaml")),
    "a link to the folder": ("s1005", link(".")),
    "a link to somebody else's sheet": ("s1005.yaml", link("s1001.yaml")),
    "a link to nothing": ("s1005.yaml", link("nowhere")),
    "a link to a system file": ("s1005.yaml", link("/etc/passwd")),
    "folders without end": ("s1005", nested(1_500)),
    "fewer folders": ("s1005", nested(60)),
    "a folder called like a sheet": ("s1005.yaml", lambda path: path.mkdir()),
    "zeros": ("s1005.yaml", content(bytes(900_000))),
    "a huge file": ("s1005.yaml", lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 1 << 40)),
    "an archive": ("s1005.zip", content(b"PK\3\4")),
    "a picture": ("s1005.yaml", content(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100)),
    "complex keys": ("s1005.yaml", content(b"{? *a9 : 1}\n" + b"&a [*a, " * 2_000)),
    "anchors": ("s1005.yaml", content(b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a,*a]\n" % (i, i) for i in range(99)))),
    "brackets": ("s1005.yaml", content((HEAD + "  1: " + "[" * 900_000).encode())),
    "80,000 labels": ("s1005.yaml", content((HEAD + "".join(f"  {i}q: 1\n" for i in range(1000)) * 80).encode())),
    "a long label": ("s1005.yaml", content((HEAD + "  " + "x" * 900_000 + ": 1\n").encode())),
    "a long answer": ("s1005.yaml", content((HEAD + '  1: "' + "1 " * 450_000 + '"\n').encode())),
    "quotes without end": ("s1005.yaml", content((HEAD + '  1: "\n' * 100_000).encode())),
    "blank lines": ("s1005.yaml", content((HEAD + "  1: |\n" + "\n" * 900_000).encode())),
    "strays": ("s1005.yaml", content((HEAD + "  1: 5\n" + "x\n" * 400_000).encode())),
    "deep indents": ("s1005.yaml", content((HEAD + "".join(f"{' ' * i}1: 5\n" for i in range(1_300))).encode())),
    "carriage returns": ("s1005.yaml", content((HEAD + "  1: 5\r" * 100_000).encode())),
    "escape codes": ("s1005\x1b]52;c;aGk=\x07.yaml", content(b"x")),
    "line breaks in the name": ("s1005\n  s1001: 100 of 100\n.yaml", content(b"x")),
    "a name that is no text": (os.fsdecode(b"s1005\xff\xfe.yaml"), content(b"x")),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_lies_among_the_sheets_all_others_are_found_and_it_is_named(sat, handed_in, request, kind) -> None:
    name, make = HOSTILE[kind]
    request.addfinalizer(partial(removed, handed_in))
    make(handed_in / name)
    number = next(paper.number for paper in sat.exam.papers if paper.student == "s1005")
    path = handed_in / name
    if path.is_file() and not path.is_symlink() and path.stat().st_size < 2_000_000:
        path.write_bytes(path.read_bytes().replace(b"{number}", number.encode()))
    start = time.process_time()
    found = collect(sat.exam, [handed_in])
    assert time.process_time() - start < 2
    assert [student for student in students(found) if student != "s1005"] == ALL
    said = told(found)
    assert kind == "a folder called like a sheet" or name[:5] in said or name[:1] + "." in said, said
    assert not any(ord(character) < 32 and character != "\n" for character in said)
    assert len(said) < 20_000
    assert all(line.count("\n") == 0 for line in [*found.problems, *found.notes, *found.ignored])
    assert "s1001: 100 of 100" not in said.split("\n")


PLACES = {
    "flat": "{name}",
    "in the student's folder": "s1005/{name}",
    "deep": "a/b/c/d/{name}",
    "in capitals": "{NAME}",
    "as a copy": "s1005 - copy (2) {name}",
    "in a folder of Moodle": "Sofja Kowalewskaja_77_assignsubmission_file_/{name}",
    "as a file of Canvas": "kowalewskajasofja_77_99_{name}",
    "twice": "s1005-again-{name}",
    "beside the real sheet": "s1005/x{name}",
    "among many": "many/{name}",
}


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("place", PLACES)
def test_each_kind_in_ten_variations_costs_little_and_hides_nobody(sat, tmp_path, request, place) -> None:
    sat.exam.write(tmp_path / "exam.sealed.json")
    for number, (kind, (name, make)) in enumerate(HOSTILE.items()):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        for student in ALL:
            (folder / f"{student}.yaml").write_text(sat.sheet(student))
        path = folder / PLACES[place].format(name=name, NAME=name.upper())
        path.parent.mkdir(parents=True, exist_ok=True)
        request.addfinalizer(partial(removed, folder))
        make(path)
        if place == "beside the real sheet":
            (folder / "s1005" / "sheet.yaml").write_text(sat.sheet("s1005"))
        for i in range(300 if place == "among many" else 0):
            (folder / "many" / f"{i}.yaml").write_text("nothing")
        program = Path(__file__).with_name("measured_collect.py")
        command = [sys.executable, str(program), str(tmp_path / "exam.sealed.json"), str(folder)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        report = json.loads(done.stdout)
        for student in ALL:
            assert report["students"][student] == sat.right(student), (kind, student)
        assert report["seconds"] < 2, kind
        assert report["megabytes"] < 300, kind
        assert report["told"] or kind == "a folder called like a sheet", kind


@pytest.mark.parametrize("suffix", ["yaml", "txt", "bin"])
@pytest.mark.parametrize("place", ["flat", "s1005"])
def test_a_flood_of_files_is_told_in_a_few_lines_and_hides_nobody(sat, handed_in, suffix, place) -> None:
    folder = handed_in if place == "flat" else handed_in / place
    folder.mkdir(exist_ok=True)
    for i in range(3_000):
        (folder / f"a{i}.{suffix}").touch()
    found = collect(sat.exam, [handed_in])
    assert students(found) == ALL
    assert len(told(found)) < 20_000
    assert f"a0.{suffix}" in told(found)


def test_notes_are_bounded_whatever_a_sheet_holds(sat, handed_in) -> None:
    (handed_in / "s1001.yaml").write_text(sat.sheet("s1001") + "".join(f"  {i}q: 1\n  zz{i}: 1\n" for i in range(900)))
    found = collect(sat.exam, [handed_in])
    assert students(found) == ALL
    assert found.sheets[0][1].answers == sat.right("s1001")
    assert len(told(found)) < 2_000


# --- several runs -----------------------------------------------------------------------------------------------------


def test_a_late_sheet_leaves_the_earlier_ones_as_they_are(sat, handed_in, tmp_path) -> None:
    first = collect(sat.exam, [handed_in])
    late = tmp_path / "late.yaml"
    late.write_text(sat.sheet("s1005"))
    for path in handed_in.iterdir():
        path.unlink()
    handed_in.rmdir()
    found = collect(sat.exam, [late], first.received)
    assert students(found) == [*ALL, "s1005"]
    assert found.notes == []


def test_a_sheet_that_is_gone_from_a_folder_given_again_is_withdrawn(sat, handed_in) -> None:
    first = collect(sat.exam, [handed_in])
    (handed_in / "s1002.yaml").unlink()
    for given in ([handed_in], sorted(handed_in.glob("*.yaml"))):
        found = collect(sat.exam, given, first.received)
        assert students(found) == ["s1001", "s1003", "0023004"]
        assert "s1002.yaml no longer exists, so its mark was removed" in told(found)


def test_a_later_sheet_replaces_an_earlier_one_unless_it_may_be_somebody_elses(sat, handed_in, tmp_path) -> None:
    first = collect(sat.exam, [handed_in])
    later = tmp_path / "later"
    later.mkdir()
    (later / "s1001.yaml").write_text(sat.sheet("s1001", _1="-7"))
    (later / "x.yaml").write_text(sat.sheet("s1002", _1="-7"))
    found = collect(sat.exam, [later], first.received)
    answers = {paper.student: sheet.answers["1"] for paper, sheet in found.sheets}
    assert answers["s1001"] == "-7"
    assert answers["s1002"] == sat.right("s1002")["1"]
    assert "later/s1001.yaml replaces" in told(found)
    assert "x.yaml: another sheet of s1002" in told(found)


def test_a_sheet_that_could_not_be_marked_is_still_handed_in_in_the_next_run(sat, handed_in, tmp_path) -> None:
    (handed_in / "s1005.yaml").write_text("nothing")
    first = collect(sat.exam, [handed_in])
    assert isinstance(first.received["s1005"], Received)
    late = tmp_path / "s1001.yaml"
    late.write_text(sat.sheet("s1001"))
    found = collect(sat.exam, [late], first.received)
    assert [(paper.student, "not an answer sheet" in why) for paper, why in found.unmarked] == [("s1005", True)]


def mutations(sat, folder: Path, seeds: range) -> None:
    """Sheets of a class after accidents: nobody is lost without a word, nobody is invented, no answer goes to another student."""
    plain = {student: sat.sheet(student).encode() for student in [*ALL, "s1005"]}
    for student, text in plain.items():
        (folder / f"{student}.yaml").write_bytes(text)
    for seed in seeds:
        dice = random.Random(seed)
        victim = dice.choice(list(plain))
        changed = bytearray(plain[victim])
        match dice.randrange(3):
            case 0:
                for _ in range(dice.randint(1, 3)):
                    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
            case 1:
                start = dice.randrange(len(changed))
                del changed[start : start + dice.randint(1, 40)]
            case _:
                lines = bytes(changed).split(b"\n")
                del lines[dice.randrange(len(lines))]
                changed = bytearray(b"\n".join(lines))
        path = folder / f"{victim}.yaml"
        path.write_bytes(bytes(changed))
        found = collect(sat.exam, [folder])
        states = students(found) + [paper.student for paper, _ in found.unmarked]
        assert sorted(states) == sorted(plain), seed
        for paper, sheet in found.sheets:
            assert sheet.path.name == f"{paper.student}.yaml", seed
            assert paper.student == victim or dict(sheet.answers) == sat.right(paper.student), seed
        path.write_bytes(plain[victim])


def test_mutated_sheets_lose_nobody_and_go_to_nobody_else(sat, tmp_path) -> None:
    mutations(sat, tmp_path, range(100))


@pytest.mark.prove
def test_ten_thousand_mutated_sheets_lose_nobody_and_go_to_nobody_else(sat, tmp_path) -> None:
    mutations(sat, tmp_path, range(10_000))
