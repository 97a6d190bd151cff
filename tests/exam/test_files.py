"""Files are there as a whole or not at all, and only those may read them who are to; limits of size and time are kept exactly."""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from examgen.exam import files, returned
from examgen.exam.fairness import unfair
from examgen.exam.files import EVERYONE, OWNER, Access, FileError, write_whole
from examgen.exam.minutes import minutes
from examgen.exam.returned import FormError, parse_returned
from examgen.exam.text_file import TextFileError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("access", "mask", "file", "folder"),
    [
        (OWNER, 0o022, 0o600, 0o700),
        (Access(group=os.getgid()), 0o022, 0o640, 0o750),
        (EVERYONE, 0o022, 0o644, 0o755),
        (EVERYONE, 0o077, 0o600, 0o700),
        (EVERYONE, 0o002, 0o664, 0o775),
    ],
)
def test_who_may_read_a_file_or_look_into_a_folder(tmp_path, access, mask, file, folder) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "deep" / "file", b"x", access)
        access.apply(tmp_path / "deep")
    finally:
        os.umask(before)
    assert (mode(tmp_path / "deep" / "file"), mode(tmp_path / "deep")) == (file, folder)
    assert (tmp_path / "deep" / "file").read_bytes() == b"x"


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_else(tmp_path, monkeypatch) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    for broken in ("fsync", "fdopen"):
        with monkeypatch.context() as patch:
            patch.setattr(files.os, broken, full)
            with pytest.raises(FileError) as error:
                write_whole(path, b"new")
        assert str(error.value) == (
            f"cannot write {path}: No space left on device; make room, or choose another folder with --out"
        )
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_whole(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("file", b"old")]


def test_what_is_written_is_on_the_disk_before_it_takes_the_place_of_the_old_one(tmp_path, monkeypatch) -> None:
    order: list[str] = []
    own, replace = os.fsync, Path.replace
    monkeypatch.setattr(files.os, "fsync", lambda handle: (order.append("on the disk"), own(handle)))
    monkeypatch.setattr(Path, "replace", lambda self, to: (order.append("in place"), replace(self, to))[1])
    write_whole(tmp_path / "file", b"x")
    assert order[:2] == ["on the disk", "in place"]


# time -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0.5"), (30, "0.5"), (31, "1"), (99.9, "2"), (100, "2"), (149, "2"), (151, "3")]
)
def test_minutes_are_whole_and_below_two_in_halves(seconds, said) -> None:
    assert minutes(seconds) == said


def question(place: str, effort: float, seconds: float) -> Any:
    return SimpleNamespace(place=place, question="a.b", section=0, effort=effort, seconds=seconds)


def told(*papers: list[Any], duration: int = 0) -> list[str]:
    blueprint = SimpleNamespace(duration=duration, sections=[SimpleNamespace(title="One")])
    return list(unfair(SimpleNamespace(papers=[SimpleNamespace(questions=p) for p in papers], blueprint=blueprint)))  # type: ignore[arg-type]


def test_what_is_just_fair_is_fair() -> None:
    assert told() == []
    even = question("p", 1000, 10_000)
    assert told([even], [question("p", 1000, 10_000)]) == []
    least = [[question("a", 0, 0), question("b", 975, 975)], [question("a", 0, 0), question("b", 1025, 1025)]]
    assert told(*least) == [], "five per cent of a whole paper"
    assert (
        "whole papers differs by 5 %; at most 5 % is fair"
        in told(least[0], [question("a", 0, 0), question("b", 1026, 1026)])[0]
    )
    assert told([question("p", 0, 3600)], duration=60) == []
    assert "a prepared student will not finish" in told([question("p", 0, 3601)], duration=60)[0]
    slight = told([question("p", 10, 100)], [question("p", 10, 160)])
    assert not any("p takes" in line for line in slight), "a minute is nobody's disadvantage"
    more = told([question("p", 10, 100)], [question("p", 10, 161)])
    assert (
        "p takes 2 to 3 minutes, depending on the paper (47 % of the median, at most 15 % is fair); pin parameters of a.b"
        in more[0]
    )


# what came back -------------------------------------------------------------------------------------------------------


