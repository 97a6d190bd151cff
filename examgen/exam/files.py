"""Writing files: whole or not at all, and readable by those who may read them."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from examgen.errors import UserError


class FileError(UserError):
    """A file or folder cannot be written."""


@dataclass(frozen=True)
class Access:
    """Who may read a file besides its owner: a group of the system, nobody, or whomever the user's mask lets.

    Attributes:
        group: the number of the group.
    """

    everyone: bool = False
    group: int | None = None

    @property
    def file_mode(self) -> int:
        return 0o666 & ~_mask() if self.everyone else 0o600 if self.group is None else 0o640

    @property
    def folder_mode(self) -> int:
        return 0o777 & ~_mask() if self.everyone else 0o700 if self.group is None else 0o750

    def apply(self, path: Path) -> None:
        """Give a file or folder these rights."""
        if self.group is not None:
            os.chown(path, -1, self.group)
        path.chmod(self.folder_mode if path.is_dir() else self.file_mode)


OWNER = Access()
EVERYONE = Access(everyone=True)
"""Whoever the user's mask lets: for what is handed out anyway."""


def readers(group: str | None) -> Access:
    """The owner, and a group of the system that assistants are in.

    Raises:
        FileError: there is no such group, or the user is not in it.
    """
    if group is None:
        return OWNER
    import grp

    try:
        number = grp.getgrnam(group).gr_gid
    except KeyError:
        raise FileError(f"there is no group {group!r} on this machine; `id -nG` lists those that you are in") from None
    if os.geteuid() != 0 and number not in (*os.getgroups(), os.getegid()):
        raise FileError(f"you are not in the group {group!r}, so you cannot give it files; `id -nG` lists your groups")
    return Access(group=number)


def access_of(path: Path) -> Access:
    """Who may read a file that is there, so that a new one in its place may be read by the same."""
    found = path.stat()
    return Access(group=found.st_gid) if found.st_mode & 0o040 else OWNER


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def make_folder(path: Path, access: Access = EVERYONE) -> None:
    """Make a folder, and those above it as usual.

    Raises:
        FileError: it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=access.folder_mode)
            access.apply(path)
    except OSError as error:
        raise _refused(path, error) from None


def write_whole(path: Path, content: bytes, access: Access = EVERYONE) -> None:
    """Write a file so that it is there as a whole or not at all, whatever interrupts.

    Raises:
        FileError: the folder cannot be written.
    """
    with whole_file(path, access) as file:
        file.write(content)


@contextlib.contextmanager
def whole_file(path: Path, access: Access = EVERYONE) -> Iterator[IO[bytes]]:
    """A file to write into bit by bit, which is there as a whole or not at all, whatever interrupts.

    Raises:
        FileError: the folder cannot be written.
    """
    make_folder(path.parent)
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        access.apply(Path(name))
        Path(name).replace(path)
    except BaseException as error:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        if isinstance(error, OSError):
            raise _refused(path, error) from None
        raise


def _refused(path: Path, error: OSError) -> FileError:
    return FileError(f"cannot write {path}: {error.strerror}; make room, or choose another folder with --out")
