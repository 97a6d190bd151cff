"""The Keras witness: builds the layers of a network as data, runs them, and reports what is asked of them.

The only package that imports Keras and TensorFlow, when something is first asked. Equal layers that
read equal shapes run together, in whatever networks they stand: a few one by one, many in a graph that is traced once.
Sizes and counts are inferred by Keras without allocating a weight. Everything runs in float64, and what TensorFlow says
never reaches a terminal.

Nothing is imported before it is used: a process that only lets Keras work elsewhere starts that at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examgen.oracle.grouping import Answers as Answers
    from examgen.oracle.grouping import Request as Request
    from examgen.oracle.grouping import attempt as attempt
    from examgen.oracle.grouping import observe as observe
    from examgen.oracle.libraries import KerasUnavailable as KerasUnavailable
    from examgen.oracle.libraries import forget as forget
    from examgen.oracle.libraries import load as load
    from examgen.oracle.libraries import load_for_nobody_else as load_for_nobody_else
    from examgen.oracle.libraries import load_in_background as load_in_background
    from examgen.oracle.refusal import OracleError as OracleError
    from examgen.oracle.refusal import Refused as Refused
    from examgen.oracle.refusal import kept as kept
    from examgen.oracle.wiring import Cost as Cost
    from examgen.oracle.wiring import cost as cost

__all__ = [
    "Answers",
    "Cost",
    "KerasUnavailable",
    "OracleError",
    "Refused",
    "Request",
    "attempt",
    "cost",
    "forget",
    "kept",
    "load",
    "load_for_nobody_else",
    "load_in_background",
    "observe",
]

_HOMES = {
    "grouping": ("Answers", "Request", "attempt", "observe"),
    "libraries": ("KerasUnavailable", "forget", "load", "load_for_nobody_else", "load_in_background"),
    "refusal": ("OracleError", "Refused", "kept"),
    "wiring": ("Cost", "cost"),
}


def __getattr__(name: str) -> Any:
    """Import what is public when it is first used."""
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    globals()[name] = found = getattr(import_module(f"{__name__}.{home}"), name)
    return found
