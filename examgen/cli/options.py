"""Options that several commands have."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from examgen.bank.bank import Bank
    from examgen.bank.card import Card

bank_option = click.option(
    "--bank",
    "banks",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Add a folder with your own questions, which contains question_bank/ and solutions/; may be repeated.",
)
seed_option = click.option(
    "--seed", metavar="TEXT", help="Any text; the same text always draws the same numbers. Default: a random seed."
)
group_option = click.option(
    "--group",
    metavar="NAME",
    help="Let an operating-system group read the keys, the sealed exam, the grades and the feedback. By default, only you can.",
)
trust_option = click.option(
    "--trust-key",
    "fingerprint",
    metavar="FINGERPRINT",
    help="Trust the key that signed this exam from now on. Compare its fingerprint with the exam's author first.",
)
templates_option = click.option(
    "--templates",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with your own templates, such as typst/look.typ or latex/paper.tex.j2; each replaces the one of the same name.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


class Levels(click.ParamType[range]):
    """Levels of questions: ``2`` or ``1-3``."""

    name = "levels"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> range:
        if isinstance(value, range):
            return value
        match = re.fullmatch(r"(\d+)(?:\s*-\s*(\d+))?", str(value).strip())
        if not match or int(match[1]) > int(match[2] or match[1]):
            self.fail(f"expected a level such as 2, or levels such as 1-3, got {value!r}", param, ctx)
        return range(int(match[1]), int(match[2] or match[1]) + 1)


level_option = click.option(
    "--level", metavar="N or N-M", type=Levels(), help="Only questions of this level or range of levels."
)


def bank_flag(folder: Path | str) -> str:
    """The option that opens this folder again."""
    return f"--bank {shlex.quote(str(folder))}"


def open_bank(banks: Sequence[Path]) -> Bank:
    """Our questions and those of the given folders."""
    from examgen.bank.bank import Bank

    return Bank.with_folders(*banks)


def legible_cards(bank: Bank) -> list[Card]:
    """The cards of all questions; of one that cannot be read, half written as it may be, only the complaint is shown."""
    from examgen.bank.card import BankError

    found: list[Card] = []
    for id_ in bank.ids:
        try:
            found.append(bank.card(id_))
        except BankError as error:
            click.echo(f"left out: {error}", err=True)
    return found


def chosen(cards: Sequence[Card], topic: str | None, level: range | None) -> list[Card]:
    """The cards of a topic and of some levels.

    Raises:
        BankError: there is no such topic, or none of these levels in it.
    """
    from examgen.bank.card import BankError
    from examgen.bank.search import similar

    topics = list(dict.fromkeys(card.topic for card in cards))
    if topic is not None and topic not in topics:
        close = similar(topic, topics, 1)
        hint = f"did you mean {close[0]}?" if close else f"there is {', '.join(topics)}"
        raise BankError(f"there is no topic {topic!r}; {hint}")
    found = [card for card in cards if topic in (None, card.topic) and (level is None or card.level in level)]
    if not found:
        where = f" on {topic}" if topic else ""
        levels = sorted({card.level for card in cards if topic in (None, card.topic)})
        raise BankError(f"there is no question{where} of that level; the levels are {', '.join(map(str, levels))}")
    return found


def named_questions(bank: Bank, names: Sequence[str]) -> list[str]:
    """The ids of the questions named, of all questions of the topics named, or of all.

    Raises:
        BankError: there is no such question.
    """
    found: dict[str, None] = {}
    for name in names or bank.ids:
        of_topic = [id_ for id_ in bank.ids if id_.startswith(f"{name}.")]
        if not of_topic and name not in bank.ids:
            bank.question(name)  # says what there is instead
        found.update(dict.fromkeys(of_topic or [name]))
    return list(found)
