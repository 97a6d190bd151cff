"""When Python looks for garbage: what was imported, the papers of an exam and layers of Keras stay, so that hardly any is found there."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 100_000


def collect_seldom(new: int = _MANY) -> None:
    """Look for garbage seldom from now on: among new objects where there are so many, among older ones hardly ever."""
    gc.set_threshold(new, 50, 100)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom meanwhile."""
    before = gc.get_threshold()
    collect_seldom(max(_MANY, before[0]))
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def not_collected() -> Iterator[None]:
    """Never look for garbage meanwhile."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@contextmanager
def set_aside() -> Iterator[None]:
    """Exclude what is there from every search for garbage meanwhile, which otherwise walks through all of it again and again."""
    before = gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        if not before:
            gc.unfreeze()


def leave_at_exit() -> None:
    """Look for no garbage when the process ends."""
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
