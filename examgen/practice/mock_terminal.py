"""Holds a mock exam at a terminal: a time, every answer open to change until it is handed in, then marks and feedback."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from examgen.bank.bank import Bank
from examgen.exam.printing import points_text
from examgen.exam.sealed import SealedAsk, as_printed, kind_of
from examgen.judge import read_answer, words
from examgen.marking.marks import AskMark, PaperMark, QuestionMark
from examgen.practice.entry import TypedEntry, entry
from examgen.practice.hints import lines_of
from examgen.practice.mock import Mock
from examgen.practice.reader import Reader
from examgen.question.question import Question
from examgen.rendering.printable import printable
from examgen.rendering.terminal import QUIET, Formula, Prose, ask_lines, is_plain, paragraph, verbatim
from examgen.rendering.terminal_variant import derivation_line, statement
from examgen.rendering.worked import answer as worked_answer

_HELP = """\
Type an answer and press Enter; Enter alone leaves it as it is. Nothing is marked before you hand in.

| type | |
|---|---|
| `go 3b` | to the answer with this label, for instance to change it |
| `back` | one answer back |
| `again` | shows the question again |
| `list` | all your answers |
| `hand in` | the end: the exam is marked |
| `quit` | leave for now; the time keeps running, and the same command continues the exam |"""
_HAND_IN = ("hand in", "handin", "done", "submit")
_OTHERS = {
    **dict.fromkeys(_HAND_IN, "hand in"),
    **dict.fromkeys(("quit", "exit", "q"), "quit"),
    **dict.fromkeys(("?", "??", "hint", "show", "skip", "why", "keras"), "hint"),
    **{name: name for name in ("back", "again", "list", "help")},
}


def command_of(text: str) -> str | None:
    """The command that a line is, if it is one: ``go 3b`` is ``go``."""
    line = " ".join(text.lower().split())
    return "go" if line.startswith("go ") else _OTHERS.get(line)


class TimeOver(Exception):
    """The time of the exam is over."""


class Desk:
    """A student at a mock exam.

    Args:
        mock: the exam.
        now: the clock.
    """

    def __init__(self, mock: Mock, bank: Bank, console: Console, reader: Reader, now: Callable[[], datetime]) -> None:
        self._mock, self._console, self._reader, self._now = mock, console, reader, now
        self._variants = {question.number: question.variant(bank) for question in mock.paper.questions}
        self._labels = list(mock.asks)
        self._at = 0
        self._shown: int | None = None
        self._kept = ""
        self._warned = False

    def sit(self) -> bool:
        """Answer until the exam is handed in or its time is over; whether it is handed in.

        Raises:
            EOFError, KeyboardInterrupt: the student leaves; all answers are kept.
        """
        blank = self._mock.blank
        if self._mock.answers and blank:
            self._at = self._labels.index(blank[0])
        try:
            with _timed((self._mock.ends - self._now()).total_seconds()):
                while True:
                    if self._at >= len(self._labels):
                        self._overview()
                    if (left := self._step()) is not None:
                        return left
        except TimeOver:
            self._console.print()
            self._console.print("Time is up; your answers so far are handed in.")
            return True

    def _step(self) -> bool | None:
        """One answer or command; whether it ends the exam handed in, or not."""
        label = self._labels[self._at] if self._at < len(self._labels) else ""
        if label:
            self._ask(label)
        typed = self._reader.read(self._judge(label), self._kept, f"{label}> " if label else "> ", command_of)
        self._kept = typed.kept
        if typed.complaint:
            self._console.print(verbatim(printable(typed.complaint), lead="  ~ ").signed("yellow", 3))
            return None
        command = command_of(typed.text)
        warned, self._warned = self._warned, False
        match command:
            case "hand in":
                if warned or not self._mock.blank:
                    return True
                self._warn()
            case "quit":
                return False
            case "go":
                self._go(typed.text.split(maxsplit=1)[1].strip().lower())
            case "back":
                self._go(self._labels[max(0, self._at - 1)])
            case "again":
                self._shown = None
            case "list":
                self._overview()
            case "help":
                self._console.print(Prose(_HELP))
            case "hint":
                self._say("There are no hints in an exam; Enter alone leaves the answer blank.")
            case _ if label:
                self._take(label, typed.text)
            case _ if typed.text.strip():
                self._say("Type go and the label of an answer to change it, such as go 1, or hand in.")
        return None

    def _warn(self) -> None:
        """What is blank can still be answered: it takes a second word to end the exam."""
        blank, of = len(self._mock.blank), len(self._labels)
        self._say(
            f"{blank} of {of} answers are blank, and {self._remaining()} left. Type hand in again to end the exam."
        )
        self._warned = True

    def _go(self, label: str) -> None:
        if label not in self._labels and f"{label}a" in self._labels:
            label = f"{label}a"  # the first part of a question
        if label in self._labels:
            self._at, self._shown, self._kept = self._labels.index(label), None, ""
        else:
            self._say(f"There is no answer {printable(label)}; type list to see the labels.")

    def _judge(self, label: str) -> Callable[[str], TypedEntry]:
        if not label:
            return lambda text: TypedEntry()
        question, ask = self._mock.asks[label]
        kind = kind_of(self._variants[question.number], ask)
        return lambda text: entry(kind, text)

    def _take(self, label: str, text: str) -> None:
        """Keep an answer, and say how it was read; what cannot be read is kept too, as on paper."""
        if text.strip():
            self._mock.answer(label, text.strip())
            question, ask = self._mock.asks[label]
            kind = kind_of(self._variants[question.number], ask)
            asked = self._variants[question.number].asks[ask.name]
            read = read_answer(
                asked.type,
                text,
                printed=kind,
                expressions=self._mock.exam.blueprint.expressions,
                ask=asked.text,
            )
            if read.outcome == "read":
                said = f"read as {printable(read.said)}"
                told = paragraph(said, lead="    ") if kind.listed else verbatim(said, lead="    ")
                self._console.print(told.styled(QUIET))
            else:
                self._console.print(verbatim(printable(read.why or "not an answer"), lead="  ~ ").signed("yellow", 3))
                self._say(f"Kept all the same; go {label} changes it.")
        self._at += 1

    def _ask(self, label: str) -> None:
        question, ask = self._mock.asks[label]
        if self._shown != question.number:
            self._shown = question.number
            _heading(
                self._console,
                f" {question.number}  {question.title} ",
                f"({points_text(question.points)} points, {self._remaining()} left) ",
            )
            self._console.print(statement(self._variants[question.number]))
        kind = kind_of(self._variants[question.number], ask)
        self._console.print()
        self._console.print(ask_lines(f"{label})", ask.text, kind.listed))
        rows = "; or row by row, with an empty line at the end" if kind.blank == "grid" else ""
        self._console.print(verbatim(kind.hint + rows, lead="   ").styled(QUIET))
        if before := self._mock.answers.get(label, ""):
            self._console.print(verbatim(f"so far: {printable(before)}", lead="   ").styled(QUIET))

    def _overview(self) -> None:
        self._console.print()
        for label in self._labels:
            given = self._mock.answers.get(label, "")
            self._console.print(verbatim(f"{printable(given) if given else 'blank'}", lead=f"  {label:>4}  "))
        self._say(f"{self._remaining()} left. go and a label changes an answer; hand in ends the exam.")

    def _remaining(self) -> str:
        minutes = max(0, round((self._mock.ends - self._now()) / timedelta(minutes=1)))
        return f"{minutes} minute{'s' * (minutes != 1)}"

    def _say(self, text: str) -> None:
        self._console.print(verbatim(text, lead="  ").styled(QUIET))


@contextlib.contextmanager
def _timed(seconds: float) -> Iterator[None]:
    """Raise `TimeOver` in here after so many seconds."""

    def ring(signum: int, frame: object) -> None:
        raise TimeOver

    if seconds <= 0:
        raise TimeOver
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _heading(console: Console, title: str, more: str = "") -> None:
    console.print()
    if is_plain(console):
        console.print(Text(f"{title.strip()} {more.strip()}".strip()))
    else:
        console.print(Rule(Text.assemble((title, "bold cyan"), (more, "dim")), align="left", style="cyan"))
    console.print()


def report(console: Console, marked: PaperMark, minutes: float | None) -> None:
    """Show what each answer earned, why, and how it is worked out."""
    for question in marked.questions:
        sealed = question.sealed
        _heading(
            console,
            f" {sealed.number}  {sealed.title} ",
            f"({points_text(question.points)} of {points_text(sealed.points)} points) ",
        )
        for each in question.asks:
            _ask_report(console, question, each)
    _heading(console, " Result ")
    of = marked.paper.points
    share = f" ({float(marked.points / of):.0%})" if of else ""
    took = f", in {round(minutes)} minute{'s' * (round(minutes) != 1)}" if minutes is not None else ""
    console.print(paragraph(f"{points_text(marked.points)} of {points_text(of)} points{share}{took}.").styled("bold"))
    if marked.highest > marked.points:
        more = points_text(marked.highest - marked.points)
        console.print(
            paragraph(
                f"Up to {more} more points are possible for answers marked with ~, which only a person can judge."
            )
        )
    console.print(paragraph("The result counts towards your progress, which examgen progress shows."))
    console.print()


def _ask_report(console: Console, question: QuestionMark, each: AskMark) -> None:
    variant, ask = question.variant, each.ask
    full = each.points >= each.of
    sign, style = ("~", "bold yellow") if each.pending else ("✓", "bold green") if full else ("✗", "bold red")
    given = f": {each.answered.line}" if each.answered.text else ""
    line = f"{ask.label}) {points_text(each.points)} of {points_text(each.of)}{given}"
    console.print(verbatim(line, lead=f"  {sign} ").signed(style, 3))
    said = each.rule.line.removesuffix(words.A_PERSON).rstrip()
    if said != each.rule.line:
        said += " Nobody marks it in a mock exam, so compare it with the solution yourself."
    console.print(verbatim(said, lead="    "))
    if full and not each.pending:
        return
    if told := words.feedback(variant, each.verdict):
        console.print(paragraph(told, indent=4) if "\n" not in told else Prose(told))
    derivation = variant.derivation()
    for number, step in enumerate(lines_of(derivation, ask.name), start=1):
        console.print(derivation_line(variant, number, step, indent=4))
    _right_answer(console, variant, ask)


def _right_answer(console: Console, variant: Question, ask: SealedAsk) -> None:
    kind = variant.asks[ask.name].type if ask.set_as_choice else kind_of(variant, ask)
    tex, said = worked_answer(kind, ask.key if ask.set_as_choice else as_printed(variant, ask, ask.key))
    if said:
        console.print(paragraph(f"Right: {said}", indent=4))
    else:
        console.print(Text("    Right:"))
        console.print(Formula(tex, indent=6))
