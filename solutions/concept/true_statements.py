"""Statement by statement: is it true, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.solutions.concept.single_true import told

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    verdicts = told(q, show)
    ticked = ", ".join(letter for letter, truth in zip("abcdefgh", verdicts, strict=False) if truth)
    show.answer("answer", "So these are true: {letters}.", tuple(map(int, verdicts)), letters=ticked)
