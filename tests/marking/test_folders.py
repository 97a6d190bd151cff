"""What is found in folders: everything by its kind, in an order that is always the same, within limits that are told."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from examgen.exam.text_file import TextFileError
from examgen.marking import folders
from examgen.marking.folders import HandedIn, SubmissionError, entries


def filled(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def kinds(found: list[HandedIn]) -> dict[str, tuple[str, str]]:
    return {"/".join(entry.names[1:]): (entry.kind, entry.why) for entry in found}


KINDS = {
    "a.yaml": ("sheet", ""),
    "a.YML": ("sheet", ""),
    "a.yaml.txt": ("sheet", ""),
    "a.csv": ("table", "not a table of answers"),
    "a.tsv": ("table", "not a table of answers"),
    "a.xlsx": ("table", "not a table of answers"),
    "a.jsonl": ("table", "not a table of answers"),
    "a.ndjson": ("table", "not a table of answers"),
    "a.txt": ("perhaps", "not an answer sheet"),
    "a.pdf": ("perhaps", "not an answer sheet"),
    "a.ipynb": ("perhaps", "not an answer sheet"),
    "a.json": ("perhaps", "not an answer sheet"),
    "a.html": ("perhaps", "not an answer sheet"),
    "a.htm": ("perhaps", "not an answer sheet"),
    "answers": ("perhaps", "not an answer sheet"),
    "a.rar": ("ignored", "an archive; unpack it first"),
    "a.7z": ("ignored", "an archive; unpack it first"),
    "a.gz": ("ignored", "an archive; unpack it first"),
    "a.tar": ("ignored", "an archive; unpack it first"),
    "a.docx": ("ignored", "not an answer sheet (*.yaml)"),
    ".a.yaml": ("ignored", "a hidden file"),
    ".b.zip": ("ignored", "a hidden file"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_taken_for_what_its_name_says_in_a_folder_and_in_a_zip_file(tmp_path, name) -> None:
    folder = filled(tmp_path / "in", name, "z/sheet.yaml")
    with zipfile.ZipFile(folder / "more.zip", "w") as packed:
        packed.writestr(f"in/{name.replace('zip', 'yaml')}", b"x")
    found = kinds(list(entries(folder)))
    assert found[name] == KINDS[name]
    assert found[f"more.zip/in/{name.replace('zip', 'yaml')}"] == KINDS[name]


def test_hidden_folders_are_named_and_not_looked_into(tmp_path) -> None:
    folder = filled(tmp_path / "in", ".git/a.yaml", "__MACOSX/a.yaml", "z.yaml")
    with zipfile.ZipFile(folder / "more.zip", "w") as packed:
        for name in (".git/a.yaml", "__MACOSX/a.yaml", "b/.c/a.yaml"):
            packed.writestr(name, b"x")
    assert kinds(list(entries(folder))) == {
        ".git": ("ignored", "a hidden folder"),
        "__MACOSX": ("ignored", "a hidden folder"),
        "more.zip/.git/a.yaml": ("ignored", "a hidden file"),
        "more.zip/__MACOSX/a.yaml": ("ignored", "a hidden file"),
        "more.zip/b/.c/a.yaml": ("sheet", ""),
        "z.yaml": ("sheet", ""),
    }


def test_folders_are_looked_into_one_level_after_the_other_and_by_name(tmp_path) -> None:
    folder = filled(tmp_path / "in", "b/c/x.yaml", "b/z.yaml", "a/y.yaml", "c.yaml")
    assert ["/".join(entry.names) for entry in entries(folder)] == [
        "in/c.yaml", "in/a/y.yaml", "in/b/z.yaml", "in/b/c/x.yaml",
    ]  # fmt: skip
    assert [entry.group for entry in entries(folder)] == ["in", "a", "b", "b"]
    assert [entry.group for entry in entries(folder / "c.yaml")] == ["in"]


def test_our_own_output_is_nobodys_submission(tmp_path) -> None:
    folder = filled(tmp_path / "in", "grades/x.yaml", "y.yaml")
    (folder / "link").symlink_to(folder / "grades")
    assert [entry.names[-1] for entry in entries(folder, [folder / "grades", tmp_path / "gone"])] == ["y.yaml"]


def test_a_folder_far_down_is_named_and_not_looked_into(tmp_path) -> None:
    folder = filled(tmp_path / "in", "/".join(["d"] * 20) + "/x.yaml", "e/" + "/".join(["d"] * 20) + "/x.yaml")
    found = list(entries(folder))
    assert [entry.kind for entry in found] == ["problem", "problem"]
    assert found[0].names == ("in", *["d"] * 20)
    assert found[0].why == "a folder more than 20 folders down, not searched"
    folder = filled(tmp_path / "other", "/".join(["d"] * 19) + "/x.yaml")
    assert [entry.kind for entry in entries(folder)] == ["sheet"]


def test_a_large_folder_waits_until_all_others_have_been_looked_into(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(folders, "LARGE", 2)
    folder = filled(tmp_path / "in", "a/1.yaml", "a/2.yaml", "a/3.yaml", "b/1.yaml", "b/2.yaml", "c/d/e.yaml")
    (folder / "a.yaml").touch()
    assert ["/".join(entry.names[1:]) for entry in entries(folder)] == [
        "a.yaml", "b/1.yaml", "b/2.yaml", "c/d/e.yaml", "a/1.yaml", "a/2.yaml", "a/3.yaml",
    ]  # fmt: skip


def test_what_is_not_looked_at_because_there_is_too_much_is_counted(tmp_path, monkeypatch) -> None:
    folder = filled(tmp_path / "in", "a/1.yaml", "a/2.yaml", "a/3.yaml", "a/4.yaml")
    monkeypatch.setattr(folders, "ENTRIES", 5)
    assert [entry.kind for entry in entries(folder)] == ["sheet"] * 4
    monkeypatch.setattr(folders, "ENTRIES", 3)
    first, *rest = entries(folder)
    assert (first.kind, first.why) == ("problem", "2 of its files were not read because there are too many")
    assert (first.path, first.names) == (folder / "a", ("in", "a"))
    assert [entry.names[-1] for entry in rest] == ["1.yaml", "2.yaml"]


def test_a_folder_that_may_not_be_opened_is_a_problem_with_its_reason(tmp_path, monkeypatch) -> None:
    folder = filled(tmp_path / "in", "shut/x.yaml", "then/z.yaml", "y.yaml")
    listed = os.scandir

    def scandir(path):
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(folders.os, "scandir", scandir)
    sheet, shut, then = entries(folder)
    assert (shut.path, shut.names, shut.kind, shut.why) == (
        folder / "shut", ("in", "shut"), "problem", "Permission denied",
    )  # fmt: skip
    assert [sheet.names[-1], then.names[-1]] == ["y.yaml", "z.yaml"], "it hides none of the others"


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), OSError("Input/output error")])
def test_what_the_disk_cannot_tell_of_is_a_problem_with_its_reason(tmp_path, monkeypatch, error) -> None:
    class Lost(SimpleNamespace):
        def is_dir(self, *, follow_symlinks: bool) -> bool:
            raise error

    folder = filled(tmp_path / "in", "z.yaml")
    listed = os.scandir
    monkeypatch.setattr(folders.os, "scandir", lambda path: [Lost(name="lost.yaml"), *listed(path)])
    lost, sheet = entries(folder)
    assert (lost.path, lost.names, lost.kind, lost.why) == (
        folder / "lost.yaml", ("in", "lost.yaml"), "problem", "Input/output error",
    )  # fmt: skip
    assert sheet.names == ("in", "z.yaml")


def test_links_and_pipes_are_named_and_not_followed(tmp_path) -> None:
    folder = filled(tmp_path / "in", "real/x.yaml")
    (folder / "a").symlink_to(folder / "real")
    (folder / "c.yaml").symlink_to(folder / "real" / "x.yaml")
    os.mkfifo(folder / "b.yaml")
    found = kinds(list(entries(folder)))
    assert found["a"] == found["c.yaml"] == ("problem", "a link, not a file; it was not followed")
    assert found["b.yaml"] == ("problem", "a named pipe, not a file; it was not followed")
    (given,) = entries(folder / "b.yaml")
    assert (given.kind, given.why, given.names) == ("problem", "a named pipe", ("in", "b.yaml"))


def test_a_file_that_is_given_itself_is_a_sheet_or_a_table_whatever_its_suffix(tmp_path) -> None:
    folder = filled(tmp_path / "in", "a.docx", "b.CSV")
    (sheet,), (table,) = entries(folder / "a.docx"), entries(folder / "b.CSV")
    assert (sheet.kind, sheet.given, sheet.names) == ("sheet", True, ("in", "a.docx"))
    assert (table.kind, table.given, table.names) == ("table", True, ("in", "b.CSV"))


def test_a_zip_file_that_is_given_is_looked_into_and_a_damaged_one_is_a_problem(tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "x", "w") as packed:
        packed.writestr("a/b.yaml", b"1")
    (found,) = entries(tmp_path / "x")
    assert (found.names, found.path, found.kind) == (("x", "a", "b.yaml"), tmp_path / "x" / "a" / "b.yaml", "sheet")
    assert found.read(1) == b"1"
    assert found.handed_in == found.member.handed_in != None  # noqa: E711
    (tmp_path / "y.zip").write_bytes(b"PK\x03\x04")
    (damaged,) = entries(tmp_path / "y.zip")
    assert damaged.kind == "problem"
    assert damaged.why.startswith("is not a readable zip file")


def test_a_folder_without_anything_to_mark_says_what_is_there(tmp_path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(SubmissionError, match=r"no answer sheet \(\*.yaml\) in this folder, it is empty; nothing was"):
        list(entries(tmp_path / "in"))
    filled(tmp_path / "in", "a.docx", "b.docx")
    with pytest.raises(SubmissionError, match=r"in this folder, only a\.docx and the like; nothing was changed"):
        list(entries(tmp_path / "in"))
    for name in ("a.yaml", "a.txt", "a.csv"):
        assert list(entries(filled(tmp_path / name, name)))


def test_nothing_at_a_path_is_refused_with_the_systems_reason(tmp_path) -> None:
    with pytest.raises(SubmissionError, match="gone: No such file or directory; nothing was changed"):
        list(entries(tmp_path / "gone"))
    with pytest.raises(SubmissionError, match=r"a\\x00: .*null.*; nothing was changed"):
        list(entries(tmp_path / "a\0"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"exam: x\nanswers:\n", "sheet"), (b'{"answers:": 1}', "table"), (b"id,1\n", "table"), (b"", "table")],
)
def test_standard_input_is_a_sheet_or_a_table_by_what_it_says(monkeypatch, content, kind) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n " * (kind == "table") + content), encoding="utf-8")
    )
    (found,) = entries(Path("-"))
    assert (found.kind, found.names, found.given, found.group) == (kind, ("standard input",), True, "standard input")
    assert found.handed_in is None
    largest = len(found.content)
    assert found.read(largest) == found.content
    if largest:
        with pytest.raises(TextFileError, match=f"standard input: larger than {largest - 1} bytes"):
            found.read(largest - 1)


def test_a_file_was_handed_in_when_it_was_last_changed(tmp_path) -> None:
    folder = filled(tmp_path / "in", "a.yaml")
    os.utime(folder / "a.yaml", (1_700_000_000.9, 1_700_000_000.9))
    (found,) = entries(folder)
    assert found.handed_in == datetime.fromtimestamp(1_700_000_000, UTC)
    assert found.read(1) == b"x"
    (folder / "a.yaml").unlink()
    assert found.handed_in is None
