"""What the screen shows when somebody types `examgen` and nothing else."""

from __future__ import annotations

import click

from examgen import __version__
from examgen.bank.bank import Bank
from examgen.cli.options import legible_cards

_TITLE = """\
  {name} {version}
  Exams on neural networks: different numbers for every student,
  every answer verified twice."""
_STEPS = {
    "Learn": (
        ("examgen practice", "questions with hints and feedback"),
        ("examgen solve {id}", "one question, line by line"),
    ),
    "Hold an exam": (
        ("examgen generate EXAM.yaml --roster STUDENTS.csv --out DIR", ""),
        ("", "a paper and a key for every student"),
        ("examgen grade DIR ANSWERS", "marks and feedback for every student"),
    ),
    "Look around": (
        ("examgen bank list", "{count} questions on {topics} topics"),
        ("examgen COMMAND --help", "all options of a command"),
    ),
}
_COLUMN = 34


def welcome() -> None:
    """Say what this is and what to do next."""
    cards = legible_cards(Bank())
    facts = {
        "id": min(cards, key=lambda card: (card.level, len(card.id))).id if cards else "QUESTION",
        "count": len(cards),
        "topics": len({card.topic for card in cards}),
    }
    name, version = click.style("examgen", bold=True), click.style(__version__, dim=True)
    lines = ["", _TITLE.format(name=name, version=version)]
    for heading, rows in _STEPS.items():
        lines += ["", "  " + click.style(heading, fg="cyan", bold=True)]
        for command, what in rows:
            shown = command.format(**facts)
            gap = " " * max(_COLUMN - len(shown), 2)
            lines.append(f"    {click.style(shown, bold=True)}{gap}{what.format(**facts)}".rstrip())
    click.echo("\n".join([*lines, ""]))
