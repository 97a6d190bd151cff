"""What the commands that open a gradebook have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examgen.cli.options import bank_option, group_option, open_bank, trust_option

if TYPE_CHECKING:
    from examgen.bank.bank import Bank
    from examgen.exam.files import Access
    from examgen.exam.sealed import SealedExam
    from examgen.gradebook.store import Gradebook

Command = Callable[..., None]


def _login() -> str:
    from examgen.gradebook.login import login

    return login()


exam_argument = click.argument("exam", metavar="DIR", type=click.Path(path_type=Path))
by_option = click.option(
    "--by", metavar="NAME", default=_login, help="Your name, as recorded in the gradebook. Default: your login name."
)
out_option = click.option("--out", type=click.Path(path_type=Path), help="The folder of the grades. Default: DIR.")
database_option = click.option(
    "--database",
    "url",
    metavar="URL",
    default="",
    envvar="EXAMGEN_DATABASE",
    help="A PostgreSQL database for the gradebook, postgresql://HOST/NAME. Default: the file gradebook.sqlite.",
)


@dataclass
class Open:
    """An exam and its gradebook, open.

    Attributes:
        at: the folder of the exam.
        folder: the folder of the grades.
    """

    at: Path
    exam: SealedExam
    bank: Bank
    book: Gradebook
    folder: Path
    readers: Access
    url: str

    def written(self, source: Path) -> bytes | None:
        """What a table of grades was before somebody changed it, where that is known."""
        from examgen.gradebook.output import CURRENT

        for before in (source.parent / f".{source.name}", source.parent / CURRENT / f".{source.name}"):
            if before.is_file():
                return before.read_bytes()
        return None

    def show_again(self, *, remark: bool = False, keep: Path | None = None) -> None:
        """Bring grades.csv and the feedback up to what stands now, and say what whoever works here should know.

        Args:
            remark: whether answers are to be read in another way, so that the machine marks again.
            keep: a table that was just taken over; that it was changed is no news.
        """
        from examgen.gradebook.grade import show_again

        for note in show_again(self.book, self.bank, self.folder, self.readers, remark=remark, taken=keep):
            click.echo(note, err=True)


@contextmanager
def opened(
    exam: Path,
    out: Path | None,
    url: str,
    group: str | None,
    fingerprint: str | None,
    banks: tuple[Path, ...],
    *,
    create: bool = False,
) -> Iterator[Open]:
    """An exam and its gradebook; with ``create`` a new one where there is none.

    Raises:
        UserError: there is none, or nothing was marked into it yet.
    """
    from examgen.errors import UserError
    from examgen.exam.files import readers
    from examgen.exam.sealed import FILE_NAME, SealedExam
    from examgen.gradebook.store import Gradebook

    sealed = SealedExam.read(exam / FILE_NAME, fingerprint=fingerprint)
    folder = out or exam
    if not create and not Gradebook.exists(folder, url):
        raise UserError(
            f"{folder} has no gradebook yet; mark submissions with examgen grade, or type in handwritten papers with examgen enter"
        )
    bank = open_bank(banks or tuple(map(Path, sealed.banks)))
    access = readers(group)
    with Gradebook.open(folder, sealed, url, access) as book:
        for note in book.notes:
            click.echo(note, err=True)
        yield Open(exam, sealed, bank, book, folder, access, url)


def on_gradebook(*, create: bool = False) -> Callable[[Command], Command]:
    """The options of all commands that work on a gradebook, which is open while the command runs; see `opened`."""

    def decorated(function: Command) -> Command:
        @wraps(function)
        def command(
            *context: click.Context, exam: Path, out: Path | None, url: str, group: str | None, fingerprint: str | None,
            banks: tuple[Path, ...], **given: Any,
        ) -> None:  # fmt: skip
            with opened(exam, out, url, group, fingerprint, banks, create=create) as desk:
                function(*context, desk, **given)

        made: Command = command
        for option in (bank_option, trust_option, group_option, database_option, out_option):
            made = option(made)
        return made

    return decorated
