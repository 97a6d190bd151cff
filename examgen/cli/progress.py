"""`examgen progress`: what practice has come to, on this machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.options import bank_option, json_option, legible_cards, open_bank

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from examgen.practice.progress import Progress

_BAR = 20


@click.command()
@json_option
@click.option(
    "--export",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write everything that is stored to a file, as JSON.",
)
@click.option("--forget", is_flag=True, help="Delete everything that is stored, after asking.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option("--plain", is_flag=True, help="For screen readers: numbers instead of bars.")
@bank_option
def progress(
    *, as_json: bool, export: Path | None, forget: bool, yes: bool, plain: bool, banks: Sequence[Path]
) -> None:
    """Show your progress: mastery of each topic, common mistakes, and what is due.

    It is stored in a file on this machine and never sent anywhere.
    """
    from examgen.cli.screen import output
    from examgen.practice.memory import Memory
    from examgen.practice.progress import progress as come_to

    memory = Memory.own()
    if export is not None:
        text = json.dumps(memory.export(), ensure_ascii=False, indent=1)
        if str(export) == "-":
            click.echo(text)
        else:
            export.write_text(f"{text}\n", encoding="utf-8")
            click.echo(f"{memory.answers} answers are in {export}.", err=True)
    if forget:
        if not yes:
            click.confirm(f"Delete the {memory.answers} answers of {memory.path}, and all progress?", abort=True)
        memory.forget()
        click.echo("All progress is deleted.", err=True)
    if export is not None or forget:
        return
    found = come_to(memory, legible_cards(open_bank(banks)))
    if as_json:
        click.echo(json.dumps(found.as_object(), ensure_ascii=False, indent=1))
        return
    _print(output(plain=plain), found)
    if memory.note:
        click.echo(memory.note, err=True)


def _print(console: Console, found: Progress) -> None:
    from rich.table import Table
    from rich.text import Text

    from examgen.rendering.terminal import is_plain, paragraph

    console.print()
    console.print(paragraph(found.sentence).styled("bold"))
    console.print()
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for topic in found.topics:
        percent = f"{topic.mastery:.0%}"
        bar = Text() if is_plain(console) else _bar(topic.mastery, topic.score)
        tried = f"{topic.tried} of {topic.questions} tried" if topic.tried else "new"
        table.add_row(topic.name, bar, Text(percent if topic.tried else "", justify="right"), Text(tried, "dim"))
    console.print(table)
    for heading, overcome in (
        ("Common mistakes to watch for", False),
        ("Common mistakes that you have overcome", True),
    ):
        mistakes = [mistake for mistake in found.mistakes if mistake.overcome == overcome]
        if mistakes:
            console.print(Text(f"\n{heading}", style="bold"))
        for mistake in mistakes:
            times = f" ({mistake.met} times)" if mistake.met > 1 else ""
            console.print(paragraph(f"{mistake.title}{times}: {' '.join(mistake.feedback.split())}", lead="  - "))
    if found.due:
        console.print(Text("\nDue", style="bold"))
        console.print(paragraph(", ".join(found.due), indent=2))
    for mock in found.mocks[-3:]:
        if mock is found.mocks[-3:][0]:
            console.print(Text("\nMock exams", style="bold"))
        console.print(Text(f"  {mock['at'][:10]}  {mock['title']}: {mock['points']} of {mock['reachable']} points"))
    console.print()


def _bar(mastery: float, score: float) -> Text:
    from rich.text import Text

    full = round(mastery * _BAR)
    colour = "green" if score >= 0.8 else "yellow" if score >= 0.6 else "red"
    return Text.assemble(("█" * full, colour), ("·" * (_BAR - full), "dim"))
