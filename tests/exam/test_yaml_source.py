"""Where something stands in a YAML file, and what is said of what does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from examgen.exam import yaml_source
from examgen.exam.yaml_source import YamlError, YamlSource, read_yaml


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Item(Strict):
    name: str
    size: int = Field(default=1, ge=1, le=8)


class Other(Strict):
    share: float = Field(default=0.5, gt=0, lt=1)


class Whole(Strict):
    title: str = Field(min_length=1)
    items: tuple[Item, ...] = Field(default=(), min_length=1, max_length=2)
    other: Other = Other()
    kind: Literal["big", "small"] = "big"
    shown: bool = True
    either: Annotated[int | None, Field()] = None


@pytest.fixture
def read(tmp_path: Path):
    def made(text: str | bytes) -> YamlSource:
        path = tmp_path / "a.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_yaml(path)

    return made


def test_every_part_knows_its_line_and_a_missing_one_that_of_the_part_around_it(read) -> None:
    source = read("title: T\nitems:\n  - name: a\n    size: 2\n\n  - {name: b}\nother:\n  share: 0.1\n")
    lines = {
        (): 1, ("title",): 1, ("items",): 2, ("items", 0): 3, ("items", 0, "size"): 4, ("items", 1): 6,
        ("items", 1, "size"): 6, ("other", "share"): 8, ("nowhere", "at all"): 1, ("other", "x", 3): 7,
    }  # fmt: skip
    assert {location: source.line(location) for location in lines} == lines
    assert source.at(("other", "share")) == f"{source.path}:8"
    assert YamlSource(source.path, {}, {}).line(("a",)) == 1


def test_what_fits_is_a_model(read) -> None:
    whole = read("title: T\nitems: [{name: a}]\n").parse(Whole)
    assert whole == Whole(title="T", items=(Item(name="a"),))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: 5", ["1: title: expected a text, got 5"]),
        ("title: ''", ["1: title: expected a text that is not empty, got \"\""]),
        ("items: [{name: a}]", ["1: title: required, but missing"]),
        ("title: T\nitems: []", ["2: items: expected at least 1 in the list, got []"]),
        ("title: T\nitems: 5", ["2: items: expected a list, got 5"]),
        ("title: T\nitems:\n- name: a\n  size: 9", ["4: items 1, size: expected at most 8, got 9"]),
        ("title: T\nitems:\n- name: a\n- name: b\n  size: 0", ["5: items 2, size: expected at least 1, got 0"]),
        ("title: T\nitems:\n- name: a\n  size: 1.5", ["4: items 1, size: expected a whole number, got 1.5"]),
        ("title: T\nitems:\n- name: a\n  size: big", ["4: items 1, size: expected a whole number, got \"big\""]),
        ("title: T\nitems:\n- 5", ["3: items 1: expected lines of the form name: value, got 5"]),
        ("title: T\nother: {share: 0}", ["2: other, share: expected more than 0.0, got 0"]),
        ("title: T\nother: {share: 1}", ["2: other, share: expected less than 1.0, got 1"]),
        ("title: T\nother: {share: x}", ['2: other, share: expected a number, got "x"']),
        ("title: T\nother: {share: }", ["2: other, share: expected a number, got nothing"]),
        ("title: T\nother: {share: .nan}", ["2: other, share: expected less than 1.0, got NaN"]),
        ("title: T\nkind: large", ['2: kind: expected big or small, got "large"']),
        ("title: T\nshown: maybe", ['2: shown: expected true or false, got "maybe"']),
        ("title: T\nshown: [1]", ["2: shown: expected true or false, got [1]"]),
        ("title: T\nkidn: big", ["2: kidn: 'kidn' is not a known key; did you mean kind?"]),
        ("title: T\nother:\n  shore: 1", ["3: other, shore: 'shore' is not a known key; did you mean share?"]),
        ("title: T\nother:\n  zzz: 1", ["3: other, zzz: 'zzz' is not a known key; the keys are share"]),
        (
            "title: T\nitems:\n- name: a\n  zzz: 1",
            ["4: items 1, zzz: 'zzz' is not a known key; the keys are name, size"],
        ),
        (
            "title: T\nzzz: 1",
            ["2: zzz: 'zzz' is not a known key; the keys are title, items, other, kind, shown, either"],
        ),
        (f"title: [{', '.join('12345' for _ in range(20))}]", [f"1: title: expected a text, got [{'12345, ' * 8}..."]),
        ("other: {share: 5}\ntitle: 5", ["1: other, share: expected less than 1.0, got 5", "2: title: expected a text, got 5"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_its_line_and_what_was_expected(read, text, said) -> None:
    source = read(text)
    with pytest.raises(YamlError) as error:
        source.parse(Whole)
    assert str(error.value).splitlines() == [f"{source.path}:{line}" for line in said]


def test_what_is_long_is_cut_at_sixty_characters(read) -> None:
    for length, shown in ((58, "x" * 58), (59, "x" * 56)):
        source = read(f"title: T\nshown: {'x' * length}")
        with pytest.raises(YamlError) as error:
            source.parse(Whole)
        assert str(error.value).endswith(f'got "{shown}"' if length == 58 else f'got "{shown}...')


@pytest.mark.parametrize(("text", "got"), [("", "nothing"), ("- a", '["a"]'), ("text", '"text"')])
def test_a_file_that_is_no_mapping_is_told(read, text, got) -> None:
    source = read(text)
    with pytest.raises(YamlError) as error:
        source.parse(Whole)
    assert str(error.value) == f"{source.path}:1: expected lines such as title: My exam, got {got}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: [1, 2\n", ":3: not valid YAML: expected ',' or ']', but got '<stream end>' (a bracket that was opened is not closed)"),
        ("a: b: c\n", ":1: not valid YAML: mapping values are not allowed here (a text with a colon in it stands between quotes, and "),
        ("a:\n\t- b\n", ":2: not valid YAML: found character '\\t' that cannot start any token (indent with spaces, not with tabs)"),
        ("a: @b\n", ":1: not valid YAML: found character '@' that cannot start any token (put the text between quotes)"),
        ("a: *b\n", ":1: not valid YAML: found undefined alias 'b' (a text that begins with * stands between quotes)"),
        ("a: 1\na: 2\n", ":2: 'a' occurs here a second time"),
        ("a:\n  b: 1\n  b: 2\n", ":3: 'b' occurs here a second time"),
        ("a: 1\n? [1, 2]\n: 3\n", ":2: expected a name before the colon, got a list or a mapping"),
        ("a: 1\nb: 2026-13-40\n", ":2: not valid YAML: month must be in 1..12"),
        ("a: &x\n  b: *x\n", ":1: an alias (*) is inside what it refers to"),
        ("c: 1\na: &x\n  b:\n    d: *x\n", ":4: an alias (*) is inside what it refers to"),
        (b"a: 1\nb: caf\xe9\xc3\xa9\n", ":2: some characters are damaged; save the file as UTF-8"),
        ("a: 1\nb: \x07\n", ":2: not valid YAML: it contains the character U+0007; remove it"),
        ("a: 1\nb: " + "9" * 5000, ":2: not valid YAML: a number has too many digits"),
        ("a: " + "[" * 900, ": nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_told_with_its_line(read, tmp_path, text, said) -> None:
    with pytest.raises(YamlError) as error:
        read(text)
    assert str(error.value).startswith(f"{tmp_path / 'a.yaml'}{said}")


def test_a_file_that_is_not_there_is_told(tmp_path) -> None:
    with pytest.raises(YamlError, match=r"b.yaml: No such file or directory"):
        read_yaml(tmp_path / "b.yaml")


def test_a_key_may_stand_again_in_another_mapping_and_a_merged_one_is_no_name(read) -> None:
    source = read("a: &x {c: 1}\nb:\n  <<: *x\n  d: 2\n  e: {c: 3}\n")
    assert source.data == {"a": {"c": 1}, "b": {"c": 1, "d": 2, "e": {"c": 3}}}
    assert source.line(("b", "c")) == 1
    assert source.line(("b", "d")) == 4
    assert ("b", "<<") not in source.lines


def test_a_file_has_so_many_parts_at_most(read, monkeypatch) -> None:
    monkeypatch.setattr(yaml_source, "MOST_PARTS", 3)
    assert read("a: 1\nb: 2\n").data == {"a": 1, "b": 2}
    with pytest.raises(YamlError, match=r"the aliases .* expand to more than 3 parts"):
        read("a: 1\nb: [2, 3]\n")
