"""Steps that many derivations take: the windows of a picture, and what is done with each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any


from examgen.working import Scalar, largest, mean, total

Window = Sequence[Sequence[Scalar]]
Picture = Sequence[Sequence[Scalar]]


def windows(
    picture: Picture, size: tuple[int, int], strides: tuple[int, int], work: Callable[[Window], Scalar]
) -> tuple[tuple[Scalar, ...], ...]:
    """What ``work`` makes of every window ``(height, width)`` that fits entirely, row by row."""
    (height, width), (down, right) = size, strides
    return tuple(
        tuple(
            work([row[left : left + width] for row in picture[top : top + height]])
            for left in range(0, len(picture[0]) - width + 1, right)
        )
        for top in range(0, len(picture) - height + 1, down)
    )


def weighed(kernel: Window, bias: Scalar = 0) -> Callable[[Window], Scalar]:
    """A window under a kernel: cell times weight, added up, and the bias where there is one."""

    def work(window: Window) -> Scalar:
        products = (x * w for cells, weights in zip(window, kernel, strict=True) for x, w in zip(cells, weights, strict=True))
        result = total(products)
        return result + bias if bias else result

    return work


def greatest(window: Window) -> Scalar:
    """The largest cell of a window."""
    return largest(cell for row in window for cell in row)


def average(window: Window) -> Scalar:
    """The mean of the cells of a window."""
    return mean([cell for row in window for cell in row])


def size_of(grid: Sequence[Sequence[Any]]) -> tuple[int, int]:
    """Rows and columns."""
    return len(grid), len(grid[0])
