"""`examgen practice`: a session at the terminal."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.bank.card import BankError, Card
from examgen.cli.options import bank_flag, bank_option, chosen, legible_cards, level_option, open_bank, seed_option
from examgen.errors import BAD_INPUT, INTERRUPTED
from examgen.garbage import collect_seldom
from examgen.wording import listed

if TYPE_CHECKING:
    from rich.console import Console

    from examgen.bank.bank import Bank
    from examgen.practice.events import Event
    from examgen.practice.memory import Memory
    from examgen.practice.reader import Reader
    from examgen.practice.stock import Stock

NO_BACKGROUND = "EXAMGEN_NO_BACKGROUND"
"""The variable that, set to anything, keeps practice from making more numbers in the background."""
_ENOUGH = 2
"""More numbers are made of a question of which so few are left that were not shown."""


@click.command(
    epilog="""\
\b
While you practise:
  ?      the next step of the solution; what you have typed is kept
  show   the whole worked solution
  why    the worked solution of what you have just answered
  quit   end the session with a summary; so does Ctrl-D

\b
Your progress is stored only on this machine; examgen progress shows it.
"""
)
@click.argument("words", nargs=-1, metavar="[TOPIC, QUESTION or WORDS]...")
@level_option
@click.option(
    "--count",
    metavar="N",
    type=click.IntRange(min=1),
    help="Number of questions. Default: 10, unless --minutes is given.",
)
@click.option("--minutes", metavar="N", type=click.FloatRange(min=0, min_open=True), help="Practise for N minutes.")
@click.option("--new", "only", flag_value="new", help="Only questions that you have not tried.")
@click.option("--weak", "only", flag_value="weak", help="Only questions that you recently got wrong.")
@click.option(
    "--set",
    "set_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A practice set of your course, such as practice.yaml.",
)
@click.option("--fresh", is_flag=True, help="Start a new session instead of resuming an interrupted one.")
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page for practice in a browser, which needs no network, instead of starting a session.",
)
@click.option("--plain", is_flag=True, help="For screen readers: no boxes or lines, matrices row by row.")
@seed_option
@bank_option
@click.pass_context
def practice(
    ctx: click.Context,
    words: Sequence[str],
    level: range | None,
    count: int | None,
    minutes: float | None,
    only: str | None,
    set_file: Path | None,
    fresh: bool,
    html: Path | None,
    plain: bool,
    seed: str | None,
    banks: Sequence[Path],
) -> None:
    """Practise questions, with hints, feedback and worked solutions.

    On all topics, on a TOPIC, on one QUESTION with different numbers each time, or on the questions that match some WORDS. Questions
    that are due come first, mixed with weak and new ones.
    """
    collect_seldom()  # hundreds of modules come
    from examgen.cli.screen import output
    from examgen.practice.examiner import BackgroundExaminer
    from examgen.practice.memory import Memory
    from examgen.practice.programme import Programme
    from examgen.practice.session import Session
    from examgen.practice.stock import Stock
    from examgen.practice.tally import Tally
    from examgen.practice.terminal import Screen, run, waiting

    bank = open_bank(banks)
    stock = Stock.of(bank)
    everything = stock.cards()
    console = output(plain=plain)
    cards: Sequence[Card]
    in_order, title = False, ""
    if set_file is not None:
        from examgen.practice.course import read_set

        if words:
            raise click.UsageError("a practice set selects its own questions; leave out either the words or --set")
        course = read_set(set_file, everything)
        cards, in_order, title = course.cards, course.in_order, course.title
        cards = chosen(cards, None, level)
        count = count or (None if minutes else len(cards) if in_order else course.count)
    else:
        cards = found(bank, everything, words, level)
        title = _about(words, everything)
    if html is not None:
        _write_page(console, html, bank, stock, cards, title)
        return
    count = count if count is not None else 0 if minutes else 10
    memory = Memory.own()
    wanted = {
        "words": list(words),
        "level": list(level or ()),
        "count": count,
        "minutes": minutes,
        "only": only,
        "set": str(set_file.resolve()) if set_file else None,
        "banks": [str(folder.resolve()) for folder in banks],
    }
    examiner = BackgroundExaminer(lambda: waiting(console))
    ends = time.monotonic() + 60 * minutes if minutes else None
    programme = Programme(bank, cards, memory, stock, seed or os.urandom(8).hex(), only or "", in_order=in_order)  # type: ignore[arg-type]
    session = Session(
        programme,
        examiner,
        memory,
        Tally(everything),
        count,
        wanted,
        lambda: ends is not None and time.monotonic() > ends,
    )
    interrupted = None if fresh else memory.interrupted(wanted)
    console.print()
    if memory.note:
        console.print(memory.note, markup=False)
    _greet(console, title, count, minutes, resumed=interrupted is not None)
    events: list[Event] = session.resume(interrupted.id, interrupted.state) if interrupted else session.begin()
    screen = Screen(console, lambda target: _again(target, words, set_file, banks), lambda: _remaining(ends))
    screen.show(events)
    left = run(session, screen, console, reader_for(memory, plain=plain))
    _replenish(session.posed, programme.left_of, shipped=not banks)
    memory.close()
    if left and not session.failed:
        click.echo("Run the same command to continue where you stopped.")
    ctx.exit(INTERRUPTED if left else BAD_INPUT if session.failed else 0)


def _write_page(console: Console, path: Path, bank: Bank, stock: Stock, cards: Sequence[Card], about: str) -> None:
    from examgen.cli.screen import talk
    from examgen.exam.files import EVERYONE, write_whole
    from examgen.practice.page.build import page
    from examgen.practice.page.exercises import exercises, from_stock

    with talk().status("writing the page"):
        attested, left_out = from_stock(bank, stock, cards)
        content = page(list(exercises(attested)), title=f"Practice: {about or 'neural networks'}", left_out=left_out)
        write_whole(path, content.encode(), EVERYONE)
    questions = len({one.variant.id for one in attested})
    console.print(
        f"{path}: {questions} question{'s' * (questions != 1)} in {len(attested)} variants, {len(content.encode()) / 1e6:.1f} MB. "
        "Open it in a browser; it needs no network, and progress stays in that browser.",
        markup=False,
        soft_wrap=True,
    )
    if left_out:
        console.print(
            f"Only at the terminal, because Keras has to build the answer: {', '.join(left_out)}.",
            markup=False,
            soft_wrap=True,
        )


def _about(words: Sequence[str], cards: Sequence[Card]) -> str:
    """What a session is about: names in a row, or words as they were typed."""
    names = {name for card in cards for name in (card.topic, card.id)}
    if len(words) < 2 or not names.issuperset(words):
        return " ".join(words)
    return listed(words)


def _greet(console: Console, about: str, count: int, minutes: float | None, *, resumed: bool) -> None:
    if resumed:
        console.print("Resuming the session that was interrupted; --fresh starts a new one.", markup=False)
        return
    much = f"{count} question{'s' * (count != 1)}" if count else f"{minutes:g} minutes"
    console.print(f"{much}{f' on {about}' if about else ''}. Type help for a list of commands.", markup=False)


def _again(target: str, words: Sequence[str], set_file: Path | None, banks: Sequence[Path]) -> str:
    """The command that goes on."""
    what = [target] if target else list(words)
    if set_file is not None and not target:
        what = ["--set", str(set_file)]
    return " ".join(("examgen practice", *map(shlex.quote, what), *map(bank_flag, banks)))


def _remaining(ends: float | None) -> str:
    if ends is None:
        return ""
    left = max(0, round((ends - time.monotonic()) / 60))
    return f"{left} minute{'s' * (left != 1)} left"


def reader_for(memory: Memory, *, plain: bool) -> Reader:
    from examgen.cli.screen import is_dumb
    from examgen.practice.reader import EditingReader, LineReader

    if plain or is_dumb() or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return LineReader()
    return EditingReader(memory.typed())


def _replenish(posed: Sequence[str], left: Callable[[str], int], *, shipped: bool) -> None:
    """Make more numbers of what was asked, in a process of its own that nobody waits for."""
    low = [id_ for id_ in dict.fromkeys(posed) if shipped and left(id_) <= _ENOUGH]
    if not low or os.environ.get(NO_BACKGROUND):
        return
    import subprocess

    command = ["from examgen.cli import main; main()", "bank", "stock", "--mine", *low]
    subprocess.Popen(
        [sys.executable, "-c", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def found(bank: Bank, cards: Sequence[Card], words: Sequence[str], level: range | None) -> list[Card]:
    """The cards of a topic, of a question, or that match some words.

    Raises:
        BankError: nothing does.
    """
    from examgen.bank.search import corrected, either, matching, similar

    if not words:
        return chosen(cards, None, level)
    topics = {card.topic for card in cards}
    if all(word in topics or word in bank.ids for word in words):
        named = [card for card in cards if card.topic in words or card.id in words]
        return chosen(named, None, level if any(word in topics for word in words) else None)
    short = [card for card in cards if card.id.partition(".")[2] in words]  # lstm_step for recurrent.lstm_step
    if all(any(card.id.endswith(f".{word}") for card in short) for word in words):
        return chosen(short, None, None)
    if match := matching(legible_cards(bank), words):  # with what their files say of them
        return chosen(match, None, level)
    what = " ".join(words)
    names = [*dict.fromkeys(card.topic for card in cards), *bank.ids]
    close = similar(what, names) or list(filter(None, [corrected(words, cards)]))
    hint = f"did you mean {either(close)}?" if close else "examgen bank list shows them all"
    missing = "topic or question" if len(words) == 1 else "question that matches"
    raise BankError(f"there is no {missing} {what!r}; {hint}")
