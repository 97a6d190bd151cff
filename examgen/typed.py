"""Lines that are typed at a terminal, or come through a pipe."""

from __future__ import annotations

import sys


def typed(prompt: str) -> str:
    """One line.

    Raises:
        EOFError: there is no more.
    """
    return input(prompt) if sys.stdin.isatty() else piped(prompt)


def piped(prompt: str) -> str:
    """One line that comes through a pipe; it is shown behind the prompt, as if it had been typed.

    Raises:
        EOFError: there is no more.
    """
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    sys.stdout.write(line if line.endswith("\n") else f"{line}\n")
    return line.removesuffix("\n").removesuffix("\r")
