"""Papers, keys, answer sheets and the sealed exam in a folder; all of it, or a start that is taken up again."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.printing import paper_document
from examgen.exam.roster import read_roster
from examgen.exam.sealed import FILE_NAME, SealedError, SealedExam, SealedPaper, write_whole
from examgen.exam.sheet import empty_sheet
from examgen.rendering.document import Paper
from examgen.rendering.pdf import render_papers

UNFINISHED = ".unfinished"
FOLDERS = ("papers", "keys", "answers")
Progress = Callable[[str, int, int], None]


class OutputError(UserError):
    """The output folder holds something that must not be lost, or cannot be written."""


@dataclass(frozen=True)
class Generated:
    """What was made, and where."""

    exam: SealedExam
    folder: Path


def generate(
    blueprint_path: Path,
    roster_path: Path,
    out: Path,
    bank: Bank,
    secret: bytes | None = None,
    progress: Progress = lambda what, done, of: None,
) -> Generated:
    """Make an exam. What is half done stays in a hidden folder, and the same call takes it up again.

    Raises:
        UserError: the blueprint, the roster or the folder cannot be used.
        WitnessError: a question is defective.
    """
    if (out / FILE_NAME).exists():
        raise OutputError(
            f"{out} holds a sealed exam already ({FILE_NAME}); choose another folder, or move that one away"
        )
    blueprint, source = read_blueprint(blueprint_path)
    roster = read_roster(roster_path)
    unfinished = out / UNFINISHED
    fingerprint = _fingerprint(blueprint_path, roster_path, secret)
    exam = _taken_up(unfinished, fingerprint)
    if exam is None:
        shutil.rmtree(unfinished, ignore_errors=True)
        chosen = secret or secrets.token_bytes(32)
        exam = assemble(blueprint, roster, bank, source, chosen, lambda done, of: progress("drawing", done, of))
        exam = exam.model_copy(update={"banks": bank.folders})
        exam.write(unfinished / FILE_NAME)
        write_whole(unfinished / "fingerprint", fingerprint.encode(), mode=0o600)
    _print_all(exam, unfinished, bank, progress)
    _move_into_place(unfinished, out)
    return Generated(exam, out)


def _fingerprint(blueprint: Path, roster: Path, secret: bytes | None) -> str:
    digest = hashlib.sha256()
    for part in (blueprint.read_bytes(), roster.read_bytes(), secret or b""):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _taken_up(unfinished: Path, fingerprint: str) -> SealedExam | None:
    """The exam that an earlier, interrupted run of the same call drew."""
    try:
        if (unfinished / "fingerprint").read_text() != fingerprint:
            return None
        return SealedExam.read(unfinished / FILE_NAME)
    except (OSError, SealedError):
        return None


def _print_all(exam: SealedExam, folder: Path, bank: Bank, progress: Progress) -> None:
    wanted = [
        (paper, key, folder / ("keys" if key else "papers") / f"{paper.student}.pdf")
        for paper in exam.papers
        for key in (False, True)
    ]
    missing = [(paper, key, path) for paper, key, path in wanted if not path.exists()]

    def documents() -> Iterator[Paper]:
        for paper, key, _ in missing:
            yield paper_document(exam, paper, bank, key=key)

    done = len(wanted) - len(missing)
    for (_, _, path), pdf in zip(missing, render_papers(documents()), strict=True):
        write_whole(path, pdf)
        done += 1
        progress("printing", done, len(wanted))
    for paper in exam.papers:
        write_whole(_sheet_path(folder, paper), empty_sheet(exam, paper, bank).encode())


def _sheet_path(folder: Path, paper: SealedPaper) -> Path:
    return folder / "answers" / f"{paper.student}.yaml"


def _move_into_place(unfinished: Path, out: Path) -> None:
    """Move the finished folders; the sealed exam goes last, so that where it is, everything is."""
    for name in FOLDERS:
        target = out / name
        if target.exists():
            raise OutputError(f"{target} is in the way; move it, and run the same command again to finish")
        (unfinished / name).rename(target)
    (unfinished / FILE_NAME).rename(out / FILE_NAME)
    shutil.rmtree(unfinished)
