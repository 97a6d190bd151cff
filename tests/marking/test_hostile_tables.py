"""Tables and zip files that are made to fill a machine: each is refused, or read for what it is, in seconds and with bounded memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from examgen.exam.spreadsheet import SpreadsheetError, rows
from examgen.marking.archives import members
from examgen.marking.tables import TableError, read_rows


def with_sheet(sheet: str) -> bytes:
    """A workbook with a sheet of somebody's own making."""
    made, plain = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if name.endswith("sheet1.xml") else source.read(name))
    return made.getvalue()


def sheet(inside: str) -> bytes:
    return with_sheet(
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{inside}</sheetData></worksheet>'
    )


@pytest.mark.parametrize(
    "cell", ["<c><v>0</v></c>", "<c/>", "<x:c xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"]
)
def test_a_row_of_a_million_cells_is_refused_before_it_is_held(cell) -> None:
    with pytest.raises(SpreadsheetError, match="more than 16,384 cells"):
        list(rows(sheet(f"<row>{cell * 400_000}</row>"), "w.xlsx"))


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
