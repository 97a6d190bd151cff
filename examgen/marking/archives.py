"""Zip files that were handed in, or that a learning system made: looked into, never unpacked to a disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from examgen.errors import UserError, cited
from examgen.exam.text_file import TextFileError

LARGEST = 2_000_000_000
"""A zip file of more bytes is not read."""
INNER = 50_000_000
"""Nor one inside another of more than this."""
MEMBERS = 100_000
UNPACKED = 4_000_000_000
"""So many bytes are unpacked of one file in all."""
RATIO = 200
"""What shrinks more than this is no work of a student's."""
DEEPEST = 1
"""Zip files in zip files are looked into so far down."""


class ArchiveError(UserError):
    """A zip file, or something in it, cannot be read."""


@dataclass(frozen=True)
class Member:
    """Something in a zip file.

    Attributes:
        names: the folders that it is in, and its own name.
        problem: why it cannot be read; empty where it can.
    """

    archive: Path
    name: str
    names: tuple[str, ...]
    size: int
    handed_in: datetime | None
    problem: str = ""
    inside: tuple[str, ...] = ()

    def read(self, largest: int) -> bytes:
        """Its bytes, at most so many.

        Raises:
            TextFileError: it is larger, or damaged.
        """
        said = cited(f"{self.archive}/{'/'.join((*self.inside, self.name))}")
        try:
            with _opened(self.archive, self.inside).open(self.name) as file:
                content = file.read(largest + 1)
        except (
            OSError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            EOFError,
            zipfile.BadZipFile,
            zlib.error,
        ) as error:
            raise TextFileError(f"{said}: it cannot be unpacked: {cited(str(error), 100)}") from None
        if len(content) > largest:
            raise TextFileError(f"{said}: larger than {largest:,} bytes")
        return content


def _opened(archive: Path, inside: tuple[str, ...]) -> zipfile.ZipFile:
    """A zip file, or one in it. The last ones stay open: its list of files would be read again for each of them."""
    there = archive.stat()
    return _kept_open(archive, inside, (there.st_ino, there.st_size, there.st_mtime_ns), INNER)


@lru_cache(maxsize=2)
def _kept_open(archive: Path, inside: tuple[str, ...], version: object, largest: int) -> zipfile.ZipFile:
    if not inside:
        return zipfile.ZipFile(io.BytesIO(archive.read_bytes()) if archive.stat().st_size < largest else archive)
    with _opened(archive, inside[:-1]).open(inside[-1]) as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise ValueError(f"a zip file in it is larger than {largest:,} bytes")
    return zipfile.ZipFile(io.BytesIO(content))


def is_zip(path: Path) -> bool:
    """Whether a file is a zip file that is no office document."""
    try:
        if read_start(path) != b"PK\x03\x04":
            return False
        with zipfile.ZipFile(path) as packed:
            return "[Content_Types].xml" not in packed.namelist()[:50]
    except (OSError, ValueError, zipfile.BadZipFile):
        return path.suffix.lower() == ".zip"


def read_start(path: Path) -> bytes:
    """The first bytes of a regular file."""
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError:
        return b""


def members(archive: Path, inside: tuple[str, ...] = ()) -> Iterator[Member]:
    """What is in a zip file, in the order of its names; a zip file in it is looked into as well.

    Raises:
        ArchiveError: it is damaged, or made to fill a disk.
    """
    said = cited("/".join((str(archive), *inside)))
    try:
        if not inside and archive.stat().st_size > LARGEST:
            raise ArchiveError(f"{said}: larger than {LARGEST:,} bytes")
        infos = _opened(archive, inside).infolist()
    except ArchiveError:
        raise
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise ArchiveError(f"{said} is not a readable zip file: {cited(str(error), 100)}") from None
    if len(infos) > MEMBERS:
        raise ArchiveError(f"{said}: it contains {len(infos):,} files; at most {MEMBERS:,} are read")
    if (size := sum(info.file_size for info in infos)) > UNPACKED:
        raise ArchiveError(f"{said}: it unpacks to {size:,} bytes, more than any class hands in")
    for info in sorted(infos, key=lambda info: info.filename):
        if info.is_dir():
            continue
        names = tuple(part for part in info.filename.replace("\\", "/").split("/") if part not in ("", ".", ".."))
        if not names:
            continue
        problem = ""
        if info.flag_bits & 1:
            problem = "it is encrypted"
        elif stat.S_ISLNK(info.external_attr >> 16):
            problem = "a link, not a file; it was not followed"
        elif info.file_size > 1_000_000 and info.file_size > RATIO * info.compress_size:
            problem = f"it unpacks to {info.file_size:,} bytes from {info.compress_size:,}, which no student writes"
        if names[-1].lower().endswith(".zip") and not problem:
            if len(inside) >= DEEPEST:
                problem = "a zip file in a zip file in a zip file, not looked into"
            else:
                try:
                    for member in members(archive, (*inside, info.filename)):
                        yield Member(
                            archive, member.name, (*names, *member.names), member.size, member.handed_in or _moment(info),
                            member.problem, member.inside,
                        )  # fmt: skip
                except ArchiveError as error:
                    yield Member(archive, info.filename, names, info.file_size, None, str(error), inside)
                continue
        yield Member(archive, info.filename, names, info.file_size, _moment(info), problem, inside)


def _moment(info: zipfile.ZipInfo) -> datetime | None:
    """When a file in a zip file was changed, in this machine's time zone; a zip file knows none."""
    try:
        found = datetime(*info.date_time).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.year > 1980 else None
