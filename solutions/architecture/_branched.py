"""Shapes and parameters of parallel branches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import unnamed
from examgen.solutions.architecture._rows import output, parameters

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def through(branch: str, rows: Iterable[Any], shape: Any, show: Show) -> tuple[Any, list[Any]]:
    """The output shape of the rows of a branch, one after the other, and the parameters of those that have some."""
    counts = []
    for row in map(unnamed, rows):
        if row[1] in ("conv", "depthwise", "normalise"):
            counts.append(show(*parameters((f"Branch {branch}, {_named(row)}", *row[1:]), shape)))
        shape = output((f"Branch {branch}, {_named(row)}", *row[1:]), shape, show)[1]
    return shape, counts


def _named(row: Any) -> str:
    """A layer by what it does, since the layers of a branch have no names."""
    names = {
        "conv": "convolution",
        "max": "max pooling",
        "average": "average pooling",
        "depthwise": "depthwise convolution",
    }
    what = f"{row[3]} × {row[3]} {names[row[1]]}" if row[1] in names else str(row[0])
    return f"{what} with {row[2]} filters" if row[1] == "conv" else what
