"""``examgen forget`` and ``examgen merge``."""

from __future__ import annotations

from pathlib import Path

import click

from examgen.cli.gradebook_options import Open, database_option, exam_argument, on_gradebook, opened, out_option
from examgen.cli.options import bank_option, group_option, trust_option


@click.command()
@exam_argument
@click.argument("students", metavar="[STUDENT]...", nargs=-1)
@click.option(
    "--all", "everyone", is_flag=True, help="Forget all students, when the time for which names may be kept is over."
)
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@out_option
@database_option
@group_option
@trust_option
@bank_option
def forget(
    exam: Path, students: tuple[str, ...], everyone: bool, yes: bool, out: Path | None, url: str, group: str | None,
    fingerprint: str | None, banks: tuple[Path, ...],
) -> None:  # fmt: skip
    """Remove the identity of STUDENTs of the exam in DIR; their answers and marks are kept under the paper's number.

    Names, ids, addresses and the files that were handed in are removed from the gradebook, the sealed exam and the folder.
    This cannot be undone.
    """
    from examgen.exam.sealed import FILE_NAME, SealedExam
    from examgen.gradebook.forget import forget as let_go
    from examgen.gradebook.forget import made_for_others
    from examgen.gradebook.store import Gradebook
    from examgen.wording import counted

    if everyone == bool(students):
        raise click.UsageError("expected the ids of students, or --all")
    sealed = SealedExam.read(exam / FILE_NAME, fingerprint=fingerprint)
    chosen = (
        [p.student for p in sealed.papers if p.student and not p.student.startswith("forgotten-")]
        if everyone
        else students
    )
    if not yes and not click.confirm(f"Forget {counted(len(chosen), 'student')} for good?", default=False):
        click.echo("nobody was forgotten")
        return
    written = made_for_others(out or exam)
    left = let_go(exam, out or exam, sealed, chosen, url)
    if Gradebook.exists(out or exam, url):
        with opened(exam, out, url, group, None, banks) as desk:
            desk.show_again()
    click.echo(f"{counted(len(chosen), 'student')} forgotten")
    if written:
        click.echo(
            "the files of examgen export and examgen report are removed; run these commands again to write them without "
            "the forgotten students"
        )
    for path in left:
        click.echo(f"look at {path}: it may still name them")
    click.echo("remove other copies yourself: the roster, the files that were handed in, printed papers, backups")


@click.command()
@exam_argument
@click.argument("other", metavar="OTHER", type=click.Path(path_type=Path))
@on_gradebook(create=True)
def merge(desk: Open, other: Path) -> None:
    """Merge another gradebook of the exam in DIR into this one. OTHER is its gradebook.sqlite, or the folder that contains it.

    For two assistants who marked on different machines. Nothing is lost: for a paper that both marked, the later run counts, and
    the decisions of both are kept. OTHER is not changed.
    """
    from examgen.gradebook.joining import join

    joined = join(desk.book, other)
    new = {table: count for table, count in joined.rows.items() if count}
    told = [f"{count} {_one(table) if count == 1 else table}" for table, count in new.items()]
    click.echo("taken over: " + (", ".join(told) or "nothing new"))
    for note in joined.notes:
        click.echo(note)
    desk.show_again()


def _one(table: str) -> str:
    """What a single row of a table is called."""
    return table.removesuffix("ies") + "y" if table.endswith("ies") else table.removesuffix("s")
