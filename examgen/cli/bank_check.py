"""`examgen bank check`: both witnesses over many draws of every question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.options import bank_option, json_option, named_questions, open_bank
from examgen.cli.screen import output, talk
from examgen.errors import PROBLEMS_FOUND

if TYPE_CHECKING:
    from rich.console import Console

    from examgen.cli.checkup import Checked
    from examgen.verify.statements import Findings

_LEGEND = """
differ    number of distinct draws
same      draws with an answer whose values are all equal
effort    the smallest and largest number of operations by hand
wrong     the question's own misconceptions + the automatic ones that apply
kills     the percentage of misconceptions, over all draws, that lead to an answer other than the key
least     the same for the misconception that is detected least often
"""
_SHOWN = 5
"""So many defects of a question are shown; more of them say nothing new."""


@click.command(epilog="Exit code 1 means that a defect was found.")
@click.argument("questions", nargs=-1, metavar="[QUESTION or TOPIC]...")
@click.option(
    "--draws",
    metavar="N",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Number of variants of each question.",
)
@click.option("--jobs", metavar="N", type=click.IntRange(min=1), help="Number of processes. Default: at most 4.")
@click.option(
    "--seed", metavar="TEXT", default="check", show_default=True, help="The seed; another text checks other variants."
)
@json_option
@bank_option
@click.pass_context
def check(
    ctx: click.Context,
    questions: Sequence[str],
    draws: int,
    jobs: int | None,
    seed: str,
    as_json: bool,
    banks: Sequence[Path],
) -> None:
    """Compare both witnesses over many draws of every question, or of those named.

    A misconception is detected if it leads to an answer other than the key; the table shows the one that is detected least often.
    Where a topic has statements, the witness of each is run as well, and duplicates, contradictions and missing sources are found.
    """
    from examgen.cli.workers import jobs_for
    from examgen.verify import statements as statement_check

    bank = open_bank(banks)
    chosen = named_questions(bank, questions)
    quiet = talk()
    done: dict[str, Checked] = {}
    interrupted = False
    try:
        for report in _checked(quiet, banks, chosen, draws, seed, jobs or jobs_for(len(chosen))):
            done[report.question] = report
    except KeyboardInterrupt:
        interrupted = True
    reports = [done[id_] for id_ in chosen if id_ in done]
    stated = statement_check.Findings()
    if not interrupted:
        topics = {id_.partition(".")[0] for id_ in chosen}
        stated = statement_check.check(*(source.questions for source in bank.sources), topics=topics)

    if as_json:
        found = {"questions": [report.as_object() for report in reports], "statements": stated.as_object()}
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        if reports:
            _print(output(), reports, detailed=len(reports) == 1)
        _print_defects(quiet, reports)
    if interrupted:
        raise KeyboardInterrupt(f"interrupted; {len(reports)} of {len(chosen)} questions were checked")
    if _sum_up(quiet, reports, stated):
        ctx.exit(PROBLEMS_FOUND)


def _sum_up(console: Console, reports: Sequence[Checked], stated: Findings) -> bool:
    """What it came to, a line for the questions and one for the statements; whether anything is wrong."""
    for problem in stated.problems:
        console.print(str(problem), markup=False, soft_wrap=True)
    defects = sum(len(report.defects) for report in reports)
    drawn = sum(report.draws for report in reports)
    verdict = f"{_many(defects, 'defect')}" if defects else "the witnesses agree on all of them"
    console.print(
        f"{drawn} draws of {_many(len(reports), 'question')}: {verdict}.", style="red" if defects else "green"
    )
    wrong = len(stated.problems)
    if stated.statements or wrong:
        verdict = _many(wrong, "problem") if wrong else "no problems found"
        console.print(
            f"{_many(stated.statements, 'statement')}, {stated.witnessed} of them verified by Keras: {verdict}.",
            style="red" if wrong else "green",
        )
    return bool(defects or wrong)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _checked(
    console: Console, banks: Sequence[Path], ids: Sequence[str], draws: int, seed: str, jobs: int
) -> Iterator[Checked]:
    """The reports as they come, behind a bar."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from examgen.cli.workers import reports

    # what is written to stderr while Keras loads is lost, so the bar starts with the first report
    console.print("loading Keras …", style="dim")
    columns = (TextColumn("{task.description:30}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=draws * len(ids))
        yield from reports(
            banks, ids, draws, seed, jobs, lambda id_, count: progress.update(task, description=id_, advance=count)
        )


def _print(console: Console, reports: Sequence[Checked], *, detailed: bool) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True, header_style="bold")
    table.add_column("question", overflow="fold")
    for name in ("differ", "defects", "same", "effort", "wrong", "kills", "least", "sec"):
        table.add_column(name, justify="right", no_wrap=True)
    for report in reports:
        own = sum(name in report.own for name in report.applied)
        table.add_row(
            report.question,
            str(report.distinct),
            f"[bold red]{len(report.defects)}[/]" if report.defects else "0",
            str(report.degenerate),
            "–".join(map(str, report.effort or ())),
            f"{own}+{len(report.applied) - own}",
            "" if report.kill_score is None else f"{report.kill_score:.0%}",
            f"{report.weakest[1]:.0%}" if report.weakest else "",
            f"{report.seconds:.1f}" if report.seconds < 10 else f"{report.seconds:.0f}",
        )
    console.print(table)
    if detailed:
        _print_misconceptions(console, reports[0])
    talk().print(_LEGEND, style="dim", markup=False)


def _print_misconceptions(console: Console, report: Checked) -> None:
    """Every misconception of one question."""
    from rich import box
    from rich.table import Table

    if not report.applied:
        return
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, header_style="bold")
    table.add_column("misconception", no_wrap=True)
    table.add_column("")
    table.add_column("applies", justify="right")
    table.add_column("told", justify="right")
    for name, share in report.shares.items():
        table.add_row(name, "own" if name in report.own else "automatic", str(report.applied[name]), f"{share:.0%}")
    console.print()
    console.print(table)


def _print_defects(console: Console, reports: Sequence[Checked]) -> None:
    for report in reports:
        for defect in report.defects[:_SHOWN]:
            console.print(defect, markup=False, soft_wrap=True)
        if len(report.defects) > _SHOWN:
            console.print(f"{report.question}: {len(report.defects) - _SHOWN} more; --json shows them all")
