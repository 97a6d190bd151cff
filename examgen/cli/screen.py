"""The consoles: data goes to stdout, talk to stderr."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from rich.table import Table


class _Console(Console):
    plain = False
    """Whether its text is read aloud, line by line: no boxes, no rules, matrices row by row."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # for MainGroup to end the command; rich itself would end it as if problems had been found


def is_dumb() -> bool:
    """Whether the terminal can do nothing but write lines."""
    return os.environ.get("TERM", "").lower() in ("dumb", "unknown")


def output(*, plain: bool = False) -> Console:
    """Where data goes; plain text without a terminal."""
    plain = plain or is_dumb()
    # rich takes a dumb terminal to be 80 wide, whatever it is
    size = shutil.get_terminal_size() if is_dumb() else None
    console = _Console(highlight=False, width=size and size.columns, height=size and size.lines)
    console.plain = plain
    return console


def show_table(console: Console, table: Table) -> None:
    """Print a table; without a terminal it is as wide as its cells, and nothing is cut."""
    if not console.is_terminal:
        wide = console.measure(table, options=console.options.update(width=_WIDEST)).maximum
        console.width = max(console.width, wide)
    console.print(table)


_WIDEST = 10_000


def talk() -> Console:
    """Where progress and notes go, so that a pipe carries data alone."""
    return Console(stderr=True, highlight=False)
