"""Shows a practice session on a terminal."""

from __future__ import annotations

import contextlib
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any, Self

from rich import box
from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from examgen.lettering import letter
from examgen.practice.events import (
    Asked,
    Closed,
    Code,
    Compare,
    Dropped,
    Earlier,
    Event,
    Explained,
    Heard,
    Hinted,
    NearMiss,
    NoHint,
    NotUnderstood,
    Paused,
    Posed,
    Right,
    Solved,
    Stopped,
    Wrong,
)
from examgen.practice.programme import Reason
from examgen.practice.reader import STAYS, Reader
from examgen.practice.session import Session, command_of
from examgen.practice.stock import WIDTH, Shown
from examgen.practice.tally import Summary
from examgen.rendering.terminal import QUIET, Formula, Listing, Prose, ask_lines, drawing, is_plain, paragraph, verbatim
from examgen.wording import listed

if TYPE_CHECKING:
    from examgen.answers import AnswerType
    from examgen.derivation.lines import Line
    from examgen.practice.hints import Divergence

_HELP = """\
Type your answer and press Enter. An answer that cannot be read, or that has too few decimals, does not count as an attempt.

| type | |
|---|---|
| `?` or `hint` | the next step of the solution; what you have typed is kept |
| `show` or `skip` | the whole worked solution; this part then counts as missed |
| `why` | the worked solution of the part that you have just answered |
| `again` | shows the question again |
| `keras` | Keras code that verifies the answer |
| `quit` | end with a summary (so does Ctrl-D); after Ctrl-C, you can continue later |

A matrix may be typed as `1 2; 3 4`, as `[[1, 2], [3, 4]]`, or row by row with an empty line at its end."""
_REASONS: dict[Reason, str] = {
    "new": "new",
    "due": "due for review",
    "weak": "needs practice",
    "missed": "again, with different numbers",
    "misconception": "on a mistake you made",
}


