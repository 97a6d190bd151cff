"""What one student hands in costs at most 2 seconds and 300 MB, whatever it is; everybody else gets the points as without it."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from examgen.marking.marker import mark_all
from examgen.marking.submissions import collect

SECONDS, KILOBYTES = 2, 300_000
Make = Callable[[Path, str], object]


def _file(name: str, content: bytes | Callable[[str], str]) -> Make:
    """A file; made from the student's own sheet where the content is a function."""

    def make(folder: Path, sheet: str) -> None:
        made = content if isinstance(content, bytes) else content(sheet).encode("utf-8", "surrogatepass")
        (folder / name).write_bytes(made)

    return make


def _answer(text: str) -> Make:
    """A sheet whose first answer is a text."""

    def changed(sheet: str) -> str:
        head, _, rest = sheet.partition("answers:\n")
        return f"{head}answers:\n  1: |\n    {text}\n{rest.split(chr(10), 1)[1]}"

    return _file("s1005.yaml", changed)


def _folders(depth: int) -> Make:
    def make(folder: Path, sheet: str) -> None:
        here = os.open(folder, os.O_RDONLY)  # from folder to folder: the whole path is too long
        for _ in range(depth):
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        os.close(here)

    return make


def _special(make_it: Callable[[Path], object]) -> Make:
    return lambda folder, sheet: make_it(folder / "s1005.yaml")


def _packed(members: int, size: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(members):
            packed.writestr(f"{number}/s1005.yaml", b"0" * size)
    return made.getvalue()


def _anchors(levels: int) -> str:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, levels))]
    return "\n".join(lines) + f"\n? {{? *a{levels - 1} : 1}}\n: 1\nstudent: s1005\n"


HOSTILE: dict[str, Make] = {
    "keys that expand": _file("s1005.yaml", _anchors(10).encode()),
    "anchors twice as deep": _file("s1005.yaml", _anchors(20).encode()),
    "brackets nested deeply": _file("s1005.yaml", lambda sheet: sheet + "  3: " + "[" * 100_000),
    "braces nested deeply": _file("s1005.yaml", lambda sheet: sheet + "  3: " + "{a: " * 50_000),
    "indented ever more": _file("s1005.yaml", lambda sheet: sheet + "".join(" " * n + f"{n}:\n" for n in range(1500))),
    "80,000 labels": _file("s1005.yaml", lambda sheet: sheet + "".join(f"  z{n}: 1\n" for n in range(80_000))),
    "one label 80,000 times": _file("s1005.yaml", lambda sheet: sheet + "  1: 1\n" * 80_000),
    "a label of 900 kB": _file("s1005.yaml", lambda sheet: sheet + f"  {'L' * 900_000}: 1\n"),
    "quotes that never end": _file("s1005.yaml", lambda sheet: sheet + "  3: '" + "''\"" * 300_000),
    "a line of backslashes": _file("s1005.yaml", lambda sheet: sheet + '  3: "' + "\\" * 900_000),
    "half of a pair": _file("s1005.yaml", b"\xff\xfe" + b"\x00\xd8" * 300_000),
    "zero bytes": _file("s1005.yaml", bytes(1_000_000)),
    "300 MB": _special(lambda path: path.touch() or os.truncate(path, 300_000_000)),
    "a list of 1 MB": _answer("1, " * 330_000),
    "digits": _answer("7" * 1_000_000),
    "a fraction tower": _answer("1/" * 400_000 + "1"),
    "parentheses": _answer("(" * 400_000 + "1" + ")" * 400_000),
    "parentheses, few": _answer("(" * 200 + "1" + ")" * 200),
    "a sum": _answer("+".join(["1"] * 300_000)),
    "a large power": _answer("9**9**9**9"),
    "an exponent": _answer("1e999999999"),
    "minus signs": _answer("-" * 500_000 + "1"),
    "spaces": _answer("1" + " " * 900_000 + "2"),
    "equals signs": _answer("1 = " * 200_000 + "1"),
    "thousands": _answer("1" + ",000" * 200_000),
    "accents": _answer("1" + "\u0301" * 400_000),
    "a matrix": _answer("; ".join(["1 2 3 4"] * 60_000)),
    "rows of brackets": _answer("[[" + "[1],[2]," * 100_000 + "]]"),
    "LaTeX": _answer(r"\frac{1}{" * 50_000 + "1" + "}" * 50_000),
    "words": _answer("about twenty or so " * 50_000),
    "a folder in itself": _special(lambda path: path.with_suffix("").symlink_to(path.parent)),
    "1,500 folders deep": _folders(1500),
    "a pipe": _special(lambda path: os.mkfifo(path)),
    "an endless device": _special(lambda path: path.symlink_to("/dev/zero")),
    "a zip bomb": _file("s1005.zip", _packed(1, 200_000_000)),
    "a zip of many": _file("s1005.zip", _packed(5_000, 10)),
    "a deep line of JSON": _file("class.jsonl", b"[" * 500_000),
    "a wide table": _file("class.csv", b"id," + b"a," * 200_000 + b"\n" + b"s1005," + b"1," * 200_000),
    "a cell that never ends": _file("class.csv", b'id,1\ns1005,"' + b"x\n" * 400_000),
    "a notebook": _file("s1005.ipynb", b'{"cells": [' + b'{"id": "answer-1", "source": "1"},' * 30_000 + b"{}]}"),
    "a form without an end": _file("s1005.pdf", b"%PDF-1.7\n" + b"1 0 obj << /A " * 60_000),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_one_student_hands_in_costs_little_and_takes_nothing_from_the_others(sat, handed_in, kind) -> None:
    others = list(mark_all(sat.exam, collect(sat.exam, [handed_in]).sheets, sat.bank, keras=False).papers)
    HOSTILE[kind](handed_in, sat.sheet("s1005"))
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.thread_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = collect(sat.exam, [handed_in])
    marked = mark_all(sat.exam, found.sheets, sat.bank, keras=False)
    took = time.thread_time() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took += after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    subprocess.run(["rm", "-rf", handed_in / "d"], check=True)  # too deep for pytest to remove

    assert took < SECONDS
    assert grown < KILOBYTES
    assert [mark for mark in marked.papers if mark.paper.student != "s1005"] == others
    told = [*found.problems, *found.notes, *found.ignored, *(str(each) for each in marked.unmarked)]
    pending = [mark for mark in marked.papers if mark.paper.student == "s1005" and mark.pending]
    assert told or pending, "whoever marks is told of it"
    assert sum(map(len, told)) < 20_000
