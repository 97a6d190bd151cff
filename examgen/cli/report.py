"""``examgen report``."""

from __future__ import annotations

from pathlib import Path

import click

from examgen.cli.marked import grades_option, open_marked
from examgen.cli.options import bank_option, group_option, json_option, trust_option
from examgen.cli.screen import output, talk


@click.command()
@click.argument("exam", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Where the page goes; DIR/report.html without it.")
@grades_option
@group_option
@trust_option
@json_option
@bank_option
def report(
    exam: Path,
    out: Path | None,
    grades: Path | None,
    group: str | None,
    fingerprint: str | None,
    as_json: bool,
    banks: tuple[Path, ...],
) -> None:
    """Say how the exam in DIR went: a page of statistics for the instructor.

    Points, facility, discrimination, reliability, common mistakes, whether all papers were equally hard, and answers that fit another
    student's paper. With --json the same figures are printed, and no page is written.
    """
    from examgen.exam.files import readers, write_whole
    from examgen.reports.page import in_short, report_page
    from examgen.reports.report import report as made
    from examgen.reports.taking import head, sittings

    access = readers(group)
    marked = open_marked(exam, grades=grades, fingerprint=fingerprint, banks=banks)
    with talk().status("counting"):
        found = made(head(marked.standing), sittings(marked.standing, marked.bank))
    if as_json:
        import json

        from examgen.reports.report import as_object

        click.echo(json.dumps(as_object(found), indent=1, ensure_ascii=False, allow_nan=False))
        return
    run = marked.standing.run
    assert run is not None, "open_marked refuses a gradebook without a run"
    path = out or exam / "report.html"
    write_whole(
        path, report_page(found, f"Marked on {run.at:%Y-%m-%d} at {run.at:%H:%M} UTC by {run.by}.").encode(), access
    )
    console = output()
    for sentence in in_short(found):
        console.print(f"• {sentence}", markup=False, soft_wrap=True)
    console.print(f"\nreport  {path}", markup=False, soft_wrap=True)