class Played:
    """Plays the process that reads forms."""

    def __init__(self, *lines: bytes) -> None:
        self.lines, self.given, self.killed = list(lines), [], 0  # type: ignore[var-annotated]
        self.stdin = SimpleNamespace(write=self.given.append, flush=lambda: None)
        self.stdout = object()

    def kill(self) -> None:
        self.killed += 1

    def communicate(self) -> None:
        pass


def test_a_process_that_others_have_used_is_asked_again_and_a_fresh_one_is_not(monkeypatch) -> None:
    started: list[Played] = []

    def start(command: list[str], **_: object) -> Played:
        assert command[1:] == ["-m", "examgen.exam.returned_child", str(returned.MEMORY)]
        started.append(Played(*answers.pop(0)))
        return started[-1]

    monkeypatch.setattr(returned.subprocess, "Popen", start)
    monkeypatch.setattr(returned, "_line", lambda process: process.lines.pop(0))
    answers = [[b'{"a": 1}\n', b'{"a": 2}\n', b""], [b'{"a": 3}\n'], [b"half"], [b'{"a": 4}\n']]
    reader = returned._Reader()
    assert [reader.read(b"xyz") for _ in range(3)] == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert started[0].given[0] == struct.pack(">Q", 3) + b"xyz"
    assert [process.killed for process in started] == [1, 0]
    reader.stop()
    refused = {"refused": "reading it takes more time or memory than any form needs", "other": False}
    assert reader.read(b"x") == refused, "nobody has used it before"
    assert reader.read(b"x") == {"a": 4}
    reader.stop()
    reader.stop()
    assert [process.killed for process in started] == [1, 1, 1, 1]


def saying(monkeypatch: pytest.MonkeyPatch, **said: object) -> None:
    monkeypatch.setattr(returned, "reader", SimpleNamespace(read=lambda content: said))


def test_a_form_is_a_sheet_with_a_place_for_every_answer(monkeypatch) -> None:
    heads = {"exam": "e", "student": "s", "paper": "p"}
    long = "5" * 10_001
    saying(
        monkeypatch,
        heads=heads,
        answers={"1": "5", "2": long, "3": "\ufffd", "4": "5" * 10_000},
        faults={"1": "?"},
        remarks=["x"],
    )
    sheet = parse_returned(b"%PDF-", Path("a.pdf"))
    assert (sheet.exam, sheet.student, sheet.paper, sheet.is_form, sheet.noted) == ("e", "s", "p", True, ("x",))
    assert dict(sheet.answers) == {"1": "5", "2": long[:-1], "3": "\ufffd", "4": long[:-1]}
    assert sheet.faults == {
        "1": "?", "2": "answer 2 is longer than 10,000 characters", "3": "some characters of answer 3 are damaged",
    }  # fmt: skip
    saying(monkeypatch, heads={"student": "s9"}, answers={}, faults={}, remarks=[])
    with pytest.raises(returned.SheetError, match=r"a.pdf: it does not say which exam and paper it is") as error:
        parse_returned(b"%PDF-", Path("a.pdf"))
    assert error.value.student == "s9"
    saying(monkeypatch, refused="no form", other=True)
    with pytest.raises(FormError, match=r"^a.pdf: no form$") as refusal:
        parse_returned(b"{", Path("a.pdf"))
    assert refusal.value.other


def test_what_is_larger_than_a_form_may_be_is_not_read(monkeypatch) -> None:
    heads = {"exam": "e", "student": "s", "paper": "p"}
    saying(monkeypatch, heads=heads, answers={}, faults={}, remarks=[])
    monkeypatch.setattr(returned, "LARGEST_JSON", 10)
    monkeypatch.setattr(returned, "LARGEST_SHEET", 20)
    assert parse_returned(b'{"12345678', Path("a")).is_form
    for content, largest in ((b'{"123456789', 10), (b" " * 21, 20), (b"\xef\xbb\xbf {" + b" " * 20, 10)):
        with pytest.raises(TextFileError, match=f"a: larger than {largest} bytes"):
            parse_returned(content, Path("a"))
    for page in (b"<!DOCTYPE html>", b" \n<HTML>"):
        with pytest.raises(FormError, match="a page; a form that is one saves its answers") as error:
            parse_returned(page, Path("a"))
        assert error.value.other
