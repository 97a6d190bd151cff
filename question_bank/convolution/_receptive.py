"""Effective strides and receptive fields, followed back to the image window by window."""

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from examgen.authoring import Grid


def _seen(stack: Grid, depth: int, place: int) -> tuple[int, int]:
    """The first and the last pixel that a value of a layer sees; padding is seen as well."""
    first = last = place
    for f, s, p in reversed(stack[:depth]):
        first, last = first * int(s) - int(p), last * int(s) - int(p) + int(f) - 1
    return first, last


def jumps_of(stack: Grid) -> list[int]:
    """The distance of what neighbouring values of each layer see."""
    return [_seen(stack, depth, 1)[0] - _seen(stack, depth, 0)[0] for depth in range(1, len(stack) + 1)]


def fields_of(stack: Grid, jumps: Iterable[Any]) -> list[int]:
    """The receptive field of each layer; from a student's effective strides, where these are others."""
    if (jumps := list(jumps)) != jumps_of(stack):
        return list(grown(stack, (1, *jumps)))
    windows = (_seen(stack, depth, 0) for depth in range(1, len(stack) + 1))
    return [last - first + 1 for first, last in windows]


def grown(stack: Grid, jumps: Iterable[Any]) -> tuple[Any, ...]:
    """The receptive fields if every layer moves its kernel by one of these effective strides."""
    steps = ((f - 1) * jump for (f, _, _), jump in zip(stack, jumps, strict=False))
    return tuple(accumulate(steps, initial=1))[1:]


def with_padding(stack: Any) -> Any:
    """The rows, each with its padding; it is 0 where it is left out."""
    rows = stack if isinstance(stack, list | tuple) else ()
    if not rows or not all(isinstance(row, list | tuple) and len(row) in (2, 3) for row in rows):
        raise ValueError("a row of stack must be [kernel size, stride] or [kernel size, stride, padding]")
    return [(*row, 0) if len(row) == 2 else row for row in rows]
