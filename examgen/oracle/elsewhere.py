"""Keras in a process of its own: it is imported and works there while this process draws and prints.

Whoever asks the oracle need not know: `examgen.oracle.grouping.attempt` sends its requests there while such a process runs.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from examgen.errors import UserError

if TYPE_CHECKING:
    from examgen.oracle.grouping import Answers, Request
    from examgen.oracle.refusal import OracleError

    Outcomes = list[Answers | OracleError]


class KerasStopped(UserError):
    """The process that Keras works in has ended."""


class _Elsewhere:
    """The other process, and the pipe that leads to it; one thread at a time talks to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._turn = threading.Lock()
        with theirs:
            # A new interpreter: TensorFlow's threads do not survive a fork. In a session of its own, Ctrl-C is not meant for it.
            program = f"import sys; sys.path[:] = {sys.path!r}\nfrom {__name__} import serve; serve({theirs.fileno()})"
            command = [sys.executable, *subprocess._args_from_interpreter_flags(), "-c", program]  # type: ignore[attr-defined]
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )
        self._ours = Connection(ours.detach())

    def attempt(self, requests: Sequence[Request]) -> Outcomes:
        """What Keras says there.

        Raises:
            KerasStopped: the process has ended.
            UserError: Keras is not available.
        """
        with self._turn:
            try:
                self._ours.send_bytes(pickle.dumps(list(requests), pickle.HIGHEST_PROTOCOL))
                outcome: Outcomes | Exception = pickle.loads(self._ours.recv_bytes())
            except (EOFError, OSError) as error:
                raise KerasStopped(
                    "the process that Keras works in ended before it was done; the machine may be out of memory"
                ) from error
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._ours.close()  # only now: a thread that still waits for an answer hears that there will be none


_running: _Elsewhere | None = None


@contextlib.contextmanager
def keras_elsewhere() -> Iterator[None]:
    """Have Keras work in a process of its own meanwhile; where there is one core, it stays here."""
    global _running
    if _running is not None or (os.cpu_count() or 1) < 2:
        yield
        return
    _running = _Elsewhere()
    try:
        yield
    finally:
        _running.stop()
        _running = None


def attempt_elsewhere() -> Callable[[Sequence[Request]], Outcomes] | None:
    """How requests are answered in the other process, where there is one."""
    return _running.attempt if _running is not None else None


def serve(handle: int) -> None:
    """Import Keras, and answer what comes through a socket until its other end is closed."""
    from examgen.oracle.grouping import attempt
    from examgen.oracle.libraries import load_for_nobody_else

    pipe = Connection(handle)
    with contextlib.suppress(UserError):
        load_for_nobody_else()  # whoever asks is told
    with contextlib.suppress(EOFError, OSError):
        while True:
            requests = pickle.loads(pipe.recv_bytes())
            try:
                outcome: Outcomes | Exception = attempt(requests)
            except Exception as error:
                outcome = error
            pipe.send_bytes(pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL))
