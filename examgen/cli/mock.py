"""`examgen mock`: a mock exam."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.options import bank_option, open_bank
from examgen.errors import INTERRUPTED

if TYPE_CHECKING:
    from rich.console import Console

    from examgen.practice.mock import Mock


@click.command()
@click.argument("blueprint", required=False, type=click.Path(path_type=Path))
@click.option(
    "--minutes",
    metavar="N",
    type=click.FloatRange(min=0, min_open=True),
    help="Duration. Default: that of the blueprint.",
)
@click.option(
    "--pdf",
    "out",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="Take it on paper: write a PDF and an answer sheet into this folder.",
)
@click.option(
    "--mark", "folder", metavar="OUT", type=click.Path(path_type=Path), help="Mark the answer sheet in such a folder."
)
@click.option("--fresh", is_flag=True, help="Start a new exam instead of resuming an interrupted one.")
@click.option("--plain", is_flag=True, help="For screen readers: no boxes or lines, matrices row by row.")
@bank_option
@click.pass_context
def mock(
    ctx: click.Context,
    *,
    blueprint: Path | None,
    minutes: float | None,
    out: Path | None,
    folder: Path | None,
    fresh: bool,
    plain: bool,
    banks: Sequence[Path],
) -> None:
    """Take a timed mock exam, at the terminal or on paper. It is marked like a real exam and counts towards your progress.

    It uses BLUEPRINT, or by default an exam on most topics. Its numbers are independent of every real exam.
    """
    from examgen.cli.screen import output
    from examgen.practice import mock as mocks
    from examgen.practice.memory import Memory
    from examgen.practice.mock_terminal import Desk, report
    from examgen.practice.stock import data_folder

    bank, console = open_bank(banks), output(plain=plain)
    path = blueprint or mocks.DEFAULT
    if out is not None:
        from examgen.cli.generate import progress_bars

        with progress_bars() as progress:
            mocks.print_mock(path, bank, out, progress)
        click.echo(f"The paper is in {out / 'papers'}, its key in {out / 'keys'}: do not look yet.")
        click.echo(f"Write your answers into {mocks.sheet_of(out)}; then examgen mock --mark {out}")
        return
    memory = Memory.own()
    if folder is not None:
        exam, sheet = mocks.read_printed(folder)
        marked = mocks.mark(exam, sheet, bank)
        mocks.remember(memory, exam, marked, None)
        report(console, marked, None)
        click.echo(f"The same as a web page: {mocks.feedback_page(exam, marked, bank, folder)}")
        return
    kept = data_folder() / "mock.json"
    before = None if fresh else mocks.Mock.begun_before(kept, mocks.source_of(path), _now())
    if before is None:
        click.echo("Your exam is being drawn, and both witnesses compute its key. This takes a few seconds.")
    now = before or mocks.draw(path, bank, kept, minutes, _now())
    _greet(console, now, resumed=before is not None)
    from examgen.cli.practice import reader_for

    try:
        handed_in = Desk(now, bank, console, reader_for(memory, plain=plain), _now).sit()
    except (EOFError, KeyboardInterrupt):
        handed_in = False
    if not handed_in:
        click.echo("\nYour answers are saved and the time keeps running: run the same command to continue.")
        ctx.exit(INTERRUPTED)
    took = min(now.minutes, (_now() - now.begun).total_seconds() / 60)
    marked = mocks.mark(now.exam, now.sheet(), bank)
    mocks.remember(memory, now.exam, marked, took)
    now.over()
    report(console, marked, took)


def _greet(console: Console, now: Mock, *, resumed: bool) -> None:
    from examgen.rendering.terminal import paragraph

    if resumed:
        click.echo("Resuming the mock exam that was interrupted; --fresh starts a new one.")
        return
    paper = now.paper
    points = f"{paper.points.normalize():f}"
    click.echo(f"{now.exam.title}: {len(paper.questions)} questions, {points} points, {now.minutes:g} minutes.")
    if said := now.exam.blueprint.instructions.strip():
        console.print(paragraph(" ".join(said.split())))
    click.echo("Type help for a list of commands. The time is running.")


def _now() -> datetime:
    return datetime.now(UTC)
