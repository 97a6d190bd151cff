"""Statement by statement: is it true, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.solutions.concept.single_true import one_of

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    one_of(q, show, wanted=False)
