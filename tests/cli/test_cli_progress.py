"""What is told while an exam is generated, and what is not."""

from __future__ import annotations

import gc
import io
import re

import pytest
from rich.console import Console

from examgen import garbage
from examgen.cli import generate


def _told(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    console = Console(file=io.StringIO(), force_terminal=terminal, width=80)
    monkeypatch.setattr("examgen.cli.screen.talk", lambda: console)
    with generate.progress_bars() as progress:
        progress("printing", 1, 4)
        progress("printing", 2, 4)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_a_terminal_shows_how_much_is_done_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    told = _told(monkeypatch, terminal=True)
    assert "printing" in told
    assert "50%" in told
    assert re.search(r"[-\d]:[-\d]{2}:[-\d]{2}", told)


def test_a_log_gets_no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _told(monkeypatch, terminal=False)


def test_garbage_is_collected_as_before_when_a_command_has_ended() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        gc.set_threshold(700, 10, 10)
        with garbage.set_aside(), garbage.seldom_collected():
            assert gc.get_threshold()[0] > 700
            assert gc.get_freeze_count()
        assert gc.get_threshold() == (700, 10, 10)
        assert bool(gc.get_freeze_count()) == bool(frozen)
    finally:
        gc.set_threshold(*before)
