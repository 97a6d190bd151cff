"""What comes in may have any format, mixed in a folder or a zip file; nothing in it is run, followed or expanded without bound."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from examgen.gradebook.standing import Standing
from examgen.marking.archives import Member
from examgen.marking.submissions import Submissions, collect
from examgen.marking.tables import read_rows

STUDENTS = ("s1001", "s1002", "s1003", "0023004")


def wide(term, students=STUDENTS, delimiter=",", id_="Student ID", **changed) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([id_, "Name", "1", "Q2", "Answer 3"])
    for student in students:
        right = term.right(student) | changed.get(student, {})
        writer.writerow([student, "x", *right.values()])
    return text.getvalue()


def xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def answers(found: Submissions) -> dict[str, dict[str, str]]:
    return {paper.student: dict(sheet.answers) for paper, sheet in found.sheets}


def expected(term, students=STUDENTS) -> dict[str, dict[str, str]]:
    return {student: term.right(student) for student in students}


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_with_a_column_for_each_answer(term, tmp_path, delimiter) -> None:
    found = collect(term.exam, [put(tmp_path, "class.csv", wide(term, delimiter=delimiter))])
    assert answers(found) == expected(term)
    assert [paper.student for paper in found.missing] == ["s1005"]


def test_a_table_with_a_row_for_each_answer(term, tmp_path) -> None:
    rows = [["e-mail", "question", "response"]]
    rows += [["ada@x.org", label, text] for label, text in term.right("s1001").items()]
    found = collect(term.exam, [put(tmp_path, "long.xlsx", xlsx(rows))])
    assert answers(found) == expected(term, ["s1001"])


def test_a_workbook_whose_ids_have_lost_their_zeros_and_whose_answers_are_numbers(term, tmp_path) -> None:
    right = term.right("0023004")
    rows = [["id", "1", "2", "3"], [23004, int(right["1"]), float(right["2"]), right["3"]]]
    assert answers(collect(term.exam, [put(tmp_path, "class.xlsx", xlsx(rows))])) == expected(term, ["0023004"])


def test_json_lines_and_standard_input(term, tmp_path, monkeypatch) -> None:
    lines = "".join(json.dumps({"student": s, "answers": term.right(s)}) + "\n" for s in STUDENTS)
    assert answers(collect(term.exam, [put(tmp_path, "class.jsonl", lines)])) == expected(term)
    for text in (lines, wide(term), "sep=;\n" + wide(term, delimiter=";")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        assert answers(collect(term.exam, [Path("-")])) == expected(term)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(term.sheet("s1001").encode()), encoding="utf-8"))
    assert answers(collect(term.exam, [Path("-")])) == expected(term, ["s1001"])


def test_the_downloads_of_moodle_and_canvas_as_zip_files(term, tmp_path) -> None:
    moodle, canvas = tmp_path / "moodle.zip", tmp_path / "canvas.zip"
    with zipfile.ZipFile(moodle, "w") as packed:
        packed.writestr("Ada Lovelace_4711_assignsubmission_file_/answers.yaml", term.sheet("s1001"))
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as own:
            own.writestr("exam/my answers.yaml", term.sheet("s1002"))
            own.writestr("__MACOSX/._my answers.yaml", b"x")
        packed.writestr("Grace Hopper_4712_assignsubmission_file_/work.zip", inner.getvalue())
    with zipfile.ZipFile(canvas, "w") as packed:
        packed.writestr("galoisevariste_LATE_123_456_s1003.yaml", term.sheet("s1003"))
        packed.writestr("class.csv", wide(term, ["0023004"]))
    found = collect(term.exam, [moodle, canvas])
    assert answers(found) == expected(term)
    assert found.problems == []


def test_formats_mix_in_a_folder_and_a_file_called_after_the_student_wins_over_a_row(term, tmp_path) -> None:
    folder = tmp_path / "in"
    put(folder, "class.csv", wide(term, ["s1001", "s1002"], s1001={"1": "-7"}))
    put(folder, "s1001.yaml", term.sheet("s1001"))
    put(folder, "notes.xlsx", xlsx([["a", "b"], [1, 2]]))
    with zipfile.ZipFile(folder / "more.zip", "w") as packed:
        packed.writestr("s1003/answers.yaml", term.sheet("s1003"))
    found = collect(term.exam, [folder])
    assert answers(found) == expected(term, ["s1001", "s1002", "s1003"])
    assert any("notes.xlsx" in line for line in found.ignored)


def test_a_table_in_a_students_folder_speaks_for_that_student_alone(term, tmp_path) -> None:
    put(tmp_path, "in/s1001/answers.csv", wide(term, ["s1001", "s1002"]))
    put(tmp_path, "in/s1003/s1003.yaml", term.sheet("s1003"))
    found = collect(term.exam, [tmp_path / "in"])
    assert answers(found) == expected(term, ["s1001", "s1003"])
    assert any("names s1002, but is among the files of s1001" in problem for problem in found.problems)


def test_grades_are_not_taken_for_answers(term, book, tmp_path) -> None:
    from examgen.gradebook.table import grades_csv, grades_xlsx

    stands: Standing = term.run(book, s1001=term.sheet("s1001"))
    for name, content in (("grades.csv", grades_csv(stands).encode()), ("grades.xlsx", grades_xlsx(stands))):
        put(tmp_path / "in", name, content)
    put(tmp_path / "in", "s1002.yaml", term.sheet("s1002"))
    assert answers(collect(term.exam, [tmp_path / "in"])) == expected(term, ["s1002"])
    found = collect(term.exam, [tmp_path / "in" / "grades.csv"])
    assert any("a table of grades, not of answers" in problem for problem in found.problems)


def test_a_table_that_is_given_again_replaces_what_it_said(term, tmp_path) -> None:
    path = put(tmp_path, "class.csv", wide(term))
    first = collect(term.exam, [path])
    path.write_text(wide(term, ["s1001", "s1002"], s1001={"1": "-7"}))
    found = collect(term.exam, [path], first.received)
    assert answers(found)["s1001"]["1"] == "-7"
    assert set(answers(found)) == {"s1001", "s1002"}


HOSTILE = {
    "=cmd|' /C calc'!A1": "formula",
    "<script>alert(1)</script>": "markup",
    "x" * 50_000: "long",
    "\x1b]52;c;aGk=\x07": "codes",
    "../../etc/passwd": "path",
}


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE.values())
def test_hostile_cells_are_what_somebody_wrote_and_nothing_else(term, tmp_path, text) -> None:
    rows = [["id", "1"], ["s1001", text]]
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    found = collect(term.exam, [put(tmp_path, "class.csv", made.getvalue())])
    assert answers(found)["s1001"]["1"] == text[:10_000]


def test_a_formula_in_a_workbook_is_not_worked_out(term, tmp_path) -> None:
    found = collect(term.exam, [put(tmp_path, "class.xlsx", xlsx([["id", "1"], ["s1001", "=1+1"], ["s1002", 4]]))])
    assert answers(found)["s1001"]["1"] == ""
    assert answers(found)["s1002"]["1"] == "4"


def bomb(size: int = 300_000_000) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("s1001.yaml", "w", force_zip64=True) as file,
    ):
        for _ in range(size // 1_000_000):
            file.write(b"0" * 1_000_000)
    return made.getvalue()


def archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def broken_workbook(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "xl/workbook.xml":
                entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
                head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'.encode()
                data = head + data.replace(b"<sheets>", b"<sheets><!-- -->&e9;")
            target.writestr(item, data)
    return made.getvalue()


def test_what_is_made_to_break_a_reader_is_a_problem_of_its_own_and_stops_nobody(term, tmp_path) -> None:
    folder = tmp_path / "in"
    put(folder, "s1002.yaml", term.sheet("s1002"))
    good = xlsx([["id", "1"], ["s1001", "1"]])
    hostile = {
        "bomb.zip": bomb(60_000_000),
        "traversal.zip": archive(**{"..__..__s1003.yaml": term.sheet("s1003").encode()}),
        "broken.zip": b"PK\x03\x04" + os.urandom(500),
        "nested.zip": archive(**{"a.zip": archive(**{"b.zip": archive(**{"c.zip": archive(x=b"1")})})}),
        "entities.xlsx": broken_workbook(good),
        "cut.xlsx": good[: len(good) // 2],
        "bytes.csv": b"id,1\ns1001,\x00\xff\xfe\n" + b'"' * 1000,
        "deep.jsonl": b"[" * 200_000,
    }
    for name, content in hostile.items():
        put(folder, name, content)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = collect(term.exam, [folder])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert answers(found).keys() >= {"s1002", "s1003"}
    told = "\n".join((*found.problems, *found.ignored))
    for said in ("which no student writes", "broken.zip", "zip file in a zip file in a zip file", "cut.xlsx"):
        assert said in told, told
    assert grown < 300_000, "kB of memory"
    assert not (tmp_path.parent / "s1003.yaml").exists()


def test_a_size_that_a_zip_file_lies_about_is_not_believed(tmp_path) -> None:
    path = put(tmp_path, "x.zip", archive(**{"a.yaml": b"1" * 5000}))
    member = Member(path, "a.yaml", ("a.yaml",), 1, None)
    with pytest.raises(ValueError, match="larger than 100 bytes"):
        member.read(100)


def test_a_large_table_is_read_row_by_row() -> None:
    text = "id,1,2\n" + "".join(f"s{n},{n},x\n" for n in range(50_000))
    rows = read_rows(text.encode(), "big.csv", frozenset({"1", "2"}))
    assert next(rows).answers == {"1": "0", "2": "x"}
    assert sum(1 for _ in rows) == 49_999


def test_the_command_reads_standard_input(term, tmp_path) -> None:
    term.exam.write(tmp_path / "exam" / "exam.sealed.json")
    command = [sys.executable, "-c", "from examgen.cli import main; main()"]
    done = subprocess.run(
        [*command, "grade", str(tmp_path / "exam"), "-", "--witness", "sealed"],
        input=wide(term).encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert b"4 of 5 papers marked" in done.stdout, done.stderr
