"""Pooling a map, whatever is done with a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar
from examgen.solutions.steps import Picture, Window, same_places, surrounded, windows_at

if TYPE_CHECKING:
    from examgen.question_bank.pooling._pooled import PoolingMap


def framed(q: PoolingMap) -> Picture:
    """The question's map with its zeros around it."""
    down, right = (int(zeros) for zeros in q.zeros)
    return surrounded(q.x, (down, down), (right, right))


def pooled(q: PoolingMap, work: Callable[[Window], Scalar]) -> Picture:
    """What is made of every window of the question's map; where one sticks out, of the part that lies on the map."""
    return windows_at(framed(q), q.pool_size, places(q, 0), places(q, 1), work)


def places(q: PoolingMap, axis: int) -> range:
    """Where the windows begin along an axis of the map with its zeros."""
    n = len(q.x[0] if axis else q.x) + 2 * int(q.zeros[axis])
    f, s, blank = (int(lengths[axis]) for lengths in (q.pool_size, q.strides, q.blank))
    if q.padding == "same":
        return same_places(n, f, s)
    room = n + 2 * blank - f
    last = -blank + (room if q.rounding == "down" else room + s - 1) // s * s
    if q.rounding == "up" and last >= n - int(q.zeros[axis]):  # it would begin behind the map
        last -= s
    return range(-blank, last + 1, s)
