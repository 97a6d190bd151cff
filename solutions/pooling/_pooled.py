"""Pooling a map, whatever is done with a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from examgen.solutions.steps import Picture, Window, cut_windows, surrounded, windows
from examgen.working import Scalar

if TYPE_CHECKING:
    from examgen.question_bank.pooling._pooled import PoolingMap


def pooled(q: PoolingMap, work: Callable[[Window], Scalar]) -> Picture:
    """What is made of every window of the question's map; with *same*, of the part that lies on the map."""
    down, right = (int(zeros) for zeros in q.zeros)
    x = surrounded(q.x, (down, down), (right, right))
    return (cut_windows if q.padding == "same" else windows)(x, q.pool_size, q.strides, work)
