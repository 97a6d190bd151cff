"""``examgen report``."""

from __future__ import annotations

from pathlib import Path

import click

from examgen.cli.gradebook_options import Open, exam_argument, on_gradebook
from examgen.cli.options import json_option
from examgen.cli.screen import output, talk


@click.command()
@exam_argument
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file to write. Default: report.html beside the grades.",
)
@json_option
@on_gradebook()
def report(desk: Open, page: Path | None, as_json: bool) -> None:
    """Write a page of statistics on the exam in DIR, for the instructor.

    Points, facility, discrimination, reliability, common mistakes, whether all papers were equally hard, and answers that fit another
    student's paper. With --json, the same figures are printed and no page is written.
    """
    from examgen.exam.files import write_whole
    from examgen.gradebook.standing import standing
    from examgen.reports.page import in_short, report_page
    from examgen.reports.report import as_object
    from examgen.reports.report import report as made
    from examgen.reports.taking import head, sittings

    with talk().status("counting"):
        stands = standing(desk.book, history=False)
        found = made(head(stands), sittings(stands, desk.bank))
    if as_json:
        import json

        click.echo(json.dumps(as_object(found), indent=1, ensure_ascii=False, allow_nan=False))
        return
    path, run = page or desk.folder / "report.html", stands.run
    of = f"Marked on {run.at:%Y-%m-%d} at {run.at:%H:%M} UTC by {run.by}." if run else ""
    write_whole(path, report_page(found, of).encode("utf-8", "backslashreplace"), desk.readers)
    console = output()
    for sentence in in_short(found):
        console.print(f"• {sentence}", markup=False, soft_wrap=True)
    console.print(f"\nreport  {path}", markup=False, soft_wrap=True)
