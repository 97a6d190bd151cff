"""A zip file is looked into within limits; what is in it, and what cannot be read of it, is told by its name."""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from examgen.exam.text_file import TextFileError
from examgen.marking import archives
from examgen.marking.archives import ArchiveError, Member, is_zip, members

NOON = (2026, 7, 1, 12, 0, 0)


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], when: tuple[int, ...] = NOON) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return made.getvalue()


def encrypted(content: bytes) -> bytes:
    """The same zip file whose directory says that its first file is encrypted."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + struct.pack("<H", 1) + content[at + 2 :]


@pytest.fixture
def looked_into(tmp_path: Path):
    def look(content: bytes) -> list[Member]:
        path = tmp_path / "in.zip"
        path.write_bytes(content)
        return list(members(path))

    return look


def test_files_come_in_the_order_of_their_names_with_their_folders_size_and_time(looked_into) -> None:
    found = looked_into(
        packed(("b/y.yaml", b"12345"), ("a/", b""), ("a\\x.yaml", b"1"), ("..", b"1"), ("./c/../d", b""))
    )
    assert [(m.names, m.size, m.problem, m.inside) for m in found] == [
        (("c", "d"), 0, "", ()),
        (("a", "x.yaml"), 1, "", ()),
        (("b", "y.yaml"), 5, "", ()),
    ]
    assert {m.handed_in for m in found} == {datetime(*NOON).astimezone()}
    assert found[2].read(5) == b"12345"


def test_a_file_in_a_zip_file_without_a_time_has_none(looked_into) -> None:
    assert [m.handed_in for m in looked_into(packed(("x", b""), when=(1980, 1, 1, 0, 0, 0)))] == [None]
    assert [m.handed_in for m in looked_into(packed(("x", b""), when=(1981, 1, 1, 0, 0, 0)))] != [None]
    assert [m.handed_in for m in looked_into(packed(("x", b""), when=(2026, 0, 0, 0, 0, 0)))] == [None]


def test_what_is_encrypted_or_a_link_is_a_problem_and_is_not_opened(looked_into) -> None:
    link = zipfile.ZipInfo("link.zip", NOON)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert [m.problem for m in looked_into(packed((link, b"/etc/passwd")))] == [
        "a link, not a file; it was not followed"
    ]
    assert [m.problem for m in looked_into(encrypted(packed(("x.yaml", b"1"))))] == ["it is encrypted"]
    assert [m.problem for m in looked_into(encrypted(packed(("x.zip", packed(("y", b""))))))] == ["it is encrypted"]


def test_what_shrinks_more_than_any_text_of_a_student_is_a_problem(looked_into, monkeypatch) -> None:
    assert [m.problem for m in looked_into(packed(("x", bytes(1_000_000))))] == [""]
    (found,) = looked_into(packed(("x", bytes(1_000_001))))
    assert found.problem.startswith("it unpacks to 1,000,001 bytes from ")
    some = random.Random(1).randbytes(100_000) + bytes(1_000_000)  # shrinks to a tenth
    assert [m.problem for m in looked_into(packed(("x", some)))] == [""]
    monkeypatch.setattr(archives, "RATIO", 1)
    noise = random.Random(2).randbytes(1_000_001)
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("x", NOON), noise)
    assert [m.problem for m in looked_into(stored.getvalue())] == [""], "it does not shrink at all"
    monkeypatch.setattr(archives, "RATIO", 2)
    assert [bool(m.problem) for m in looked_into(packed(("x", some)))] == [True]


def test_a_zip_file_in_a_zip_file_is_looked_into_and_one_in_that_is_not(looked_into) -> None:
    deepest = packed(("z.yaml", b"z"))
    inner = packed(("y.yaml", b"y"), ("deep.ZIP", deepest), when=(1980, 1, 1, 0, 0, 0))
    deep, y, last = looked_into(packed(("a/inner.zip", inner), ("b", b"b")))
    assert (deep.names, deep.problem) == (
        ("a", "inner.zip", "deep.ZIP"),
        "a zip file in a zip file in a zip file, not looked into",
    )
    assert (y.names, y.name, y.inside, y.size, y.problem) == (
        ("a", "inner.zip", "y.yaml"), "y.yaml", ("a/inner.zip",), 1, "",
    )  # fmt: skip
    assert y.handed_in == datetime(*NOON).astimezone(), "that of the zip file it is in, as it has none itself"
    assert y.read(1) == b"y"
    assert last.names == ("b",)
    with pytest.raises(TextFileError, match=r"in\.zip/a/inner\.zip/y\.yaml: larger than 0 bytes"):
        y.read(0)


def test_how_deep_zip_files_in_zip_files_are_looked_into_is_a_limit_that_can_be_set(looked_into, monkeypatch) -> None:
    monkeypatch.setattr(archives, "DEEPEST", 2)
    (z,) = looked_into(packed(("a.zip", packed(("b.zip", packed(("z.yaml", b"z")))))))
    assert (z.names, z.inside, z.problem) == (("a.zip", "b.zip", "z.yaml"), ("a.zip", "b.zip"), "")
    assert z.read(1) == b"z"


def test_a_small_zip_file_is_read_at_once_and_a_large_one_never_whole(looked_into, monkeypatch) -> None:
    content, whole = packed(("x", b"1")), []
    own = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: whole.append(path.name) or own(path))
    for limit, held in ((len(content) + 1, ["in.zip"]), (len(content), [])):
        monkeypatch.setattr(archives, "INNER", limit)
        assert [m.read(1) for m in looked_into(content)] == [b"1"]
        assert whole == held
        whole.clear()


def test_a_damaged_zip_file_in_a_zip_file_is_named_and_hides_none_of_the_others(looked_into) -> None:
    bad, good = looked_into(packed(("a.zip", b"PK\x03\x04"), ("b.yaml", b"b")))
    assert (bad.names, bad.size, bad.handed_in, bad.inside) == (("a.zip",), 4, None, ())
    assert (bad.archive.name, bad.name) == ("in.zip", "a.zip")
    assert "in.zip/a.zip is not a readable zip file" in bad.problem
    assert good.read(1) == b"b"


@pytest.mark.parametrize(
    ("limit", "least", "says"),
    [
        ("LARGEST", "size", "larger than {:,} bytes"),
        ("MEMBERS", 2, "it contains 3 files; at most {} are read"),
        ("UNPACKED", 14, "it unpacks to 15 bytes, more than any class hands in"),
    ],
)
def test_what_is_larger_than_a_limit_is_refused_and_what_reaches_it_is_read(
    looked_into, monkeypatch, limit, least, says
) -> None:
    content = packed(("a", b"12345"), ("b", b"12345"), ("c", b"12345"))
    least = len(content) - 1 if least == "size" else least
    monkeypatch.setattr(archives, limit, least + 1)
    assert len(looked_into(content)) == 3
    monkeypatch.setattr(archives, limit, least)
    with pytest.raises(ArchiveError) as refused:
        looked_into(content)
    assert says.format(least) in str(refused.value)


def test_a_zip_file_in_a_zip_file_has_a_limit_of_its_own(looked_into, monkeypatch) -> None:
    inner = packed(("y.yaml", b"y"))
    monkeypatch.setattr(archives, "INNER", len(inner))
    assert [m.problem for m in looked_into(packed(("a.zip", inner)))] == [""]
    monkeypatch.setattr(archives, "INNER", len(inner) - 1)
    (found,) = looked_into(packed(("a.zip", inner)))
    assert f"a zip file in it is larger than {len(inner) - 1:,} bytes" in found.problem


def test_damage_inside_a_zip_file_is_told_with_the_files_name(looked_into) -> None:
    content = packed(("x.yaml", bytes(range(256)) * 10))
    (found,) = looked_into(content[:50] + b"\xff" * 20 + content[70:])
    with pytest.raises(TextFileError, match=r"in\.zip/x\.yaml: it cannot be unpacked: "):
        found.read(10_000)


def test_an_office_document_is_no_zip_file_and_a_damaged_zip_file_is_one(tmp_path) -> None:
    def called(name: str, content: bytes) -> bool:
        (tmp_path / name).write_bytes(content)
        return is_zip(tmp_path / name)

    assert called("without a suffix", packed(("x", b"")))
    assert not called("table.xlsx", packed(("[Content_Types].xml", b""), ("x", b"")))
    parts = [(f"part{n}", b"") for n in range(50)]
    assert not called("late.xlsx", packed(*parts[:49], ("[Content_Types].xml", b"")))
    assert called("many files.zip", packed(*parts, ("[Content_Types].xml", b"")))
    assert not called("text.zip", b"text")
    assert called("damaged.ZIP", b"PK\x03\x04")
    assert not called("damaged.yaml", b"PK\x03\x04")
    assert not is_zip(tmp_path / "gone.zip")
