"""A folder that appears whole or not at all, made by one run at a time.

What is half done stands in a hidden folder beside the one that is wanted; at the end it is renamed, in one step. A run that is killed
leaves the hidden folder, and the same command takes it up again.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from examgen.errors import UserError
from examgen.exam.files import OWNER, FileError, access_of, make_folder
from examgen.exam.sealed import FILE_NAME

_PREFIX, _SUFFIX = ".", ".unfinished"


class StagingError(UserError):
    """The output folder holds something that must not be lost, or another run is writing it."""


@dataclass(frozen=True)
class Staging:
    """A folder in the making.

    Attributes:
        folder: where the files are written; what an earlier run left is still there.
        target: where they will be.
    """

    folder: Path
    target: Path

    def clear(self) -> None:
        """Throw away what an earlier run left."""
        for entry in list(self.folder.iterdir()):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def finish(self) -> None:
        """Show the folder under its name, in one step.

        Raises:
            StagingError: something has come to stand there meanwhile.
        """
        for leftover in self.folder.rglob(".writing-*"):
            leftover.unlink(missing_ok=True)
        _synchronise(self.folder)
        try:
            self.folder.rename(self.target)
        except OSError as error:
            raise StagingError(
                f"{self.target} is in the way ({error.strerror}); move it, and run the same command again to finish"
            ) from None
        _synchronise(self.target.parent)

    def move_over(self, last: str, gone: Collection[str]) -> None:
        """Put the files into the folder that is there already, each in one step, and ``last`` when all others are there.

        A run that is killed meanwhile leaves the rest, and the same command goes on.

        Args:
            last: the file that says that everything is there.
            gone: files that are not there any more.
        """
        made = [
            path for path in sorted(self.folder.rglob("*")) if path.is_file() and not path.name.startswith(".writing-")
        ]
        made.sort(key=lambda path: path == self.folder / last)
        for path in made:
            place = self.target / path.relative_to(self.folder)
            if path.relative_to(self.folder).as_posix() == last:
                for name in gone:
                    (self.target / name).unlink(missing_ok=True)
            make_folder(place.parent, access_of(path.parent) if path.parent != self.folder else OWNER)
            path.replace(place)
        _synchronise(self.target)
        shutil.rmtree(self.folder)


def staged_path(target: Path) -> Path:
    """The hidden folder in which a folder is made."""
    return target.parent / f"{_PREFIX}{target.name}{_SUFFIX}"


@contextlib.contextmanager
def staging(target: Path, *, over: bool = False) -> Iterator[Staging]:
    """Make a folder.

    Args:
        target: the folder.
        over: whether it is there already, and files are to be put into it.

    Raises:
        StagingError: the folder has files in it, or another run is making it just now.
        FileError: the folder above cannot be written.
    """
    target = target.absolute()
    if target.exists() and not target.is_dir():
        raise StagingError(f"{target} is a file; choose another folder with --out")
    if not over and (target / FILE_NAME).exists():
        raise StagingError(
            f"{target} holds another exam, this exam with another secret, or a damaged one; "
            "use the blueprint and the secret that it was made with, or choose another folder with --out"
        )
    if not over and target.exists() and any(target.iterdir()):
        raise StagingError(f"{target} is not empty; choose another folder with --out, or move its files away")
    folder = staged_path(target)
    with _locked(folder):
        try:
            yield Staging(folder, target)
        finally:
            with contextlib.suppress(OSError):
                folder.rmdir()  # where nothing was made there is nothing to go on with


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder, which is made where it is missing; the system lets go of it however the process ends."""
    while True:
        make_folder(folder, OWNER)
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue  # another run finished just now
        except OSError as error:
            raise FileError(f"cannot write {folder}: {error.strerror}") from None
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StagingError(
                    f"another run is making {folder.parent / folder.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)} "
                    "right now; wait until it has finished, or choose another folder with --out"
                ) from None
            if not _is(folder, handle):
                continue  # it was finished and renamed between opening and locking
            yield
            return
        finally:
            os.close(handle)


def _is(folder: Path, handle: int) -> bool:
    try:
        there, held = folder.stat(), os.fstat(handle)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)


def _synchronise(folder: Path) -> None:
    """Have the system write down what stands in a folder, where it can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
