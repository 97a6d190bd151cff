"""Opening an exam together with its grades, for the commands that look at what stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.options import open_bank
from examgen.errors import UserError

if TYPE_CHECKING:
    from examgen.bank.bank import Bank
    from examgen.exam.sealed import SealedExam
    from examgen.gradebook.standing import Standing

grades_option = click.option(
    "--grades",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where the gradebook is, if `grade --out` put it elsewhere.",
)


class NothingMarkedError(UserError):
    """There is no gradebook, or no run in it."""


@dataclass(frozen=True)
class Marked:
    """An exam, its questions, and what stands in its gradebook."""

    exam: SealedExam
    standing: Standing
    bank: Bank


def open_marked(
    folder: Path,
    *,
    grades: Path | None,
    fingerprint: str | None,
    banks: Sequence[Path],
    students: Collection[str] | None = None,
    history: bool = False,
) -> Marked:
    """What stands in the gradebook of an exam.

    Raises:
        NothingMarkedError: nothing has been marked.
    """
    from examgen.exam.sealed import FILE_NAME, SealedExam
    from examgen.gradebook import store
    from examgen.gradebook.standing import standing

    exam = SealedExam.read(folder / FILE_NAME, fingerprint=fingerprint)
    place = grades or folder
    missing = NothingMarkedError(
        f"nothing has been marked yet in {place}; `examgen grade {folder} SUBMISSION…` marks what was handed in"
    )
    if not (place / store.FILE_NAME).exists():
        raise missing
    with store.Gradebook.open(place, exam) as book:
        found = standing(book, students=students, history=history)
    if found.run is None:
        raise missing
    return Marked(exam, found, open_bank(banks or tuple(map(Path, exam.banks))))
