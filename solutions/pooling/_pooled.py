"""Pooling a map, whatever is done with a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from examgen.solutions.steps import Picture, Window, cut_windows, surrounded, windows
from examgen.working import Scalar

if TYPE_CHECKING:
    from examgen.question_bank.pooling._pooled import PoolingMap, Windowed


def framed(q: PoolingMap) -> Picture:
    """The question's map with its zeros around it."""
    down, right = (int(zeros) for zeros in q.zeros)
    return surrounded(q.x, (down, down), (right, right))


def pooled(q: Windowed, x: Picture, work: Callable[[Window], Scalar]) -> Picture:
    """What is made of every window of a map; with *same*, of the part that lies on the map."""
    return (cut_windows if q.padding == "same" else windows)(x, q.pool_size, q.strides, work)
