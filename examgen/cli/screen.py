"""The consoles: data goes to stdout, talk to stderr."""

from __future__ import annotations

from rich.console import Console


def output() -> Console:
    """Where data goes; plain text without a terminal."""
    return Console(highlight=False)


def talk() -> Console:
    """Where progress and notes go, so that a pipe carries data alone."""
    return Console(stderr=True, highlight=False)
