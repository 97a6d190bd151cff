"""``examgen enter``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from examgen.cli.gradebook_options import Open, by_option, exam_argument, on_gradebook
from examgen.gradebook.keys import ENTERING
from examgen.wording import counted

if TYPE_CHECKING:
    from rich.console import Console

    from examgen.gradebook.enter import Entering


@click.command(epilog=f"\b\nAt each answer:\n{ENTERING}\n")
@exam_argument
@by_option
@on_gradebook(create=True)
def enter(desk: Open, by: str) -> None:
    """Type in the answers on handwritten papers of the exam in DIR.

    Type or scan a paper's number, then its answers in order. Each answer is saved as soon as it is typed, so nothing is lost, and
    several people can type at once. `examgen grade DIR` marks the papers that are complete.
    """
    from examgen.cli.screen import output, talk
    from examgen.gradebook.enter import Entering, entered

    entering, console = Entering(desk.book, desk.bank, by), output()
    if sys.stdin.isatty():
        talk().print("Type or scan the number of a paper; ? lists the keys, q stops.", style="dim")
    _type_in(entering, console)
    found = entered(desk.book)
    console.print(f"\n{counted(entering.finished, 'paper')} typed in now, {len(found.whole)} in all")
    for number, (typed, of) in found.begun.items():
        console.print(f"  {number} is not complete: {typed} of {of} answers", markup=False)
    if found.whole:
        console.print(f"examgen grade {desk.folder} marks them", markup=False)


def _type_in(entering: Entering, console: Console) -> None:
    from rich.text import Text

    from examgen.errors import UserError
    from examgen.exam.sealed import kind_of
    from examgen.rendering.printable import printable
    from examgen.typed import typed

    asked = None
    while True:
        place = entering.place
        if place is None:
            prompt = "paper> "
        else:
            question, ask = place
            done, of = entering.progress
            if asked != (entering.paper, ask.label):
                kind = kind_of(question.variant(entering.bank), ask)
                head = f"  {ask.label}  {question.title}: {kind.hint}   ({done + 1} of {of})"
                console.print(Text(head, style="dim"), soft_wrap=True)
                asked = (entering.paper, ask.label)
            expected = entering.expected()
            prompt = f"  {ask.label}> " if expected is None else f"  {ask.label} [{printable(expected)}]> "
        try:
            line = typed(prompt)
        except EOFError:
            return
        word = line.strip()
        if word in ("q", "quit"):
            return
        if word in ("?", "help"):
            console.print(ENTERING, markup=False)
            continue
        try:
            if place is None and word == "again" and entering.paper is not None:
                entering.again()
            elif place is None and word in ("undo", "<"):
                console.print(f"  {entering.do(word)}", markup=False)
            elif place is None and not word:
                continue
            elif place is None:
                console.print(entering.take(line), markup=False)
            elif word == "done":
                entering.paper = None
            else:
                console.print(f"  {entering.do(line)}", markup=False, soft_wrap=True)
                if entering.place is None:
                    typed_now, of = entering.progress
                    left = "complete" if typed_now == of else f"{typed_now} of {of} answers typed"
                    console.print(f"  {left}; {counted(entering.finished, 'paper')} so far", markup=False)
        except UserError as error:
            console.print(f"  {error}", markup=False)
