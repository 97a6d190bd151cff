"""The windows of a pooling layer on a feature map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar
from examgen.solutions.steps import Picture, Window, same_places, surrounded, windows, windows_at

if TYPE_CHECKING:
    from examgen.question_bank.pooling._pooled import PoolingMap


def framed(q: PoolingMap) -> Picture:
    """The feature map with its zeros."""
    down, right = (int(zeros) for zeros in q.zeros)
    return surrounded(q.x, (down, down), (right, right))


def pooled(q: PoolingMap, work: Callable[[Window], Scalar]) -> Picture:
    """A function of every window; of an incomplete window, the part on the feature map."""
    if q.dilation_rate > 1:
        apart = int(q.dilation_rate)
        return windows(framed(q), q.pool_size, (1, 1), work, (apart, apart))
    return windows_at(framed(q), q.pool_size, places(q, 0), places(q, 1), work)


def places(q: PoolingMap, axis: int) -> range:
    """The first positions of the windows along an axis of the padded feature map."""
    n = len(q.x[0] if axis else q.x) + 2 * int(q.zeros[axis])
    f, s, blank = (int(lengths[axis]) for lengths in (q.pool_size, q.strides, q.blank))
    if q.padding == "same":
        return same_places(n, f, s)
    room = n + 2 * blank - f
    last = -blank + (room if q.rounding == "down" else room + s - 1) // s * s
    if q.rounding == "up" and last >= n - int(q.zeros[axis]):  # it would begin after the end
        last -= s
    return range(-blank, last + 1, s)
