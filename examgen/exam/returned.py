"""What a student handed in, by what is in it and not by its name: an answer sheet, a fillable PDF, a notebook, or saved answers.

All but the answer sheet are read by `examgen.exam.returned_child` in a process of its own with little time and memory, so that a
file made to break the reader is refused like any other that cannot be read, and stops nobody else's.
"""

from __future__ import annotations

import atexit
import json
import selectors
import struct
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from examgen.errors import cited
from examgen.exam.returned_child import is_pdf
from examgen.exam.sheet import LARGEST as LARGEST_SHEET
from examgen.exam.sheet import LONGEST, MOST, Sheet, SheetError, parse_sheet
from examgen.exam.text_file import TextFileError

LARGEST = 20_000_000
"""A file of more bytes than this is not read, whatever it is."""
LARGEST_JSON = 8_000_000
"""Nor a notebook, or saved answers, of more than this."""
SECONDS = 20.0
"""A form that takes longer is not read."""
MEMORY = 1 << 29
"""Nor one that takes more bytes of memory."""


class FormError(SheetError):
    """A file of a format that forms have cannot be read as one.

    Attributes:
        other: whether it is whole, and something else than a form of an exam.
    """

    def __init__(self, message: str, student: str = "", *, other: bool = False) -> None:
        super().__init__(message, student)
        self.other = other


def parse_returned(content: bytes, path: Path) -> Sheet:
    """Read what was handed in; ``path`` is what messages call it.

    Raises:
        FormError: it has a format that forms have, and is damaged, encrypted, hostile or no form of an exam.
        SheetError: it is no answer sheet, or does not say whose.
        TextFileError: it is larger than an answer sheet or a notebook may be.
    """
    name = cited(str(path))
    if not is_pdf(content):
        begin = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if begin.startswith((b"<!doctype html", b"<html")):
            why = "a page; a form that is one saves its answers in a file of their own: ask for that file"
            raise FormError(f"{name}: {why}", other=True)
        largest = LARGEST_JSON if begin.startswith(b"{") else LARGEST_SHEET
        if len(content) > largest:
            raise TextFileError(f"{name}: larger than {largest:,} bytes")
        if not begin.startswith(b"{"):
            return parse_sheet(content, path)
    with _lock:
        said = reader.read(content)
    if "refused" in said:
        raise FormError(f"{name}: {cited(str(said['refused']), 300)}", other=bool(said["other"]))
    return _sheet(said, path, name)


def _sheet(said: dict[str, Any], path: Path, name: str) -> Sheet:
    heads: dict[str, str] = said["heads"]
    answers: dict[str, str] = dict(list(said["answers"].items())[:MOST])
    faults: dict[str, str] = dict(said["faults"])
    student = heads.get("student", "")
    if missing := [head for head in ("exam", "paper") if not heads.get(head)]:
        raise SheetError(f"{name}: it does not say which {' and '.join(missing)} it is", student)
    for label, text in answers.items():
        if len(text) > LONGEST:
            answers[label] = text[:LONGEST]
            faults[label] = f"answer {label} is longer than {LONGEST:,} characters"
        elif "\ufffd" in text:
            faults.setdefault(label, f"some characters of answer {label} are damaged")
    return Sheet(
        path=path,
        exam=heads["exam"],
        student=student,
        paper=heads["paper"],
        answers=answers,
        lines=dict.fromkeys(answers, 0),
        faults=faults,
        is_form=True,
        noted=tuple(said["remarks"]),
    )


class _Reader:
    """The process that reads forms; started when the first one comes, and again after one that it did not survive."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.served = 0

    def read(self, content: bytes) -> dict[str, Any]:
        """What is in a form. A process that others have used already is not held against it."""
        served = self.served
        said = self._ask(content)
        if said is None and served:
            said = self._ask(content)
        return said or {"refused": "reading it takes more time or memory than any form needs", "other": False}

    def _ask(self, content: bytes) -> dict[str, Any] | None:
        process = self.process or self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(struct.pack(">Q", len(content)) + content)
            process.stdin.flush()
            line = _line(process)
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            self.stop()
            return None
        self.served += 1
        said: dict[str, Any] = json.loads(line)
        return said

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "examgen.exam.returned_child", str(MEMORY)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.served = 0
        return self.process

    def stop(self) -> None:
        """End the process."""
        process, self.process, self.served = self.process, None, 0
        if process is not None:
            process.kill()
            with suppress(OSError):
                process.communicate()


def _line(process: subprocess.Popen[bytes]) -> bytes:
    """What the process answers in time; less than a line if it does not."""
    assert process.stdout is not None
    until = time.monotonic() + SECONDS
    answered = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while not answered.endswith(b"\n"):
            left = until - time.monotonic()
            if left <= 0 or not selector.select(left):
                break
            piece = process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
            if not piece:
                break
            answered += piece
    return bytes(answered)


reader = _Reader()
_lock = Lock()
atexit.register(reader.stop)