class Screen:
    """Prints the events of a session.

    Args:
        console: where to.
        again: the command that practises a target.
        remaining: how much time is left, in words; empty where nobody counts.
    """

    def __init__(
        self, console: Console, again: Callable[[str], str], remaining: Callable[[], str] = lambda: ""
    ) -> None:
        self._console, self._again, self._remaining = console, again, remaining

    def show(self, events: Iterable[Event]) -> None:
        """Print events, one after the other."""
        for event in events:
            self._show(event)

    def _line(self, sign: str, style: str, markdown: str) -> None:
        self._console.print(paragraph(markdown, lead=f"  {sign} ").signed(style, 3))

    def _heading(self, *parts: tuple[str, str]) -> None:
        self._console.print()
        if is_plain(self._console):
            self._console.print(Text(" ".join(text.strip() for text, _ in parts if text.strip())))
        else:
            self._console.print(Rule(Text.assemble(*parts), align="left", style="cyan"))
        self._console.print()

    @singledispatchmethod
    def _show(self, event: Event) -> None:
        raise TypeError(f"nobody shows a {type(event).__name__}")

    @_show.register
    def _posed(self, event: Posed) -> None:
        place = f" {event.number} of {event.count} " if event.count else f" {event.number} "
        question, shown = event.question, event.question.shown
        reason = _REASONS[question.reason] if question.reason and not event.again else ""
        title = (f" {shown.title} ", "bold cyan")
        asides = [aside for aside in (self._remaining(), reason) if aside]
        while asides and not self._fits(place, title, f"({', '.join(asides)}) "):
            asides.pop()
        self._heading((place, "bold"), title, *([(f"({', '.join(asides)}) ", "dim")] if asides else []))
        if shown.picture and self._console.width < WIDTH and not is_plain(self._console):
            from examgen.rendering.terminal_variant import statement

            self._console.print(statement(question.variant))
            return
        self._console.print(Prose(shown.before))
        if shown.picture:
            plain = is_plain(self._console)
            drawn = _line_by_line(shown.words) if plain else [drawing(self._console, shown.picture)]
            self._console.print(Group("", *drawn))
        if shown.after:
            self._console.print(Group("", Prose(shown.after)))

    def _fits(self, *parts: str | tuple[str, str]) -> bool:
        return sum(len(part if isinstance(part, str) else part[0]) for part in parts) + 4 <= self._console.width

    @_show.register
    def _asked(self, event: Asked) -> None:
        self._console.print()
        ask = event.shown.asks[event.at]
        self._console.print(ask_lines(_label(event.shown, ask.name), ask.text, ask.listed))
        rows = "; or row by row, with an empty line at the end" if ask.grid else ""
        self._console.print(verbatim(ask.hint + rows, lead="   ").styled(QUIET))

    @_show.register
    def _earlier(self, event: Earlier) -> None:
        from examgen.rendering.printable import printable

        ask = event.shown.asks[event.at]
        if not event.asked:
            self._console.print()
            self._console.print(ask_lines(_label(event.shown, ask.name), ask.text, ask.listed))
        verdict = "right" if event.right else "not right"
        yours = "your last answer" if event.asked else "your answer"
        said = f"{yours}: {printable(event.said)} ({verdict})" if event.said else "not answered"
        self._console.print(verbatim(said, lead="   ").styled(QUIET))
        if event.answer:
            self._console.print(verbatim(f"right: {event.answer}", lead="   ").styled(QUIET))

    @_show.register
    def _not_understood(self, event: NotUnderstood) -> None:
        from examgen.rendering.printable import printable

        self._console.print(verbatim(printable(event.why), lead="  ~ ").signed("yellow", 3))

    @_show.register
    def _heard(self, event: Heard) -> None:
        from examgen.rendering.printable import printable

        said = f"read as {printable(event.said)}"
        told = paragraph(said, lead="    ") if event.listed else verbatim(said, lead="    ")
        self._console.print(told.styled(QUIET))

    @_show.register
    def _right(self, event: Right) -> None:
        own = listed(_label(event.shown, name).removesuffix(")") for name in event.from_own)
        said = f"Right, given your answer to {own}; the mistake was made there." if own else "Right."
        self._line("✓", "bold green", f"{said} {event.remark}".rstrip())

    @_show.register
    def _near_miss(self, event: NearMiss) -> None:
        self._line("~", "bold yellow", f"Almost: {event.why}. Try again; this attempt is not counted.")

    @_show.register
    def _wrong(self, event: Wrong) -> None:
        verdict = ("Not yet" if event.tries else "Not this time") + (f": {event.reason}" if event.reason else "")
        self._line("✗", "bold red", f"{verdict}.")
        for line in filter(None, event.feedback.splitlines()):  # one, or a list of several explanations
            lead = "     - " if line.startswith("- ") else "    "
            self._console.print(paragraph(line.removeprefix("- "), lead=lead))
        if event.left and event.tries:
            self._left(event.left)
        if event.tries:
            self._line(" ", "", "Try once more, or type `?` for a hint.")

    def _left(self, left: Divergence) -> None:
        why = left.why.strip().rstrip(":.")
        if left.stopped:
            self._line(" ", "", f"Your answer is the value of this step: {why}. The steps after it are missing.")
            return
        self._line(" ", "", f"Look at this step: {why}.{' There you probably wrote:' if left.formulas else ''}")
        for tex in left.formulas:
            self._console.print(Formula(tex, indent=6))

    @_show.register
    def _hinted(self, event: Hinted) -> None:
        self._line("·", "bold cyan", f"Step {event.number} of {event.count}. {event.step.why}".rstrip())
        for tex in event.step.formulas:
            self._console.print(Formula(tex, indent=6))

    @_show.register
    def _no_hint(self, event: NoHint) -> None:
        self._line("·", "bold cyan", "The next step is the answer itself; type `show` for the whole solution.")

    @_show.register
    def _solved(self, event: Solved) -> None:
        from examgen.rendering.terminal_variant import derivation_line, label
        from examgen.rendering.worked import answer, called, worked

        kind = event.variant.asks[event.ask].type
        if event.reasons and (found := list(_reasons(kind, event.lines))):
            for name, why in found:
                self._console.print(paragraph(why, lead=f"   {name}  "))
            return
        self._line("·", "bold cyan", f"The solution{_of(label(event.variant, event.ask))}:")
        for number, line in enumerate(event.lines, start=1):
            self._console.print(derivation_line(event.variant, number, line, indent=3))
            if event.left is not None and event.left.line == number - 1:
                self._differs(event.left, alone=len(event.lines) == 1)
        if event.lines and worked(event.variant, event.lines[-1]).whole:
            return  # an array stands there already
        tex, words = answer(kind, event.value)
        if words and any(words in line.why for line in event.lines[-1:]):
            return
        self._line("→", "bold cyan", f"The answer{_of(label(event.variant, event.ask))} is")
        if words:
            self._console.print(paragraph(words, indent=6))
            return
        self._console.print(Formula(called(event.variant, event.ask) + tex, indent=6))

    def _differs(self, left: Divergence, *, alone: bool) -> None:
        """Where in a worked solution the student's work left it; of a solution of one line only what was written there instead."""
        if not left.formulas:
            if not alone:
                here = "Your work stopped here." if left.stopped else "Your work first differs here."
                self._line(" ", "", f"  **{here}**")
            return
        self._line(" ", "", "  **Here you probably wrote:**")
        for tex in left.formulas:
            self._console.print(Formula(tex, indent=8))

    @_show.register
    def _code(self, event: Code) -> None:
        if event.attested:
            self._line("·", "bold cyan", f"There is no Keras code for this answer: it is attested by {event.attested}.")
            return
        self._console.print()
        self._console.print(Listing(event.code))

    @_show.register
    def _compare(self, event: Compare) -> None:
        self._line("·", "bold cyan", "Compare: does your answer say the same? Type `yes`, `partly` or `no`.")

    @_show.register
    def _paused(self, event: Paused) -> None:
        enter = "for the summary" if event.last else "to continue"
        self._console.print()
        self._console.print(
            paragraph(f"Press Enter {enter}, or type `why` for the worked solution or `help` for all commands.").styled(
                QUIET
            )
        )

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
            self._heading((" Summary ", "bold cyan"))
        for part in _summary(self._console, event.summary, self._again):
            self._console.print(part)


