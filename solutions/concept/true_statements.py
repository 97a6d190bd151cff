"""Statement by statement: is it true, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import letter
from examgen.solutions.concept.single_true import told

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    verdicts = told(q, show)
    ticked = ", ".join(letter(place) for place, truth in enumerate(verdicts) if truth)
    show.answer("answer", "So these are true: {letters}.", tuple(map(int, verdicts)), letters=ticked)
