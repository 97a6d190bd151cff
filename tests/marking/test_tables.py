"""Tables of answers, as spreadsheets and other programs write them: each column is found by its title, each cell is text."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from examgen.errors import UserError
from examgen.exam import spreadsheet
from examgen.exam.sheet import LONGEST, SheetError
from examgen.marking import complaints, tables
from examgen.marking.complaints import Complaints
from examgen.marking.saved import parse_saved, saved
from examgen.marking.tables import Row, TableError, UnclearTimes, read_rows

LABELS = frozenset({"1", "2", "2a", "12"})


def rows(text: str | bytes, labels: frozenset[str] = LABELS) -> list[Row]:
    return list(read_rows(text if isinstance(text, bytes) else text.encode(), "t.csv", labels))


def workbook(*lines: list[object]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "title",
    ["2a", "2A", "2 a", "2a)", "Q2a", "Q. 2a", "question 2a", "Answer 2a", "Part 2a", "item 2a", "a2a", "Aufgabe 2a",
     "Frage 2a", "Antwort 2a", "ANSWER.2a"],
)  # fmt: skip
def test_an_answer_has_a_column_by_its_label(title) -> None:
    assert [row.answers for row in rows(f"id,{title}\ns1,28\n")] == [{"2a": "28"}]


def test_a_column_of_another_label_is_none_and_the_first_of_two_counts() -> None:
    assert rows("id,1,3,100,1.5,1\ns1,28,7,7,7,29\n")[0].answers == {"1": "28"}


@pytest.mark.parametrize("id_", ["id", "Student ID", "Matrikelnummer", "student"])
def test_a_column_of_ids_is_found_by_its_title(id_) -> None:
    assert [row.whose for row in rows(f"1,{id_}\n28, s1 \n")] == ["s1"]


@pytest.mark.parametrize("title", ["e-mail", "E-Mail", "email", "Mail", "Email address", "E-mail address", "e_mail",
                                   "E-Mail-Adresse", "Adresse de courriel", "Dirección de correo", "Indirizzo email"])  # fmt: skip
def test_a_column_of_addresses_is_found_by_its_title(title) -> None:
    assert [(row.whose, row.email) for row in rows(f"1,{title},id\n28,a@x.org,s1\n")] == [("s1", "a@x.org")]
    assert [row.email for row in rows(f"1,{title}\n28,a@x.org\n")] == ["a@x.org"]


@pytest.mark.parametrize("title", ["paper", "Paper number", "Number of the paper"])
def test_a_column_of_paper_numbers_is_found_by_its_title(title) -> None:
    assert [row.paper for row in rows(f"1,{title}\n28,ABCD\n")] == ["ABCD"]


@pytest.mark.parametrize(
    "title", ["Submitted at", "handed in", "submitted", "Time", "timestamp", "submission time", "Date"]
)
def test_a_column_of_times_is_found_by_its_title_and_counts_with_a_time_zone(title) -> None:
    at_noon = (
        "2026-07-01 12:00 UTC",
        "2026-07-01T14:00:00+02:00",
        "2026-07-01 14:00 Europe/Berlin",
        "2026-07-01 8:00 GMT-4",
    )
    unclear = ("2026-07-01 12:00", "noon", "2026-07-01 12:00 Mars/Base", "2026-07-32 12:00 UTC", "7/1/2026 12:00:00")
    found = rows(f"id,{title},1\n" + "".join(f"s,{time},1\n" for time in (*at_noon, *unclear, "")))
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert [row.handed_in for row in found] == [noon] * len(at_noon) + [None] * (len(unclear) + 1)
    assert [row.unclear for row in found] == [*[""] * len(at_noon), *unclear, ""]

    told = UnclearTimes()
    for row in found[: len(at_noon) + 1]:
        told.look_at(row)
    assert told.told.startswith("the time of 1 row cannot be used, so it is unknown whether")
    told.look_at(found[len(at_noon) + 1])
    assert told.told.startswith("the times of 2 rows cannot be used")
    assert "The first is row 6: " in told.told


@pytest.mark.parametrize(
    ("label", "text"),
    [("label", "text"), ("Question", "value"), ("part", "response"), ("Item", "written"), ("antwort", "given"),
     ("frage", "Antwort"), ("question", "answer"), ("answer", "text"), ("label", "answer")],
)  # fmt: skip
def test_a_row_for_each_answer_is_gathered_by_student(label, text) -> None:
    made = rows(f"id,{label},{text}\ns1,Answer 1,28\ns2,1,7\ns1,2 A,29\ns1,other,\n\ns3\n")
    assert [(row.whose, row.answers, row.line) for row in made] == [
        ("s1", {"1": "28", "2a": "29", "other": ""}, 2), ("s2", {"1": "7"}, 3), ("s3", {"": ""}, 7),
    ]  # fmt: skip


def test_a_wide_row_that_ends_early_has_empty_answers_and_empty_lines_are_none() -> None:
    made = rows("\n,,\nid,1,2\ns1,28\n , ,\ns2,,5\n")
    assert [(row.whose, row.answers, row.line) for row in made] == [
        ("s1", {"1": "28", "2": ""}, 4), ("s2", {"1": "", "2": "5"}, 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says", "other"),
    [
        ("", "t.csv: it is empty", True),
        (" \n,,\n", "t.csv: it is empty", True),
        ("name,1\nAda,28\n", "expected a column of ids, e-mail addresses or paper numbers, got the columns name, 1", True),
        ("id,name\ns1,Ada\n", "got the columns id, name", True),
        ("id,label\ns1,1\n", "expected a column for each answer", True),
        ("id,text\ns1,1\n", "expected a column for each answer", True),
        ("id,1,status,points,of\ns1,28,marked,1,2\n", "a table of grades, not of answers", True),
        ("id,1,percent,points,of\ns1,28,marked,1,2\n", "a table of grades, not of answers", True),
        ('{"student": "s1"}\n', 't.csv:1: expected {"student": "s1", "answers": {"1": "28"}} on each line', True),
        ('{"answers": {}}\n[]\n', "t.csv:2: expected {", False),
        ("{\n", "t.csv:1: expected one JSON object on each line", True),
        ('{"answers": {}}\n{\n', "t.csv:2: expected one JSON object on each line", False),
        ("id,1\ns1," + "x" * 1_000_001 + "\n", "t.csv: it cannot be read as a table: field larger", False),
    ],
)  # fmt: skip
def test_what_is_no_table_of_answers_is_refused_and_told_from_a_damaged_one(text, says, other) -> None:
    with pytest.raises(TableError) as refused:
        rows(text)
    assert says in str(refused.value)
    assert refused.value.other is other


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("a,b,c,d,e,f,g,h,i", "a, b, c, d, e, f, g, h"),
        ("x" * 100, "x" * 100),
        ("x" * 101, "x" * 50 + "…" + "x" * 50),
    ],
)
def test_of_the_columns_of_another_table_eight_are_shown_and_no_more_than_a_hundred_characters(head, shown) -> None:
    with pytest.raises(TableError) as refused:
        rows(f"{head}\n1\n")
    assert str(refused.value).endswith(f", got the columns {shown}")


def test_two_columns_of_a_grade_do_not_make_a_table_of_grades() -> None:
    assert rows("id,1,points,of\ns1,28,1,2\n")[0].answers == {"1": "28"}


def test_a_delimiter_is_said_or_seen() -> None:
    for text in (
        "sep=|\nid|1\ns1|2,5\n",
        "id;1\ns1;2,5\n",
        "id\t1\ns1\t2,5\n",
        " SEP=;\nid;1\ns1;2,5\n",
        "\ufeffid;1\ns1;2,5\n",
    ):
        assert [row.answers for row in rows(text)] == [{"1": "2,5"}]
    assert [row.answers for row in rows('id,1\ns1,"2\n3"\n')] == [{"1": "2\n3"}]


def test_json_lines_have_one_student_each_in_any_of_their_names() -> None:
    first, second = rows(
        '\ufeff{"student": "s1", "email": "a@x.org", "paper": 7, "answers": {"1": 2.5, "2": null, "2a": [1, "ä"], "12": true},'
        ' "handed_in": "2026-07-01 12:00 UTC"}\n\n'
        '  {"id": "s2", "answers": {}, "submitted_at": "2026-07-01 13:00 UTC"}\n'
    )
    assert first == Row(
        "s1", "a@x.org", "7", {"1": "2.5", "2": "", "2a": '[1, "ä"]', "12": "True"},
        datetime(2026, 7, 1, 12, tzinfo=UTC), 1,
    )  # fmt: skip
    assert second == Row("s2", "", "", {}, datetime(2026, 7, 1, 13, tzinfo=UTC), 3)


def test_a_table_has_a_limit_of_bytes_and_of_rows(monkeypatch) -> None:
    wide, long, lines = "id,1\na,1\nb,1\n", "id,label,text\na,1,1\nb,1,1\n", '{"answers": {}}\n' * 3
    for text in (wide, long, lines):
        monkeypatch.setattr(tables, "ROWS", 3)
        monkeypatch.setattr(tables, "LARGEST", len(text))
        assert rows(text)
        monkeypatch.setattr(tables, "ROWS", 2)
        with pytest.raises(TableError, match=r"t\.csv: more than 2 (rows|lines)"):
            rows(text)
        monkeypatch.setattr(tables, "LARGEST", len(text) - 1)
        with pytest.raises(TableError, match=rf"t\.csv: larger than {len(text) - 1} bytes"):
            rows(text)


def test_a_line_of_json_has_a_limit_of_characters(monkeypatch) -> None:
    text = '{"answers": {}}\n'
    monkeypatch.setattr(tables, "LINE", len(text))
    assert rows(text)
    monkeypatch.setattr(tables, "LINE", len(text) - 1)
    with pytest.raises(TableError, match=r"t\.csv:1: a line of more than 15 characters"):
        rows(text)


# --- workbooks --------------------------------------------------------------------------------------------------------


def test_a_cell_of_a_workbook_is_the_text_that_one_reads_in_it() -> None:
    cells = [None, True, False, 3.0, -2.0, 0.5, 1e-7, 1e15, 12, "=1", date(2026, 7, 1), datetime(2026, 7, 1, 12, 30),
             datetime(2026, 7, 1, 0, 0, 1), time(12, 30)]  # fmt: skip
    (read,) = spreadsheet.rows(workbook([*cells[:9], "'=1", *cells[10:]]), "w.xlsx")
    assert read == ["", "TRUE", "FALSE", "3", "-2", "0.5", "0.0000001", "1000000000000000", "12", "'=1", "2026-07-01",
                    "2026-07-01 12:30:00", "2026-07-01 00:00:01", "12:30:00"]  # fmt: skip


def test_a_workbook_is_a_table_and_a_damaged_one_is_refused() -> None:
    content = workbook(["id", 1], ["s1", 28.0])
    assert [(row.whose, row.answers) for row in rows(content)] == [("s1", {"1": "28"})]
    with pytest.raises(TableError, match=r"t\.csv is not a readable workbook \(xlsx\): .*; save it again, or as CSV"):
        rows(content[:-30])


@pytest.mark.parametrize(
    ("limit", "says"),
    [("LARGEST", "w.xlsx: larger than"), ("UNPACKED", "more than any class needs"), ("PARTS", "more than any class needs"),
     ("ROWS", "w.xlsx: more than 2 rows")],
)  # fmt: skip
def test_a_workbook_has_limits_and_what_reaches_them_is_read(monkeypatch, limit, says) -> None:
    content = workbook(["id", 1], ["s1", 28], ["s2", 29])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        infos = packed.infolist()
    at = {"LARGEST": len(content), "UNPACKED": sum(i.file_size for i in infos), "PARTS": len(infos), "ROWS": 3}[limit]
    monkeypatch.setattr(spreadsheet, limit, at)
    assert list(spreadsheet.rows(content, "w.xlsx")) == [["id", "1"], ["s1", "28"], ["s2", "29"]]
    monkeypatch.setattr(spreadsheet, limit, at - 1)
    with pytest.raises(UserError) as refused:
        list(spreadsheet.rows(content, "w.xlsx"))
    assert says in str(refused.value)


def test_what_a_workbook_says_of_its_own_size_cuts_nothing_off() -> None:
    content, made = workbook(["id", 1], ["s1", 28], ["s2", 29]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                assert b'<dimension ref="A1:B3"' in data
                data = data.replace(b'ref="A1:B3"', b'ref="A1"')
            target.writestr(item, data)
    assert list(spreadsheet.rows(made.getvalue(), "w.xlsx")) == [["id", "1"], ["s1", "28"], ["s2", "29"]]


def test_a_workbook_has_a_limit_of_columns(monkeypatch) -> None:
    monkeypatch.setattr(spreadsheet, "COLUMNS", 2)
    assert list(spreadsheet.rows(workbook([1, 2, 3]), "w.xlsx")) == [["1", "2"]]


# --- what is kept, and what is told -----------------------------------------------------------------------------------


def test_answers_are_kept_as_they_are_and_a_long_one_is_cut_and_cannot_be_read() -> None:
    answers = {"1": "28 ä\n", "2": "x" * LONGEST, "2a": "x" * (LONGEST + 1)}
    sheet = parse_saved(saved("e", "s1", "ABC", answers), Path("p"))
    assert (sheet.path, sheet.exam, sheet.student, sheet.paper) == (Path("p"), "e", "s1", "ABC")
    assert dict(sheet.answers) == answers | {"2a": "x" * LONGEST}
    assert dict(sheet.faults) == {"2a": f"answer 2a is longer than {LONGEST:,} characters"}
    assert set(sheet.lines) == set(answers)
    smudged = parse_saved(saved("e", "s1", "ABC", answers, {"1": "smudged"}), Path("p"))
    assert dict(smudged.faults) == {"1": "smudged", **sheet.faults}
    assert saved("e", "s1", "ABC", {}).isascii()
    assert saved("e", "s1", "ABC", answers).isascii()


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"1", b'{"exam": "e"}', b'{"exam": "e", "student": "s", "answers": {}}', b"[" * 100_000,
     b'{"exam": "e", "student": "s", "paper": "p", "answers": []}'],
)  # fmt: skip
def test_damaged_answers_are_refused(content) -> None:
    with pytest.raises(SheetError, match="p: what was kept of these answers is damaged"):
        parse_saved(content, Path("p"))


def test_messages_that_are_alike_are_counted_after_the_first_few(monkeypatch) -> None:
    monkeypatch.setattr(complaints, "SHOWN", 2)
    noted = Complaints()
    for number in range(2):
        noted.add(f"a{number}", "a", "size")
    assert list(noted.lines()) == ["a0", "a1"]
    for number in range(2, 5):
        noted.add(f"a{number}", "a", "size")
    noted.add("a5", "a", "name")
    noted.add("b6", "b", "size")
    assert list(noted.lines()) == ["a0", "a1", "a5", "b6", "a: 3 more like these (size)"]
    assert len(noted) == 7
    monkeypatch.setattr(complaints, "LINES", 5)
    assert list(noted.lines()) == ["a0", "a1", "a5", "b6", "a: 3 more like these (size)"]
    monkeypatch.setattr(complaints, "LINES", 4)
    assert list(noted.lines()) == ["a0", "a1", "a5", "b6", "and 1 more lines"]
