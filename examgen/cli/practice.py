"""`examgen practice`: a session at the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.bank.card import BankError, Card
from examgen.cli.lazy import BAD_INPUT, INTERRUPTED
from examgen.cli.options import bank_flag, bank_option, chosen, legible_cards, level_option, open_bank, seed_option

if TYPE_CHECKING:
    from examgen.bank.bank import Bank


@click.command(
    epilog="""\
\b
While you practise:
  ?      the next step of the solution
  ??     the rest of it, and the answer
  skip   the answer, and on to the next part
  quit   end, and sum up; so does Ctrl-D
"""
)
@click.argument("what", metavar="[TOPIC or QUESTION]", required=False)
@level_option
@click.option(
    "--count", metavar="N", type=click.IntRange(min=1), default=10, show_default=True, help="How many questions."
)
@seed_option
@bank_option
@click.pass_context
def practice(
    ctx: click.Context, what: str | None, level: range | None, count: int, seed: str | None, banks: Sequence[Path]
) -> None:
    """Solve questions here, with hints and feedback.

    On a TOPIC, on one QUESTION with other numbers each time, or on everything, easy ones first.
    """
    from examgen.cli.screen import output
    from examgen.cli.solve import random_seed
    from examgen.practice.examiner import BackgroundExaminer
    from examgen.practice.programme import Programme
    from examgen.practice.session import Session
    from examgen.practice.tally import Tally
    from examgen.practice.terminal import Screen, run

    bank = open_bank(banks)
    everything = legible_cards(bank)
    cards = _asked_for(bank, everything, what, level)
    seed = seed or random_seed()
    console = output()
    console.print()
    on = f" on {what}" if what else ""
    console.print(f"{count} question{'s' * (count != 1)}{on}. Type [bold]help[/] for what you may type.")
    console.print(f"The same session again: --seed {seed}", style="dim", markup=False)
    examiner = BackgroundExaminer()
    session = Session(Programme(bank, cards, seed), examiner, Tally(everything), count)
    flags = "".join(f" {bank_flag(folder)}" for folder in banks)
    screen = Screen(console, again=lambda target: f"examgen practice {target or what or ''}".rstrip() + flags)
    interrupted = run(session, examiner, screen, console)
    ctx.exit(INTERRUPTED if interrupted else BAD_INPUT if session.failed else 0)


def _asked_for(bank: Bank, cards: Sequence[Card], what: str | None, level: range | None) -> list[Card]:
    """The cards of a topic, or of a question.

    Raises:
        BankError: there is neither a topic nor a question of that name.
    """
    if what is None or what in {card.topic for card in cards}:
        return chosen(cards, what, level)
    if what in bank.ids:
        return chosen([card for card in cards if card.id == what], None, level)
    from examgen.bank.search import similar

    close = similar(what, [*dict.fromkeys(card.topic for card in cards), *bank.ids])
    hint = f"did you mean {' or '.join(close)}?" if close else "examgen bank list shows them all"
    raise BankError(f"there is no topic and no question {what!r}; {hint}")
