"""The files that were handed in: found in folders of any shape and size, and none of them opened yet."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from examgen.errors import UserError, cited
from examgen.exam.text_file import TextFileError, not_regular, read_bytes
from examgen.marking.archives import ArchiveError, Member, is_zip, members

SUFFIXES = (".yaml", ".yml")
PERHAPS = (".txt", ".pdf", ".ipynb", ".json", ".html", ".htm")
"""What other forms are called, and what an editor adds or puts in place of ours; a file that ends so is one if it reads like one."""
DEEPEST = 20
"""Folders in folders are looked into so far down."""
LARGE = 1_000
"""A folder of more entries waits until all others have been looked into."""
STDIN = 200_000_000
"""So many bytes are read from standard input."""
ENTRIES = 300_000
"""So many entries are looked at in all."""

TABLES = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")
"""What a table of the answers of the class is called."""
STANDARD_INPUT = "-"
STANDARD_INPUT_NAME = "standard input"
"""What is said in place of the name of a file."""

Kind = Literal["sheet", "perhaps", "table", "problem", "ignored"]


class SubmissionError(UserError):
    """What was given as submissions cannot be used; nothing has been changed."""


@dataclass(frozen=True)
class HandedIn:
    """Something that was handed in.

    Attributes:
        path: where it is, as it was given.
        names: the file's own name, and before it those of the folders that it was found in.
        kind: whether it is a sheet by its name, may be one, cannot be opened, or is something else.
        why: why it is no sheet.
        member: what it is in a zip file, where it is in one.
        content: what came through standard input.
        given: whether it was given itself, and not found in a folder.
    """

    path: Path
    names: tuple[str, ...]
    kind: Kind
    why: str = ""
    member: Member | None = None
    content: bytes | None = None
    given: bool = False

    def read(self, largest: int) -> bytes:
        """Its bytes, at most so many.

        Raises:
            TextFileError: it cannot be read, or is larger.
        """
        if self.content is not None:
            if len(self.content) > largest:
                raise TextFileError(f"standard input: larger than {largest:,} bytes")
            return self.content
        return self.member.read(largest) if self.member is not None else read_bytes(self.path, largest)

    @property
    def handed_in(self) -> datetime | None:
        """When it was last changed: when it was handed in, as far as a file can say."""
        if self.member is not None:
            return self.member.handed_in
        try:
            return datetime.fromtimestamp(int(self.path.stat().st_mtime), UTC)
        except (OSError, OverflowError, ValueError):
            return None

    @property
    def group(self) -> str:
        """What it is reported together with: all that stands in one folder of those given."""
        return self.names[1] if len(self.names) > 2 else self.names[0]


def entries(given: Path, own: Sequence[Path] = ()) -> Iterator[HandedIn]:
    """All that was handed in at a path, in an order that is always the same.

    Links inside a folder are not followed, so that nobody's link leads to somebody else's sheet, or round in a circle.

    Args:
        given: a file or a folder.
        own: our own output, which is nobody's submission.

    Raises:
        SubmissionError: there is nothing at the path, or an empty folder.
    """
    if str(given) == STANDARD_INPUT:
        content = sys.stdin.buffer.read(STDIN + 1)
        kind: Kind = "sheet" if _is_sheet(content) else "table"
        yield HandedIn(Path(STANDARD_INPUT_NAME), (STANDARD_INPUT_NAME,), kind, content=content, given=True)
        return
    try:
        mode = given.stat().st_mode
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SubmissionError(f"{cited(str(given))}: {why}; nothing was changed") from None
    if not given.is_dir():
        if what := not_regular(mode):
            yield HandedIn(given, given.parts[-2:], "problem", what)
        elif is_zip(given):
            yield from _zipped(given, (given.name,))
        else:
            yield HandedIn(
                given, given.parts[-2:], "table" if given.name.lower().endswith(TABLES) else "sheet", given=True
            )
        return
    found = list(_below(given, {os.path.realpath(path) for path in own}))
    if not any(entry.kind in ("sheet", "perhaps", "table", "problem") for entry in found):
        there = f"only {cited(found[0].path.name, 60)} and the like" if found else "it is empty"
        raise SubmissionError(
            f"{cited(str(given))}: no answer sheet (*.yaml) in this folder, {there}; nothing was changed"
        )
    yield from found


def _below(top: Path, own: set[str]) -> Iterator[HandedIn]:
    """Breadth first, so that whoever hands in folders without end hides nobody else's sheet."""
    waiting: deque[tuple[Path, tuple[str, ...]]] = deque([(top, (top.resolve().name,))])
    large: deque[tuple[Path, tuple[str, ...]]] = deque()
    left = ENTRIES
    while waiting or large:
        folder, names = (waiting or large).popleft()
        try:
            listed = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield HandedIn(folder, names, "problem", error.strerror or str(error))
            continue
        if len(listed) > LARGE and waiting and folder != top:
            large.append((folder, names))
            continue
        if len(listed) > left:
            yield HandedIn(
                folder,
                names,
                "problem",
                f"{len(listed) - left:,} of its files were not read because there are too many",
            )
            listed = listed[:left]
        left -= len(listed)
        for entry in listed:
            path, inner = folder / entry.name, (*names, entry.name)
            try:
                is_folder, is_file = entry.is_dir(follow_symlinks=False), entry.is_file(follow_symlinks=False)
            except OSError as error:
                yield HandedIn(path, inner, "problem", error.strerror or str(error))
                continue
            if own and os.path.realpath(path) in own:
                continue
            if is_file and entry.name.lower().endswith(".zip") and not entry.name.startswith("."):
                yield from _zipped(path, inner)
            elif not is_folder:
                yield _file(entry, path, inner, is_file=is_file)
            elif entry.name.startswith((".", "__MACOSX")):
                yield HandedIn(path, inner, "ignored", "a hidden folder")
            elif len(inner) > DEEPEST:
                yield HandedIn(path, inner, "problem", f"a folder more than {DEEPEST} folders down, not searched")
            else:
                waiting.append((path, inner))


