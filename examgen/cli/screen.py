"""The consoles: data goes to stdout, talk to stderr."""

from __future__ import annotations

from rich.console import Console


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # for MainGroup to end the command; rich itself would end it as if problems had been found


def output() -> Console:
    """Where data goes; plain text without a terminal."""
    return _Console(highlight=False)


def talk() -> Console:
    """Where progress and notes go, so that a pipe carries data alone."""
    return Console(stderr=True, highlight=False)
