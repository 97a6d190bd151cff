"""Checks many questions on several processor cores, one question at a time on each."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path

from examgen import oracle
from examgen.bank.bank import Bank
from examgen.cli.checkup import Checked, checked
from examgen.cli.options import open_bank

MOST = 4
"""So many processes start by themselves; each of them loads a Keras of its own, of some hundred megabytes."""


def jobs_for(count: int) -> int:
    """How many processes are worth their start for so many questions."""
    return max(1, min(MOST, os.cpu_count() or 1, count // 2))


def reports(
    banks: Sequence[Path], ids: Sequence[str], draws: int, seed: str, jobs: int, advance: Callable[[str, int], None]
) -> Iterator[Checked]:
    """Check questions and yield a report of each as it is done; ``advance`` is told of a question and of draws."""
    if jobs == 1:
        bank = open_bank(banks)
        oracle.load_for_nobody_else()
        for id_ in ids:
            advance(id_, 0)
            yield checked(bank, id_, draws, seed, partial(advance, id_))
        return
    # Processes are spawned: TensorFlow's threads do not survive a fork.
    executor = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    try:
        with _interrupts_ignored():
            running = [executor.submit(_checked, tuple(banks), id_, draws, seed) for id_ in ids]
        for future in as_completed(running):
            report = future.result()
            advance(report.question, draws)
            yield report
        executor.shutdown()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes started in here inherit that Ctrl-C is not theirs: the one that started them deals with it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@lru_cache(maxsize=1)
def _bank(banks: tuple[Path, ...]) -> Bank:
    return open_bank(banks)


def _checked(banks: tuple[Path, ...], id_: str, draws: int, seed: str) -> Checked:
    oracle.load_for_nobody_else()
    return checked(_bank(banks), id_, draws, seed, lambda done: None)
