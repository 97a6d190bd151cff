"""Tables and zip files that are made to fill a machine: each is refused, or read for what it is, in seconds and with bounded memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from examgen.exam import spreadsheet
from examgen.exam.spreadsheet import SpreadsheetError, rows
from examgen.marking.archives import members
from examgen.marking.tables import TableError, read_rows


def with_parts(**parts: str | bytes) -> bytes:
    """A workbook with parts of somebody's own making."""
    made, plain = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in ({name: source.read(name) for name in source.namelist()} | parts).items():
            target.writestr(name, content)
    return made.getvalue()


def _sheet_xml(inside: str) -> str:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{inside}</sheetData></worksheet>'


def sheet(inside: str, **parts: str | bytes) -> bytes:
    return with_parts(**{"xl/worksheets/sheet1.xml": _sheet_xml(inside)}, **parts)


@pytest.mark.parametrize(
    "cell", ["<c><v>0</v></c>", "<c/>", "<x:c xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"]
)
def test_a_row_of_a_million_cells_is_refused_before_it_is_held(cell) -> None:
    with pytest.raises(SpreadsheetError, match="more than 16,384 cells"):
        list(rows(sheet(f"<row>{cell * 400_000}</row>"), "w.xlsx"))


def test_each_row_may_have_as_many_cells_as_a_spreadsheet_has_with_four_tags_each(monkeypatch) -> None:
    monkeypatch.setattr(spreadsheet, "LOOKED_INTO", 0)
    monkeypatch.setattr(spreadsheet, "WIDEST", 2)
    cells = "<c t='inlineStr'><is><t>7</t></is></c>" * 2 + "<c/>" * 2
    assert list(rows(sheet(f"<row>{cells}</row>" * 3), "w.xlsx")) == [["7", "7", "", ""]] * 3
    with pytest.raises(SpreadsheetError, match="a row of more than 2 cells, which no spreadsheet has"):
        list(rows(sheet(f"<row>{cells}<c/></row>"), "w.xlsx"))


def test_only_a_large_sheet_is_looked_through_first_and_never_its_pictures(monkeypatch) -> None:
    monkeypatch.setattr(spreadsheet, "WIDEST", 1)
    wide = "<row>" + "<c><v>1</v></c>" * 9 + "</row>"
    length = len(_sheet_xml(wide))
    monkeypatch.setattr(spreadsheet, "LOOKED_INTO", length)
    assert list(rows(sheet(wide), "w.xlsx")) == [["1"] * 9]
    picture = sheet("<row><c><v>1</v></c></row>", **{"xl/media/image1.png": bytes(range(256)) * 10})
    assert list(rows(picture, "w.xlsx")) == [["1"]]
    monkeypatch.setattr(spreadsheet, "LOOKED_INTO", length - 1)
    with pytest.raises(SpreadsheetError, match="a row of more than 1 cells"):
        list(rows(sheet(wide), "w.xlsx"))


def test_a_formula_counts_for_what_it_showed() -> None:
    assert list(rows(sheet("<row><c><f>20+8</f><v>28</v></c></row>"), "w.xlsx")) == [["28"]]


def test_a_workbook_without_styles_is_read_without_a_warning() -> None:
    bare = {"xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'}
    assert list(rows(sheet("<row><c><v>28</v></c></row>", **bare), "w.xlsx")) == [["28"]]


def test_rows_that_are_not_there_count_up_to_a_limit(monkeypatch) -> None:
    monkeypatch.setattr(spreadsheet, "GAP", 2)
    text = "<row r='{0}'><c r='A{0}'><v>7</v></c></row>"
    far, farther = (sheet(text.format(1) + text.format(row)) for row in (4, 5))
    assert list(rows(far, "w.xlsx")) == [["7"], [], [], ["7"]]
    assert list(rows(farther, "w.xlsx")) == [["7"], ["7"]]
    monkeypatch.setattr(spreadsheet, "ROWS", 4)
    assert len(list(rows(far, "w.xlsx"))) == 4
    monkeypatch.setattr(spreadsheet, "ROWS", 3)
    with pytest.raises(SpreadsheetError, match="more than 3 rows"):
        list(rows(far, "w.xlsx"))


def test_a_stray_cell_at_the_end_of_a_sheet_hides_nothing() -> None:
    text = "<row r='{}'><c r='{}' t='str'><v>{}</v></c></row>"
    far = sheet(text.format(1, "A1", "id") + text.format(3, "A3", "s1") + text.format(1_048_576, "XFD1048576", "x"))
    found = list(rows(far, "w.xlsx"))
    assert [row[:1] for row in found] == [["id"], [], ["s1"], [""]], (
        "a row that is left out still counts, a million do not"
    )


def test_a_line_of_json_without_end_is_refused() -> None:
    line = '{"student": "s1", "answers": {"1": "' + "x" * 2_000_000 + '"}}'
    with pytest.raises(TableError, match="more than 1,000,000 characters"):
        list(read_rows(line.encode(), "w.jsonl", frozenset("1")))


def test_sixty_thousand_files_in_a_zip_are_looked_through_once(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as packed:
        for n in range(60_000):
            packed.writestr(f"f{n}.yaml", "x: 1")
    program = (
        "import sys, pathlib, time; from examgen.marking.archives import members\n"
        "start = time.process_time(); found = [m.read(99) for m in members(pathlib.Path(sys.argv[1]))]\n"
        "print(len(found), time.process_time() - start < 60)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "many.zip")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["60000", "True"]


def test_a_zip_file_that_was_exchanged_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    for text in ("one", "two and more"):
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("f.yaml", text)
        assert [member.read(99) for member in members(path)] == [text.encode()]
