"""``examgen grade``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examgen.cli.lazy import PROBLEMS_FOUND
from examgen.cli.options import bank_option, group_option, json_option, open_bank, trust_option
from examgen.cli.screen import output, talk

if TYPE_CHECKING:
    from examgen.marking.grade import Graded


@click.command()
@click.argument("exam", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the grades; DIR without it.")
@click.option(
    "--witness",
    type=click.Choice(["both", "sealed"]),
    default="both",
    help="both: run Keras again and hold it against the sealed keys. sealed: trust them, and import no TensorFlow.",
)
@group_option
@trust_option
@json_option
@bank_option
@click.pass_context
def grade(
    ctx: click.Context,
    exam: Path,
    submissions: tuple[Path, ...],
    out: Path | None,
    witness: str,
    group: str | None,
    fingerprint: str | None,
    as_json: bool,
    banks: tuple[Path, ...],
) -> None:
    """Mark the SUBMISSIONS (filled-in sheets, or folders of them) of the exam in DIR.

    Writes grades.csv (a row a student) and feedback/ (a page a student). A sheet that cannot be marked is reported and stops no
    other; the command then ends with code 1.
    """
    from examgen.exam.files import readers
    from examgen.exam.generate import changed_files
    from examgen.exam.sealed import FILE_NAME, SealedExam
    from examgen.marking.grade import grade as mark

    sealed = SealedExam.read(exam / FILE_NAME, fingerprint=fingerprint)
    for complaint in changed_files(exam, sealed):
        click.echo(f"Warning: {complaint}", err=True)
    bank = open_bank(banks or tuple(map(Path, sealed.banks)))
    with talk().status("marking"):
        graded = mark(sealed, submissions, bank, out or exam, keras=witness == "both", readers=readers(group))
    if as_json:
        import json

        click.echo(json.dumps({**graded.summary, "problems": graded.problems}, indent=1))
    else:
        _show(graded)
    if graded.problems:
        ctx.exit(PROBLEMS_FOUND)


def _show(graded: Graded) -> None:
    from rich.table import Table
    from rich.text import Text

    from examgen.judge import STATES
    from examgen.rendering.document import printable

    console = output()
    summary: dict[str, Any] = graded.summary
    console.print(
        f"[bold]{summary['marked']}[/] of {graded.papers} papers marked, {summary['mean']:.1f} points on average\n"
    )
    states = [state for state in STATES if any(state in counts for counts in summary["answers"].values())]
    table = Table("answer", *states, box=None, header_style="dim")
    for label, counts in summary["answers"].items():
        table.add_row(label, *(str(counts.get(state, "")) for state in states))
    console.print(table)
    if summary["misconceptions"]:
        console.print("\n[bold]Common mistakes[/]")
        for name, count in summary["misconceptions"].items():
            console.print(f"  {count:3}  {name.replace('_', ' ')}")
    for heading, lines in (("Not marked", graded.problems), ("To look at", graded.notes)):
        if lines:
            console.print(f"\n[bold]{heading}[/]")
            for line in lines:
                console.print(Text(f"  {printable(line)}"), soft_wrap=True)
    console.print(f"\ngrades    {graded.folder / 'grades.csv'}\nfeedback  {graded.folder / 'feedback'}", soft_wrap=True)
