"""Shapes and parameters of the layers of a base and of its head."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from examgen.solutions.architecture._rows import keeping, output, parameters

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def summed(counts: Mapping[str, Any], what: str) -> str:
    """Why the parameters of these layers are added up, or that only one layer has any."""
    return f"{what}: only {next(iter(counts))} has parameters." if len(counts) == 1 else f"{what}: sum over its layers."


def through(
    rows: Sequence[Sequence[Any]], shape: Sequence[Any], show: Show, sides: Callable[[str, Any], Any] | None = None
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The shape after these rows, and the parameters of each layer that has any; ``sides`` writes the sides of feature maps."""
    counts: dict[str, Any] = {}
    given = tuple(shape)
    if sides in (None, show):
        for why in keeping(rows, {}, given[:-1]):
            show.say(why)
    for row in rows:
        why, count = parameters(row, given)
        if count:
            counts[row[0]] = show(why, count)
        why, given = output(row, given, sides or show)
        if row[1] == "flatten":
            given = show(why, given)
    return given, counts
