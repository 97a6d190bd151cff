"""Reads what a student types: at a terminal with editing and history, on a plain one line by line, and from a pipe."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from examgen.practice.session import command_of
from examgen.typed import piped

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from examgen.practice.entry import TypedEntry

PROMPT, CONTINUED = "> ", ". "
NEXT_ROW = "the next row, or Enter on an empty line to finish"
"""What is said where a matrix is typed row by row."""
STAYS = ("hint", "again", "keras", "help", "why", "list")
"""After these commands the student goes on with what was typed."""
_LEAVES, _ENDS = b"\x03", b"\x04"
"""Ctrl-C and Ctrl-D, where they were typed while nobody read."""

Judge: TypeAlias = "Callable[[str], TypedEntry]"
Known = Callable[[str], str | None]
"""The command that a line is, if it is one."""


@dataclass(frozen=True)
class Typed:
    """What was typed.

    Attributes:
        text: an answer or a command.
        kept: what stays in the line, to go on with.
        complaint: why the last line was not taken, where it was not; then there is no text.
    """

    text: str = ""
    kept: str = ""
    complaint: str = ""


class Reader(Protocol):
    """Whoever reads."""

    def read(self, judge: Judge, kept: str = "", prompt: str = PROMPT, known: Known = command_of) -> Typed:
        """Read until an answer is whole, or a command is given; ``kept`` was typed before.

        Raises:
            EOFError: there is no more.
            KeyboardInterrupt: the student wants to leave.
        """

    def aside(self) -> AbstractContextManager[None]:
        """While an answer is judged: what is typed meanwhile does not show among what is printed."""

    def forget(self) -> None:
        """Drop what was typed at a terminal while nobody read: it was meant for what stood there before.

        Raises:
            EOFError, KeyboardInterrupt: Ctrl-D or Ctrl-C is among it.
        """


def taken(judge: Judge, text: str, known: Known = command_of) -> Typed | None:
    """What the lines typed so far come to; ``None`` where another one belongs to them."""
    *before, last = text.split("\n")
    rows = "\n".join(before)
    command = known(last)
    if command is None and last.rstrip().endswith("?"):
        kept = text.rstrip().rstrip("?").rstrip(" ")
        return Typed("?", kept=kept)
    if command is not None:
        return Typed(last, kept=rows and f"{rows}\n") if command in STAYS else Typed(last)
    found = judge(text)
    if found.complaint:
        return Typed(kept=found.kept, complaint=found.complaint)
    return None if found.more else Typed(text)


class LineReader:
    """Reads line by line, from a plain terminal or a pipe; what comes through a pipe is shown, as if it had been typed."""

    def read(self, judge: Judge, kept: str = "", prompt: str = PROMPT, known: Known = command_of) -> Typed:
        *rows, unfinished = kept.split("\n") if kept else [""]
        if rows or (kept and not sys.stdin.isatty()):
            sys.stdout.write(f"(typed so far: {' / '.join(filter(None, [*rows, unfinished]))})\n")
        text = "\n".join(rows)
        if unfinished and (rows or not sys.stdin.isatty()):  # a whole row that stays
            text, unfinished = kept, ""
        told = False
        while True:
            if text and not told and sys.stdin.isatty() and not set("([{\\") & set(text):
                sys.stdout.write(f"({NEXT_ROW})\n")
                told = True
            try:
                line = self._line(CONTINUED if text else prompt, unfinished)
            except KeyboardInterrupt:
                if not text and not _typed():
                    raise
                sys.stdout.write("\n")  # what was typed is dropped, as in a shell
                text = unfinished = ""
                continue
            unfinished = ""
            text = f"{text}\n{line}" if text else line
            if (found := taken(judge, text, known)) is not None:
                return found

    def aside(self) -> AbstractContextManager[None]:
        return _without_echo()

    def forget(self) -> None:
        _heed(_unread())

    def _line(self, prompt: str, unfinished: str) -> str:
        if not sys.stdin.isatty():
            return piped(prompt)
        if (readline := _readline()) is not None:
            readline.set_startup_hook(partial(readline.insert_text, unfinished) if unfinished else None)
        with _plain_interrupts():
            return input(prompt)


def _typed() -> str:
    """What stands in the line that is being typed."""
    readline = _readline()
    return str(readline.get_line_buffer()) if readline is not None and sys.stdin.isatty() else ""


@contextlib.contextmanager
def _plain_interrupts() -> Iterator[None]:
    """While a line is typed, Ctrl-C is the reader's: it may only drop what was typed, and then nobody is to leave."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _terminal(*, byte_by_byte: bool = False) -> Iterator[int | None]:
    """The terminal without echo, and where it is wanted without lines; ``None`` where there is none, or on a system without such."""
    with contextlib.ExitStack() as stack:
        place = None
        with contextlib.suppress(ImportError, OSError, ValueError):
            import termios

            if os.isatty(sys.stdin.fileno()):
                before, now = termios.tcgetattr(sys.stdin.fileno()), termios.tcgetattr(sys.stdin.fileno())
                now[3] &= ~(termios.ECHO | (termios.ICANON if byte_by_byte else 0))
                if byte_by_byte:
                    now[6][termios.VMIN] = now[6][termios.VTIME] = 0
                place = sys.stdin.fileno()
                stack.callback(termios.tcsetattr, place, termios.TCSANOW, before)
                termios.tcsetattr(place, termios.TCSANOW, now)
        yield place


