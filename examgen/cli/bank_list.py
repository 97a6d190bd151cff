"""`examgen bank list`: read from the files of the questions; none of them is imported."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from examgen.bank.card import BankError, Card
from examgen.bank.search import matching, similar, vocabulary
from examgen.cli.options import bank_option, chosen, json_option, legible_cards, level_option, open_bank
from examgen.wording import ATTESTED

_SHOWN = ("id", "topic", "level", "title", "attested_by", "parameters", "example")
_EXAMPLE_FROM = 30
"""Examples are shown where at least so many characters are left for them."""


@click.command("list", epilog="For example: examgen bank list lstm parameters")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--topic", metavar="TOPIC", help="Only questions of this topic.")
@level_option
@json_option
@bank_option
def list_(words: Sequence[str], topic: str | None, level: range | None, as_json: bool, banks: Sequence[Path]) -> None:
    """List all questions, or those of a topic and level, or those that contain every WORD.

    Ids, titles, examples, descriptions and parameters are searched.
    """
    cards = chosen(legible_cards(open_bank(banks)), topic, level)
    if words:
        cards = _found(cards, words)
    if as_json:
        import json

        rows = [{name: getattr(card, name) for name in _SHOWN} for card in cards]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo("\n".join(_table(cards, width)))
    topics = len({card.topic for card in cards})
    counted = f"{len(cards)} question{'s' * (len(cards) != 1)} in {topics} topic{'s' * (topics != 1)}"
    attested = ", ".join(f"{count} by {name}" for name, count in _attestations(cards).items())
    lines = f"\n{counted}; answers attested by a derivation, and {attested}.\nSee one: examgen bank show {cards[0].id}"
    click.echo(click.style(lines, dim=True), err=True)


def _found(cards: Sequence[Card], words: Sequence[str]) -> list[Card]:
    """The cards that hold every word.

    Raises:
        BankError: there is none.
    """
    if found := matching(cards, words):
        return found
    known = vocabulary(cards)
    close = [near[0] for word in words if word.casefold() not in known and (near := similar(word, known, 1))]
    hint = f"; did you mean {' '.join(close)}?" if close else "; try fewer words, or examgen bank list for all of them"
    raise BankError(f"no question contains {' and '.join(words)}{hint}")


def _attestations(cards: Sequence[Card]) -> dict[str, int]:
    """How many questions have answers with each attestation."""
    counts = {said: sum(name in card.attested_by for card in cards) for name, said in ATTESTED.items()}
    return {said: count for said, count in counts.items() if count}


def _table(cards: Sequence[Card], width: int | None) -> list[str]:
    """Lines of the table; whole ones where ``width`` is ``None``, as in a pipe."""
    ids = max(len(card.id) for card in cards)
    titles = max(len(card.title) for card in cards)
    by = max(len("ATTESTED BY"), *(len(", ".join(card.attested_by)) for card in cards))
    left = None if width is None else width - ids - titles - by - 13
    lines = [
        click.style(
            f"{'QUESTION':{ids}}  LEVEL  {'TITLE':{titles}}  {'ATTESTED BY':{by}}{_example('EXAMPLE', left)}".rstrip(),
            bold=True,
        )
    ]
    for card in cards:
        topic, dot, name = card.id.rpartition(".")
        shown = click.style(topic + dot, dim=True) + name + " " * (ids - len(card.id))
        lines.append(
            f"{shown}  {card.level:^5}  {card.title:{titles}}  {', '.join(card.attested_by):{by}}{_example(card.example, left)}".rstrip()
        )
    return lines


def _example(text: str, left: int | None) -> str:
    if left is not None and left < _EXAMPLE_FROM:
        return ""
    return "  " + (text if left is None or len(text) <= left else text[: left - 1] + "…")
