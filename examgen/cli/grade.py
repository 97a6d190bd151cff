"""``examgen grade``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examgen.cli.gradebook_options import by_option, database_option, exam_argument
from examgen.cli.options import bank_option, group_option, json_option, open_bank, trust_option
from examgen.cli.screen import output, show_table, talk
from examgen.errors import PROBLEMS_FOUND

SHOWN = 20
"""So many students without a sheet are listed."""
LINES = 300
"""So many lines are shown under a heading."""

if TYPE_CHECKING:
    from rich.console import Console

    from examgen.bank.bank import Bank
    from examgen.exam.files import Access
    from examgen.exam.sealed import SealedExam
    from examgen.gradebook.grade import Graded
    from examgen.gradebook.standing import PaperStanding


@click.command()
@exam_argument
@click.argument("submissions", nargs=-1, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the grades. Default: DIR.")
@click.option(
    "--witness",
    type=click.Choice(["both", "sealed"]),
    default="both",
    help="both: run Keras again and compare it with the sealed keys. sealed: trust the sealed keys; TensorFlow is not needed.",
)
@click.option(
    "--marks-only",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Mark one table of a very large class row by row and write the marks to this CSV file, without gradebook or feedback.",
)
@click.option(
    "--afresh",
    is_flag=True,
    help="Mark only the sheets given now. By default, the sheets of earlier runs still count.",
)
@by_option
@database_option
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
    marks_only: Path | None,
    afresh: bool,
    by: str,
    url: str,
    group: str | None,
    fingerprint: str | None,
    as_json: bool,
    banks: tuple[Path, ...],
) -> None:
    """Mark the SUBMISSIONS (filled-in sheets, or folders of them) of the exam in DIR.

    Writes everything that was handed in and all marks into gradebook.sqlite, and from it grades.csv, grades.xlsx (a row for each
    student) and feedback/ (a page for each student). Sheets of earlier runs still count unless their file or folder is given again;
    without SUBMISSIONS, they are marked again. What cannot be marked is reported and does not stop the rest; the command then exits
    with code 1.
    """
    from examgen.exam.files import readers
    from examgen.exam.generate import changed_files
    from examgen.exam.sealed import FILE_NAME, SealedExam
    from examgen.gradebook.grade import grade as mark

    sealed = SealedExam.read(exam / FILE_NAME, fingerprint=fingerprint)
    for complaint in changed_files(exam, sealed):
        click.echo(f"Warning: {complaint}", err=True)
    bank = open_bank(banks or tuple(map(Path, sealed.banks)))
    if marks_only is not None:
        keras = witness == "both"
        if _write_marks(sealed, submissions, bank, marks_only, out or exam, keras, readers(group), url, as_json):
            ctx.exit(PROBLEMS_FOUND)
        return
    with talk().status("marking"):
        graded = mark(
            sealed,
            submissions,
            bank,
            out or exam,
            keras=witness == "both",
            readers=readers(group),
            afresh=afresh,
            url=url,
            by=by,
        )
    if as_json:
        import json

        click.echo(json.dumps(_as_json(graded), indent=1))
    else:
        _show(graded)
    if graded.problems:
        ctx.exit(PROBLEMS_FOUND)


def _write_marks(
    exam: SealedExam,
    tables: Sequence[Path],
    bank: Bank,
    target: Path,
    folder: Path,
    keras: bool,
    readers: Access,
    url: str,
    as_json: bool,
) -> int:
    """Mark a table row by row; returns how many rows were not marked."""
    from examgen.errors import cited
    from examgen.gradebook.marks_only import write_marks

    if len(tables) != 1:
        raise click.UsageError(f"--marks-only takes one table of answers, got {len(tables)} files")
    problems, remarks = list[str](), list[str]()
    with talk().status("marking") as status:
        count = write_marks(
            exam, tables[0], bank, target, folder, keras=keras, readers=readers, url=url,
            tell=lambda problem: _keep(problems, problem),
            note=lambda remark: _keep(remarks, remark),
            advance=lambda marked: status.update(f"marking: {marked:,} students"),
        )  # fmt: skip
    if as_json:
        import json

        figures = {"marked": count.marked, "pending": count.pending, "not marked": count.problems}
        click.echo(json.dumps({**figures, "problems": problems, "notes": remarks}, indent=1))
        return count.problems
    console = output()
    of = f" ({count.pending:,} of them with answers pending)" if count.pending else ""
    console.print(f"[bold]{count.marked:,}[/] rows marked{of}")
    _list(console, "Not marked", problems, count.problems)
    _list(console, "To look at", remarks, count.again)
    console.print(f"\nmarks  {cited(str(target), 600)}", markup=False, soft_wrap=True)
    return count.problems


def _keep(lines: list[str], line: str) -> None:
    """Keep a line while there are few enough to be shown."""
    if len(lines) < LINES:
        lines.append(line)


def _as_json(graded: Graded) -> dict[str, Any]:
    students = {paper.paper.student: _student(paper) for paper in graded.standing.papers if paper.paper.student}
    lists = {"problems": graded.problems, "notes": graded.notes, "ignored": graded.ignored}
    return {**graded.summary, "students": students, **lists}


def _student(paper: PaperStanding) -> dict[str, Any]:
    from examgen.gradebook.table import status, total

    if paper.status != "marked":
        return {"status": status(paper)}
    return {
        "status": status(paper),
        "total": total(paper),
        "points": float(paper.points),
        "at most": float(paper.highest),
        "of": float(paper.of),
        "answers": {
            answer.label: {"state": answer.state, "points": float(answer.points), "pending": answer.pending}
            for answer in paper.answers
        },
    }


def _show(graded: Graded) -> None:
    from rich.table import Column, Table
    from rich.text import Text

    from examgen.errors import cited
    from examgen.gradebook.table import total
    from examgen.judge import STATES

    console = output()
    summary: dict[str, Any] = graded.summary
    blank = f" ({summary['blank']} of them blank)" if summary["blank"] else ""
    console.print(
        f"[bold]{summary['marked']}[/] of {graded.papers} papers marked{blank}"
        + (f", {summary['mean']:.1f} of {summary['of']:g} points on average" if summary["marked"] else "")
        + (f"; answers pending on {summary['pending']} of them" if summary["pending"] else "")
        + "\n",
        soft_wrap=True,
    )
    states = [state for state in STATES if any(state in counts for counts in summary["answers"].values())]
    table = Table(Column("answer", no_wrap=True), *states, box=None, header_style="dim")
    for label, counts in summary["answers"].items():
        table.add_row(label, *(str(counts.get(state, "")) for state in states))
    if states:
        show_table(console, table)
    if summary["misconceptions"]:
        console.print("\n[bold]Common mistakes[/]")
        for name, count in summary["misconceptions"].items():
            console.print(f"  {count:3}  {name.replace('_', ' ')}")
    absent = [", ".join(graded.missing[:SHOWN])] if graded.missing else []
    if len(graded.missing) > SHOWN:
        absent.append(f"and {len(graded.missing) - SHOWN} more; grades.csv lists them")
    pending = [
        f"{paper.paper.student or paper.paper.number}: {total(paper)}" for paper in graded.marks if paper.pending
    ]
    _list(console, "Not marked", graded.problems)
    _list(console, "Pending", pending)
    _list(console, "To look at", graded.notes)
    _list(console, "Ignored", graded.ignored)
    _list(console, f"Not handed in ({len(graded.missing)})", absent)
    where = cited(str(graded.folder), 600)
    if pending:
        console.print(Text(f"\nTo mark the pending answers:  examgen review {where}"), soft_wrap=True)
    console.print(Text(f"\ngrades    {where}/grades.csv, grades.xlsx\nfeedback  {where}/feedback/"), soft_wrap=True)


def _list(console: Console, heading: str, lines: Sequence[str], count: int | None = None) -> None:
    """A heading and the first of the lines below it; ``count`` of them, where not all were kept."""
    from rich.text import Text

    from examgen.errors import cited

    if not lines:
        return
    count = len(lines) if count is None else count
    console.print(f"\n[bold]{heading}[/]")
    for line in lines[:LINES]:
        console.print(Text(f"  {cited(line, 600)}"), soft_wrap=True)
    if count > LINES:
        console.print(f"  and {count - LINES} more")
