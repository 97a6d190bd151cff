"""Exams on neural networks in which every student gets different numbers and two witnesses attest every answer.

In a notebook::

    import examgen

    variant = examgen.sample("convolution.output_size")[0]  # one problem, shown with its formulas
    examgen.solve(variant)  # its answers, computed by both witnesses
    examgen.mark(variant, {"side": "14"})  # what an answer is worth, and why

`Bank` finds questions, and `Question` is the base class of your own questions. Nothing is imported before it is used;
TensorFlow is imported only when something is solved or marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examgen.api import mark as mark
    from examgen.api import sample as sample
    from examgen.api import solve as solve
    from examgen.bank.bank import Bank as Bank
    from examgen.question.question import Question as Question

__version__ = "0.2.0"
__all__ = ["Bank", "Question", "__version__", "mark", "sample", "solve"]

_HOMES = {
    "Bank": "examgen.bank.bank",
    "Question": "examgen.question.question",
    "mark": "examgen.api",
    "sample": "examgen.api",
    "solve": "examgen.api",
}


def __getattr__(name: str) -> Any:
    """Import what is public when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'examgen' has no attribute {name!r}; it offers {', '.join(_HOMES)}")
    from importlib import import_module

    globals()[name] = found = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
