"""Shows a practice session on a terminal, and reads what the student types."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import singledispatchmethod

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from examgen.derivation.lines import symbol_of
from examgen.practice.events import (
    Asked,
    Closed,
    Dropped,
    Event,
    Explained,
    Heard,
    Hinted,
    NotUnderstood,
    Posed,
    Right,
    Shown,
    Stopped,
    TooCoarse,
    Wrong,
)
from examgen.practice.examiner import Examiner
from examgen.practice.session import COMMANDS, Session
from examgen.practice.tally import Summary
from examgen.rendering.document import printable
from examgen.rendering.terminal import QUIET, Formula, Prose, paragraph, verbatim
from examgen.rendering.terminal_variant import asked, label, statement
from examgen.rendering.worked import answer

PROMPT, CONTINUED = "> ", "… "

_HELP = """\
Type your answer and press Enter. Instead of it:

- `?` shows the next step of the solution
- `??` or `steps` shows the rest of it, and the answer
- `skip` shows the answer and goes on
- `quit` ends the session and sums up (so does Ctrl-D)

A matrix may be typed as `1 2; 3 4`, as `[[1, 2], [3, 4]]`, or row by row with an empty line at its end. What cannot be read costs
nothing."""


def read_line(prompt: str) -> str:
    """Read one line from the terminal; what comes through a pipe is shown behind the prompt, as if it had been typed.

    Raises:
        EOFError: there is no more.
    """
    if sys.stdin.isatty():
        return input(prompt)
    sys.stdout.write(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    sys.stdout.write(line if line.endswith("\n") else f"{line}\n")
    return line.removesuffix("\n")


class Screen:
    """Prints the events of a session."""

    def __init__(self, console: Console, again: Callable[[str], str]) -> None:
        self._console = console
        self._again = again

    def show(self, events: Iterable[Event]) -> None:
        """Print events, one after the other."""
        for event in events:
            self._show(event)

    def _line(self, sign: str, style: str, markdown: str) -> None:
        self._console.print(paragraph(markdown, lead=f"  {sign} ").signed(style, 3))

    @singledispatchmethod
    def _show(self, event: Event) -> None:
        raise TypeError(f"nobody shows a {type(event).__name__}")

    @_show.register
    def _posed(self, event: Posed) -> None:
        variant = event.variant
        title = Text.assemble((f" {event.number} of {event.count} ", "bold"), (f" {variant.title} ", "bold cyan"))
        self._console.print()
        self._console.print(Rule(title, align="left", style="cyan"))
        self._console.print()
        self._console.print(statement(variant))

    @_show.register
    def _asked(self, event: Asked) -> None:
        self._console.print()
        self._console.print(asked(event.variant, event.ask))
        kind = event.variant.asks[event.ask].type
        rows = "; or row by row, with an empty line at the end" if kind.blank == "grid" else ""
        self._console.print(verbatim(kind.hint + rows, lead="   ").styled(QUIET))

    @_show.register
    def _not_understood(self, event: NotUnderstood) -> None:
        self._console.print(verbatim(printable(event.why), lead="  ~ ").signed("yellow", 3))

    @_show.register
    def _heard(self, event: Heard) -> None:
        self._console.print(verbatim(f"read as {printable(event.said)}", lead="    ").styled(QUIET))

    @_show.register
    def _right(self, event: Right) -> None:
        own = " and ".join(label(event.variant, name).removesuffix(")") for name in event.from_own)
        said = f"Right from your own answer to {own}: the mistake was made there." if own else "Right."
        self._line("✓", "bold green", said)

    @_show.register
    def _too_coarse(self, event: TooCoarse) -> None:
        self._line("~", "bold yellow", f"Right, but {event.asked}. Try again; this costs nothing.")

    @_show.register
    def _wrong(self, event: Wrong) -> None:
        left = " Try again, or type `?` for the next step." if event.tries else ""
        verdict = ("Not yet" if event.tries else "Not this time") + (f": {event.reason}" if event.reason else "")
        self._line("✗", "bold red", f"{verdict}.{'' if event.feedback else left}")
        if "\n" in event.feedback:  # several explanations, a list
            self._console.print(Padding(Prose(event.feedback + "\n\n" + left.strip()), (0, 0, 0, 4)))
        elif event.feedback:
            self._line(" ", "", event.feedback + left)

    @_show.register
    def _hinted(self, event: Hinted) -> None:
        if event.step.why:
            self._line("·", "bold cyan", event.step.why)
        for tex in event.step.formulas:
            self._console.print(Formula(tex, indent=6))

    @_show.register
    def _shown(self, event: Shown) -> None:
        kind = event.variant.asks[event.ask].type
        self._line("→", "bold cyan", f"The answer{_of(label(event.variant, event.ask))} is")
        tex, words = answer(kind, event.value)
        if words:
            self._console.print(paragraph(words, indent=6))
            return
        name = f"{symbol_of(event.ask)} = " if len(event.ask) < 3 else ""  # h1, z; not a whole word
        self._console.print(Formula(name + tex, indent=6))

    @_show.register
    def _explained(self, event: Explained) -> None:
        self._console.print(Prose(_HELP))

    @_show.register
    def _dropped(self, event: Dropped) -> None:
        sorry = "This question is defective, which is not your fault. It does not count; here is another one."
        self._line("!", "bold yellow", sorry)
        self._console.print(Text(event.why, style="dim"), soft_wrap=True)

    @_show.register
    def _stopped(self, event: Stopped) -> None:
        self._console.print(verbatim(event.why, lead="  ! ").signed("bold yellow", 3))

    @_show.register
    def _closed(self, event: Closed) -> None:
        if event.summary.answers:
            self._console.print()
            self._console.print(Rule(Text(" What it came to ", "bold cyan"), align="left", style="cyan"))
            self._console.print()
        _print_summary(self._console, event.summary, self._again)


def _of(name: str) -> str:
    return f" to {name.removesuffix(')')}" if name else ""


def _print_summary(console: Console, summary: Summary, again: Callable[[str], str]) -> None:
    if summary.answers:
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
        for index, name in enumerate(("topic", "right at once", "with help", "not")):
            table.add_column(name, justify="right" if index else "left")
        for row in summary.rows:
            table.add_row(row.topic, *(str(n) if n else "–" for n in (row.at_once, row.with_help, row.missed)))
        console.print(table)
    if summary.mistakes:
        console.print()
        console.print(Text("What you met", style="bold"))
        for feedback, count in summary.mistakes:
            console.print(paragraph(feedback + (f" ({count} times)" if count > 1 else ""), lead=" • "))
    console.print()
    console.print(paragraph(f"{summary.why_next} Next:"))
    console.print(Text(f"  {again(summary.next_target)}", style="bold"))
    console.print()


def run(session: Session, examiner: Examiner, screen: Screen, console: Console) -> bool:
    """Hold a session; give whether it was interrupted by Ctrl-C."""
    try:
        with _editing():
            screen.show(session.begin())
            while not session.finished:
                console.print()
                text = _answer(session)
                with _waiting(examiner, console):
                    events = session.tell(text)
                screen.show(events)
    except EOFError:
        console.print()
        screen.show(session.end())
    except KeyboardInterrupt:
        console.print()
        screen.show(session.end())
        return True
    return False


def _answer(session: Session) -> str:
    """Read lines until the answer is whole; a command counts on any of them."""
    text = read_line(PROMPT)
    while session.wants_more(text):
        line = read_line(CONTINUED)
        if line.strip().lower() in COMMANDS:
            return line
        text = f"{text}\n{line}"
    return text


@contextlib.contextmanager
def _waiting(examiner: Examiner, console: Console) -> Iterator[None]:
    """Say that Keras is still loading, where somebody has to wait for it."""
    if examiner.ready() or not console.is_terminal:
        yield
        return
    with console.status("one moment: Keras is loading …"):
        yield


@contextlib.contextmanager
def _editing() -> Iterator[None]:
    """Let a line be edited as in a shell, where Python can do that."""
    with contextlib.suppress(ImportError):
        # Python's input() writes its prompt to stdout with readline only; without it to stderr, which loading Keras silences.
        import readline

        readline.set_auto_history(True)
    yield
