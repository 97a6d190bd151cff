"""Text that somebody else wrote, in a file: read with a bound, whatever kind of file it is and in whatever encoding."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path
from typing import NamedTuple

from examgen.errors import UserError, cited

UTF_8, UTF_16, UTF_32, WINDOWS_1252 = "UTF-8", "UTF-16", "UTF-32", "Windows-1252"
_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le", UTF_32),
    (codecs.BOM_UTF32_BE, "utf-32-be", UTF_32),
    (codecs.BOM_UTF8, "utf-8", UTF_8),
    (codecs.BOM_UTF16_LE, "utf-16-le", UTF_16),
    (codecs.BOM_UTF16_BE, "utf-16-be", UTF_16),
)
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
_WINDOWS_1252 = {  # with the five bytes that it leaves undefined as control characters, as browsers read it
    byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)
}


class TextFileError(UserError):
    """A file cannot be read as text; the message names it."""


class Text(NamedTuple):
    """What stands in a file, and the encoding that it is written in."""

    text: str
    encoding: str


def read_text(path: Path, largest: int) -> Text:
    """Read a text file of at most so many bytes; a pipe or a device is never opened.

    Raises:
        TextFileError: it cannot be opened, is no regular file, or is too large.
    """
    return decode(read_bytes(path, largest))


def read_bytes(path: Path, largest: int) -> bytes:
    """The bytes of a regular file, at most so many.

    Raises:
        TextFileError: it cannot be opened, is no regular file, or is too large.
    """
    name = cited(str(path))
    try:
        if what := not_regular(path.stat().st_mode):
            raise TextFileError(f"{name}: {what}, not a regular file")
        # between the look and the opening it may have become a pipe; without O_NONBLOCK that would wait for ever
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            if what := not_regular(os.fstat(file.fileno()).st_mode):
                raise TextFileError(f"{name}: {what}, not a regular file")
            content = file.read(largest + 1)
    except TextFileError:
        raise
    except OSError as error:
        raise TextFileError(f"{name}: {error.strerror or error}") from None
    except ValueError as error:  # a NUL in the name
        raise TextFileError(f"{name}: {error}") from None
    if len(content) > largest:
        raise TextFileError(f"{name}: larger than {largest:,} bytes")
    return content


def not_regular(mode: int) -> str:
    """What a file is that is not a regular one, from its mode; empty for a regular one."""
    return "" if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), "a special file")


def decode(content: bytes) -> Text:
    """Text from bytes: UTF-8 or UTF-16 with or without a byte order mark, or Windows-1252.

    A few damaged bytes do not turn a whole UTF-8 file into another encoding: they become U+FFFD where they stand.
    """
    for mark, codec, encoding in _MARKS:
        if content.startswith(mark):
            return Text(content[len(mark) :].decode(codec, "replace"), encoding)
    if codec := _utf_16(content):
        return Text(content.decode(codec, "replace"), UTF_16)
    try:
        return Text(content.decode("utf-8"), UTF_8)
    except UnicodeDecodeError:
        pass
    damaged = content.decode("utf-8", "replace")
    whole = sum(character > "\x7f" for character in damaged) - damaged.count("\ufffd")
    if whole and 4 * whole >= damaged.count("\ufffd"):
        return Text(damaged, UTF_8)
    return Text(content.decode("latin-1").translate(_WINDOWS_1252), WINDOWS_1252)


def _utf_16(content: bytes) -> str:
    """The byte order of UTF-16 without a mark, by where its zeros stand; empty where it is another encoding."""
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if not even + odd or 4 * (even + odd) < len(sample):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
