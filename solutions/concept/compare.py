"""Check each property for CNNs, then for RNNs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.solutions.concept._statements import assigned

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    show.say("Check each property first for CNNs, then for RNNs.")
    assigned(q, show)