_NEW_LINE = re.compile(r" (?=(?:Row|Layer) \d+: )|(?<=\.) (?=[^.:]+, \d+ rows? and \d+ columns?\.)")


def _line_by_line(words: str) -> Iterator[RenderableType]:
    """A picture in words, each row of a matrix and each layer of a network in a line of its own."""
    for line in _NEW_LINE.split(words):
        yield verbatim(line, lead="  " if re.match(r"(?:Row|Layer) \d", line) else "")


def _label(shown: Shown, name: str) -> str:
    """How an ask is called on the screen: ``a)``, or nothing where it is the only one."""
    names = [ask.name for ask in shown.asks]
    return f"{letter(names.index(name))})" if len(names) > 1 else ""


def _reasons(kind: AnswerType, lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """The reason of each sentence that an answer was about, by the number or letter that stands before it."""
    for line in lines:
        for name, text in kind.listed:
            bare = text.rstrip(".")
            openings = (f"“{bare}”", bare)
            begun = (o for o in openings if line.why.casefold().startswith((f"{o.casefold()} ", f"{o.casefold()}, ")))
            if (opening := next(begun, None)) is not None:
                yield name, line.why[len(opening) :].lstrip(", ")


def _of(name: str) -> str:
    return f" to {name.removesuffix(')')}" if name else ""


def _summary(console: Console, summary: Summary, again: Callable[[str], str]) -> Iterator[RenderableType]:
    if summary.answers:
        look = None if is_plain(console) else box.SIMPLE_HEAD
        table = Table(box=look, show_edge=False, pad_edge=False, header_style="bold")
        for index, name in enumerate(("topic", "right at once", "with help", "missed")):
            table.add_column(name, justify="right" if index else "left")
        for row in summary.rows:
            table.add_row(row.topic, *(str(n) for n in (row.at_once, row.with_help, row.missed)))
        yield table
    if summary.mistakes:
        yield Text("\nCommon mistakes that you made", style="bold")
        for met in summary.mistakes:
            times = f" ({met.times} times)" if met.times > 1 else ""
            told = f"{met.title}{times}: {' '.join(met.feedback.split())}"
            yield paragraph(told, lead="  - " if is_plain(console) else "  • ")
    yield Text("")
    yield paragraph(f"{summary.why_next} Next:")
    yield Text(f"  {again(summary.next_target)}\n", style="bold")


def run(session: Session, screen: Screen, console: Console, reader: Reader) -> bool:
    """Hold a session that has begun; give whether it was interrupted by Ctrl-C, so that it can be taken up again."""
    kept = ""
    session.echo = lambda event: screen.show([event])
    try:
        with Interrupts() as interrupts:
            while not session.finished:
                console.print()
                typed = reader.read(session.entry, kept)
                interrupts.heed()
                kept = typed.kept
                if typed.complaint:
                    screen.show([NotUnderstood(typed.complaint)])
                    continue
                with reader.aside():
                    events = session.tell(typed.text)
                    screen.show(events)
                if command_of(typed.text) not in STAYS and not session.finished:
                    reader.forget()  # what was typed before the verdict stood there
                interrupts.heed()
                if any(
                    isinstance(event, Dropped) or (isinstance(event, Posed) and not event.again) for event in events
                ):
                    kept = ""  # it belonged to another question
    except EOFError:
        console.print()
        screen.show(session.end())
    except KeyboardInterrupt:
        console.print()
        screen.show(session.leave())
        return True
    return False


class Interrupts:
    """Notes every Ctrl-C: an exception alone may be lost, where it comes in a callback or while something else is closed."""

    def __init__(self) -> None:
        self._came = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupted)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _interrupted(self, *_: object) -> None:
        self._came = True
        raise KeyboardInterrupt

    def heed(self) -> None:
        """Leave, if an interruption came that nobody has heeded.

        Raises:
            KeyboardInterrupt: one did.
        """
        if self._came:
            raise KeyboardInterrupt


@contextlib.contextmanager
def waiting(console: Console) -> Iterator[None]:
    """Say that Keras is still loading, while somebody has to wait for it."""
    if not console.is_terminal or is_plain(console):
        console.print("One moment: Keras is loading.")
        yield
    else:
        with console.status("one moment: Keras is loading …"):
            yield
