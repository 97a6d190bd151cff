"""`examgen bank list`: read from the files of the questions, none of which is imported."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from examgen.bank.bank import Card
from examgen.cli.options import bank_option, chosen, json_option, legible_cards, level_option, open_bank

_EXAMPLE_FROM = 30
"""Examples are shown where at least so many characters are left for them."""


@click.command("list")
@click.option("--topic", metavar="TOPIC", help="Only questions of this topic.")
@level_option
@json_option
@bank_option
def list_(topic: str | None, level: range | None, as_json: bool, banks: Sequence[Path]) -> None:
    """All questions, or those of a topic and level."""
    cards = chosen(legible_cards(open_bank(banks)), topic, level)
    if as_json:
        import json

        rows = [{name: getattr(card, name) for name in ("id", "topic", "level", "title", "example")} for card in cards]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo("\n".join(_table(cards, width)))
    topics = len({card.topic for card in cards})
    counted = f"{len(cards)} question{'s' * (len(cards) != 1)} in {topics} topic{'s' * (topics != 1)}."
    click.echo(click.style(f"\n{counted} See one: examgen bank show {cards[0].id}", dim=True), err=True)


def _table(cards: Sequence[Card], width: int | None) -> list[str]:
    """Lines of the table; whole ones where ``width`` is ``None``, as in a pipe."""
    ids = max(len(card.id) for card in cards)
    titles = max(len(card.title) for card in cards)
    left = None if width is None else width - ids - titles - 11
    lines = [
        click.style(f"{'QUESTION':{ids}}  LEVEL  {'TITLE':{titles}}{_example('EXAMPLE', left)}".rstrip(), bold=True)
    ]
    for card in cards:
        topic, dot, name = card.id.rpartition(".")
        shown = click.style(topic + dot, dim=True) + name + " " * (ids - len(card.id))
        lines.append(f"{shown}  {card.level:^5}  {card.title:{titles}}{_example(card.example, left)}".rstrip())
    return lines


def _example(text: str, left: int | None) -> str:
    if left is not None and left < _EXAMPLE_FROM:
        return ""
    return "  " + (text if left is None or len(text) <= left else text[: left - 1] + "…")
