"""Looking for garbage less often, where a command makes much that stays."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_seldom_collected() -> Iterator[None]:
    """Leave what is there out of garbage collection, which otherwise walks through all of it again and again.

    What was imported stays, and so do the papers of an exam: hardly anything is found among them, not even when the process ends.
    """
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    before = gc.get_threshold()
    if new := not gc.get_freeze_count():
        gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if new:
            gc.unfreeze()
