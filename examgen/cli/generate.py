"""``examgen generate``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from examgen.cli.options import bank_option, open_bank
from examgen.cli.screen import talk
from examgen.errors import UserError


@click.command()
@click.argument("blueprint", type=click.Path(path_type=Path))
@click.option("--roster", required=True, type=click.Path(path_type=Path), help="CSV with the columns id and name.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the papers; made if need be.")
@click.option(
    "--secret-file",
    type=click.Path(path_type=Path),
    help="File whose bytes seed the draws: the same secret gives the same papers. Without it a new secret is made and sealed.",
)
@bank_option
def generate(blueprint: Path, roster: Path, out: Path, secret_file: Path | None, banks: tuple[Path, ...]) -> None:
    """Make an exam from BLUEPRINT: a paper and a key for every student.

    Writes papers/, keys/, answers/ (a sheet a student to fill in) and exam.sealed.json, which stays with you. Interrupted, it
    leaves nothing that looks finished; the same command goes on where it stopped.
    """
    from examgen.exam.generate import generate as make

    with _progress() as progress:
        made = make(blueprint, roster, out, open_bank(banks), _secret(secret_file), progress)
    count = len(made.exam.papers)
    click.echo(f"{count} papers  {out / 'papers'}")
    click.echo(f"{count} keys    {out / 'keys'}")
    click.echo(f"{count} sheets  {out / 'answers'}")
    click.echo(f"sealed exam  {out / 'exam.sealed.json'}  (yours alone: it holds every answer)")
    click.echo(f"\nWhen the sheets are back:  examgen grade {out} SUBMISSIONS", err=True)


def _secret(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from None
    if len(secret) < 8:
        raise UserError(f"{path}: a secret of {len(secret)} bytes can be guessed; put at least 8 into the file")
    return secret


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar a stage on stderr."""
    from rich.progress import Progress, TaskID

    tasks: dict[str, TaskID] = {}
    with Progress(console=talk(), transient=True) as bar:

        def show(stage: str, done: int, of: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=of)
            bar.update(tasks[stage], completed=done)

        yield show