def _file(entry: os.DirEntry[str], path: Path, names: tuple[str, ...], *, is_file: bool) -> HandedIn:
    name = entry.name.lower()
    if name.startswith("."):
        return HandedIn(path, names, "ignored", "a hidden file")
    if not is_file:
        try:
            what = not_regular(entry.stat(follow_symlinks=False).st_mode)
        except OSError as error:
            what = error.strerror or str(error)
        return HandedIn(path, names, "problem", f"{what}, not a file; it was not followed")
    kind, why = _by_name(name)
    return HandedIn(path, names, kind, why)


def _by_name(name: str) -> tuple[Kind, str]:
    name = name.lower()
    if name.endswith(SUFFIXES) or name.removesuffix(".txt").endswith(SUFFIXES):
        return "sheet", ""
    if name.endswith(TABLES):
        return "table", "not a table of answers"
    if name.endswith(PERHAPS) or "." not in name:
        return "perhaps", "not an answer sheet"
    archive = name.endswith((".rar", ".7z", ".gz", ".tar"))
    return "ignored", "an archive; unpack it first" if archive else "not an answer sheet (*.yaml)"


def _zipped(path: Path, names: tuple[str, ...]) -> Iterator[HandedIn]:
    """What is in a zip file, as if it had been unpacked beside it."""
    try:
        for member in members(path):
            inner, where = (*names, *member.names), path.joinpath(*member.names)
            if member.problem:
                yield HandedIn(where, inner, "problem", member.problem)
            elif member.names[-1].startswith(".") or member.names[0].startswith((".", "__MACOSX")):
                yield HandedIn(where, inner, "ignored", "a hidden file")
            else:
                kind, why = _by_name(member.names[-1])
                yield HandedIn(where, inner, kind, why, member)
    except ArchiveError as error:
        yield HandedIn(path, names, "problem", str(error).removeprefix(cited(str(path))).lstrip(": "))


def _is_sheet(content: bytes) -> bool:
    return b"answers:" in content[:100_000] and content.lstrip()[:1] != b"{"
