"""The output of `grade`, which changes as a whole: whatever interrupts, all of it is of one run.

The files stand in a hidden folder that is called after what is in them. ``.grades`` is a link to the folder of the last run, and
``grades.csv``, ``grades.xlsx`` and ``feedback`` are links through it: to turn that one link is to exchange everything, in one step of
the system.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from examgen.errors import UserError, cited
from examgen.exam.files import OWNER, Access, FileError, make_folder

CURRENT = ".grades"
TABLES = ("grades.csv", "grades.xlsx")
"""What people may change by hand."""
SHOWN = (*TABLES, "feedback")
PAGES = ".pages.json"
"""What stood when each page of feedback was made, as a digest."""
EDITED = "grades-edited"
_NEW = ".grades.new"
_BEGUN = f"{CURRENT}-begun"


class OutputError(UserError):
    """The folder for the grades holds something that must not be lost, or another run is writing it."""


@dataclass(frozen=True)
class KeptTable:
    """A table that somebody changed by hand.

    Attributes:
        shown: what it is called.
        name: under which name it was kept; what it was changed from is kept under the same name with a dot before it.
        written: what it was changed from.
    """

    shown: str
    name: str
    content: bytes
    written: bytes


class Output:
    """The folder for the grades, held by one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def current(self) -> Path:
        """Where the files of the last run are; there may be none."""
        return self.folder / CURRENT

    @property
    def own(self) -> list[Path]:
        """What is ours in the folder."""
        databases = sorted(self.folder.glob("gradebook.sqlite*"))
        return [*(self.folder / name for name in (CURRENT, *SHOWN)), *databases]

    def check(self) -> None:
        """Make sure that nothing is in the way, before any work is done.

        Raises:
            OutputError: something is.
        """
        for name in (CURRENT, "feedback"):
            path = self.folder / name
            if path.exists() and not path.is_symlink():
                raise OutputError(
                    f"{cited(str(path))} is in the way: it is a folder instead of a link, perhaps because it was copied; "
                    "move it away, or choose another folder with --out"
                )
        if not self.current.is_symlink():
            try:
                (self.folder / _NEW).unlink(missing_ok=True)
                (self.folder / _NEW).symlink_to(CURRENT)
                (self.folder / _NEW).unlink()
            except OSError as error:
                raise OutputError(
                    f"{cited(str(self.folder))}: no link can be made there ({error.strerror}), so grades and feedback cannot be "
                    "replaced in a single step; choose a folder on another disk with --out"
                ) from None

    def edited(self, table: str = TABLES[0]) -> bytes | None:
        """A table of grades, where somebody changed it since the last run wrote it."""
        try:
            now = (self.folder / table).read_bytes()
            written = self.written(table)
        except OSError:
            return None
        return None if now == written else now

    def written(self, table: str) -> bytes:
        """A table of grades as the last run wrote it; empty where there was none."""
        path = self.current / f".{table}"
        return path.read_bytes() if path.exists() else b""

    def pages(self, digests: Mapping[str, str]) -> dict[str, Path]:
        """The pages of the last run that were made of what stands now, by their names."""
        try:
            made = json.loads((self.current / PAGES).read_bytes())
            known = [page for page, digest in digests.items() if made.get(page) == digest]
        except (OSError, ValueError, AttributeError):
            return {}
        folder = self.current.resolve()  # it is turned only by whoever holds the folder
        return {page: folder / page for page in known if (folder / page).is_file()}

    def publish(self, files: Iterable[tuple[str, bytes]], access: Access = OWNER) -> list[KeptTable]:
        """Show these files in place of those of the last run, in one step; each is written as it comes.

        Returns:
            The tables of grades that somebody had changed by hand, and under which name they were kept.

        Raises:
            FileError: they cannot be written.
        """
        try:
            kept = [one for table in TABLES if (one := self._keep_edited(table, access)) is not None]
            digests = self._write(files, access)
            name = f"{CURRENT}-{_digest(digests)}"
            if os.path.realpath(self.current) == os.path.realpath(self.folder / name):
                self._restore(name, digests, access)
            else:
                shutil.rmtree(self.folder / name, ignore_errors=True)  # what a run began that was interrupted
                (self.folder / _BEGUN).rename(self.folder / name)
            for shown in SHOWN:
                self._link(f"{CURRENT}/{shown}", shown)
            self._link(name, CURRENT)
            self._sweep(name)
        except OSError as error:
            where = cited(str(error.filename or self.folder))
            raise FileError(
                f"cannot write {where}: {error.strerror}; make room, or choose another folder with --out"
            ) from None
        return kept

    def _write(self, files: Iterable[tuple[str, bytes]], access: Access) -> dict[str, str]:
        """Write the files into a folder of their own; returns their digests."""
        folder = self.folder / _BEGUN
        shutil.rmtree(folder, ignore_errors=True)
        make_folder(folder, access)
        digests = {}
        for file, content in files:
            for name in (file, f".{file}") if file in TABLES else (file,):  # to tell whether somebody changed a table
                make_folder((folder / name).parent, access)
                self._write_file(folder / name, content, access)
                digests[name] = hashlib.sha256(content).hexdigest()
        with ThreadPoolExecutor() as pool:  # the disk takes many files at once in little more time than one
            list(pool.map(_synced, (folder / name for name in digests)))
        return digests

    def _restore(self, name: str, files: Iterable[str], access: Access) -> None:
        """What is shown already is exchanged only where somebody changed it."""
        for file in files:
            path, new = self.folder / name / file, self.folder / _BEGUN / file
            if not path.exists() or path.read_bytes() != new.read_bytes():
                make_folder(path.parent, access)
                new.replace(path)
            access.apply(path)
            access.apply(path.parent)

    def _write_file(self, path: Path, content: bytes, access: Access) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        access.apply(path)

    def _link(self, target: str, name: str) -> None:
        """Make or turn a link in one step."""
        path, new = self.folder / name, self.folder / _NEW
        if path.is_symlink() and str(path.readlink()) == target:
            return
        new.unlink(missing_ok=True)
        new.symlink_to(target)
        new.replace(path)

    def _sweep(self, name: str) -> None:
        """Remove what earlier runs left."""
        for path in sorted(self.folder.glob(f"{CURRENT}-*")):
            if path.name != name and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
        for path in self.folder.glob(f"{_NEW}*"):
            path.unlink(missing_ok=True)

    def _keep_edited(self, table: str, access: Access) -> KeptTable | None:
        content = self.edited(table)
        if content is None:
            return None
        written = self.written(table)
        suffix = Path(table).suffix
        number = 1
        while True:
            name = f"{EDITED}-{number}{suffix}"
            path = self.folder / name
            if not path.exists():
                for file, bytes_ in ((f".{name}", written), (name, content)):
                    new = self.folder / f"{_NEW}{suffix}"
                    new.unlink(missing_ok=True)
                    self._write_file(new, bytes_, access)
                    _synced(new)
                    new.replace(self.folder / file)
                return KeptTable(table, name, content, written)
            if path.read_bytes() == content:
                return KeptTable(table, name, content, written)
            number += 1


def _synced(path: Path) -> None:
    """Have a file on the disk before it is shown."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(files: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]


@contextlib.contextmanager
def output(folder: Path, *, wait: bool = False) -> Iterator[Output]:
    """Hold the folder for the grades; the system lets go of it however the process ends. With ``wait``, until another run is done.

    Raises:
        OutputError: another run holds it.
        FileError: it cannot be made.
    """
    made = not folder.exists()
    make_folder(folder)
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise FileError(
            f"cannot write {cited(str(folder))}: {error.strerror}; choose another folder with --out"
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise OutputError(
                f"another run is grading into {cited(str(folder))} right now; wait until it has finished, "
                "or choose another folder with --out"
            ) from None
        yield Output(folder)
    finally:
        os.close(handle)
        if made:
            with contextlib.suppress(OSError):
                folder.rmdir()  # where nothing was written
