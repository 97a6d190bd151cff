"""Draws the pictures of docs/practice.md from what practice shows today: ``python docs/practice_pictures.py``."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from rich.console import Console

from examgen.bank.bank import Bank
from examgen.cli.progress import _print
from examgen.practice.examiner import BackgroundExaminer
from examgen.practice.memory import Answered, Memory
from examgen.practice.programme import Programme
from examgen.practice.progress import progress
from examgen.practice.session import Session
from examgen.practice.stock import Stock, Stocked
from examgen.practice.tally import Tally
from examgen.practice.terminal import Screen

PICTURES = Path(__file__).parent / "pictures"
WIDTH = 86
MET = {
    "padding_counted_once": "You counted the padding once. Padding p is added on both sides, so the padded side is n + 2p.",
    "stride_of_one": "You used a stride of 1. The window moves by the stride, not by one position at a time.",
}
"""What a student is told of the common mistakes that the third picture shows."""
NOW = datetime(2026, 11, 27, 20, tzinfo=UTC)


def desk() -> Console:
    """A terminal that remembers what it shows."""
    return Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False, force_terminal=True)


def session(question: str, typed: Callable[[Stocked], Sequence[str]]) -> Console:
    """A session on one question, with what is typed for its variant."""
    bank, console = Bank(), desk()
    stock = Stock(bank, *Stock.of(bank)._folders[:1])
    cards = [card for card in stock.cards() if card.id == question]
    memory = Memory()
    programme = Programme(bank, cards, memory, stock, "picture")
    found = Session(programme, BackgroundExaminer(), memory, Tally(cards), 10)
    screen = Screen(console, lambda target: f"examgen practice {target}")
    found.echo = lambda event: screen.show([event])
    events = found.begin()
    screen.show(events)
    for text in typed(next(one for one in stock.variants(question) if one.name in memory.posed(question))):
        console.print(f"\n> {text}", markup=False)
        screen.show(found.tell(text))
    return console


def written(one: Stocked, ask: str, value: object) -> str:
    """A value as a student writes it."""
    from examgen.arrays import array

    return one.variant(Bank()).asks[ask].type.write(array(value))  # type: ignore[arg-type]


def wrong_then_right(one: Stocked) -> list[str]:
    """A hint, the answer of a common mistake, and the right one."""
    ask = one.shown.asks[0].name
    return ["?", written(one, ask, one.misconceptions["stride_ignored"][ask]), written(one, ask, one.line["key"][ask])]


def standing() -> Console:
    """What five weeks of practice come to."""
    bank, console, chance = Bank(), desk(), Random(5)
    cards = list(bank.cards())
    clock = [NOW - timedelta(days=35)]
    memory = Memory(now=lambda: clock[0])
    good = {"convolution": 0.95, "pooling": 0.9, "augmentation": 0.9, "dense": 0.6, "recurrent": 0.4, "softmax": 0.2}
    asked = [card for card in cards if card.topic in good]
    while clock[0] < NOW - timedelta(days=1):
        clock[0] += timedelta(hours=6)
        card = chance.choice(asked[::3])
        right = chance.random() < good[card.topic]
        memory.record(Answered("s", card.id, card.topic, card.level, "y", {}, "1", "right" if right else "wrong"))
        memory.finished(card.id, ["at once" if right else "not"])
    for question, name, times, avoided in (
        ("convolution.output_size", "padding_counted_once", 2, 2),
        ("pooling.average_map", "stride_of_one", 1, 0),
    ):
        met = {f"{question}/{name}": MET[name]}
        for each, shunned in [(met, ())] * times + [({}, tuple(met))] * avoided:
            memory.record(Answered("s", question, question.partition(".")[0], 1, "y", {}, "1", "right", each, shunned))
    clock[0] = NOW
    memory.mock("m", "Midterm, mock", "27.5", "36", 45)
    _print(console, progress(memory, cards))
    return console


def draw(folder: Path = PICTURES) -> None:
    """Write the three pictures."""
    consoles = {
        "practice-1": ("examgen practice", session("convolution.transposed_size", wrong_then_right)),
        "practice-2": ("examgen practice", session("recurrent.unroll", lambda one: ["1 2; 3 4", "show"])),
        "practice-3": ("examgen progress", standing()),
    }
    for name, (title, console) in consoles.items():
        (folder / f"{name}.svg").write_text(console.export_svg(title=title, unique_id=name), encoding="utf-8")


if __name__ == "__main__":
    draw(*map(Path, sys.argv[1:]))