@contextlib.contextmanager
def _without_echo() -> Iterator[None]:
    with _terminal():
        yield


def _unread() -> bytes:
    """What was typed at the terminal and read by nobody; nothing from a pipe, where answers may be waiting."""
    found = b""
    with _terminal(byte_by_byte=True) as place:
        while place is not None and (came := os.read(place, 4096)):
            found += came
    return found


def _heed(unread: bytes) -> None:
    if _LEAVES in unread:
        raise KeyboardInterrupt
    if _ENDS in unread:
        raise EOFError


def _readline() -> Any:
    # Python's input() writes its prompt to stdout with readline only; without it to stderr, which loading Keras silences.
    with contextlib.suppress(ImportError):
        import readline

        return readline
    return None


class EditingReader:
    """Reads at a terminal: several lines with editing, paste and history; a question mark gives a hint and keeps what is typed."""

    def __init__(self, history: Sequence[str] = ()) -> None:
        self._history = history
        self._session: PromptSession[Typed] | None = None
        self._judge: Judge | None = None
        self._known: Known = command_of

    def read(self, judge: Judge, kept: str = "", prompt: str = PROMPT, known: Known = command_of) -> Typed:
        self._judge, self._known = judge, known
        if self._session is None:
            self._session = self._opened()
        # prompt_toolkit's own handler loses a Ctrl-C that comes while it closes; `run` has one that does not
        return self._session.prompt(prompt, default=kept, handle_sigint=False)

    def aside(self) -> AbstractContextManager[None]:
        return _without_echo()

    def forget(self) -> None:
        from prompt_toolkit.input.typeahead import get_typeahead
        from prompt_toolkit.keys import Keys

        unread = _unread()
        for press in get_typeahead(self._session.input) if self._session is not None else ():
            unread += _LEAVES if press.key is Keys.ControlC else _ENDS if press.key is Keys.ControlD else b""
        _heed(unread)

    def _opened(self) -> PromptSession[Typed]:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.application import get_app
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.history import InMemoryHistory
        from prompt_toolkit.layout.processors import AfterInput, ConditionalProcessor

        @Condition
        def _awaits_row() -> bool:
            """An empty line stands below a row, and nobody has said what it is for."""
            app = get_app()
            text = app.current_buffer.text
            return not app.is_done and text.endswith("\n") and not set("([{\\") & set(text)

        return PromptSession(
            multiline=True,
            key_bindings=self._keys(),
            history=InMemoryHistory(self._history),
            prompt_continuation=CONTINUED,
            enable_open_in_editor=False,
            input_processors=[
                ConditionalProcessor(AfterInput(f"  {NEXT_ROW}", style="fg:ansibrightblack"), _awaits_row)
            ],
        )

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()

        @keys.add("enter")
        def _enter(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            assert self._judge is not None, "read sets it"
            found = taken(self._judge, buffer.text, self._known)
            if found is None:
                buffer.cursor_position = len(buffer.text)
                buffer.insert_text("\n")
                return
            if found.text.strip() and self._known(found.text) is None:
                buffer.append_to_history()
            event.app.exit(result=found)

        @keys.add("tab")
        def _space(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text(" ")  # between cells that come from a spreadsheet

        @keys.add("c-c")
        def _interrupt(event: KeyPressEvent) -> None:
            if event.current_buffer.text:
                event.current_buffer.reset()  # the line is dropped, as in a shell
            else:
                event.app.exit(exception=KeyboardInterrupt())

        return keys
