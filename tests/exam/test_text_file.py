"""Files that others wrote are read in whatever encoding they are, and nothing else than regular files is opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from examgen.exam.text_file import TextFileError, decode, read_text
from examgen.exam.yaml_source import YamlError, read_yaml

SAID = "Prüfung – “ja” − 4 €"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"), ("cp1252", "Windows-1252"),
    ],
)  # fmt: skip
def test_encodings_are_told_apart(codec, encoding) -> None:
    text = SAID.replace("−", "-") if codec == "cp1252" else SAID
    assert decode(text.encode(codec)) == (text, encoding)


@pytest.mark.parametrize("text", ["", "7", "{\n", "42\n", "no zero in it"])
def test_a_file_of_few_characters_is_no_utf_16(text) -> None:
    assert decode(text.encode()) == (text, "UTF-8")


@pytest.mark.parametrize(
    ("content", "read"),
    [(b"a\0bc", ("a换", "UTF-16")), (b"a\0bcd", ("a\0bcd", "UTF-8")), (b"a\0\0b", ("愀b", "UTF-16")), (b"\0a", ("a", "UTF-16"))],
)  # fmt: skip
def test_where_a_quarter_of_the_bytes_is_zero_it_is_utf_16_in_the_order_that_they_stand_in(content, read) -> None:
    assert decode(content) == read


def test_a_damaged_byte_leaves_the_rest_of_a_file_as_it_is() -> None:
    content = (SAID * 3).encode().replace("ü".encode(), b"\xc3", 1)
    assert decode(content) == (SAID.replace("ü", "\ufffd") + SAID * 2, "UTF-8")
    assert decode(bytes(range(256))).encoding == "Windows-1252"


def test_a_blueprint_is_read_in_these_encodings_and_only_from_a_file(tmp_path) -> None:
    path = tmp_path / "exam.yaml"
    for codec in ("utf-8-sig", "utf-16", "cp1252"):
        path.write_bytes("title: Prüfung\n".encode(codec))
        assert read_yaml(path).data == {"title": "Prüfung"}
    path.write_bytes("a: Prüfung\ntitle: x".encode() + b"\xff")
    with pytest.raises(YamlError, match=r"exam.yaml:2: some characters are damaged"):
        read_yaml(path)
    os.mkfifo(tmp_path / "pipe.yaml")
    for strange, says in (
        (tmp_path / "pipe.yaml", "a named pipe"),
        (tmp_path, "a folder"),
        (tmp_path / "no", "No such file"),
    ):
        with pytest.raises(YamlError, match=says):
            read_yaml(strange)


def test_what_is_too_large_or_no_file_is_not_read(tmp_path) -> None:
    path = tmp_path / "large"
    path.touch()
    os.truncate(path, 1 << 40)
    for strange, says in ((path, "larger than 10 bytes"), (Path("/dev/zero"), "a device"), (Path("a\0b"), "null")):
        with pytest.raises(TextFileError, match=says):
            read_text(strange, 10)
