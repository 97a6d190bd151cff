"""What a good answer says, point by point, and an answer that says it all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import Prose

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    explained = show.references.item("explanations", q.subject)
    for criterion in explained.criteria:
        worth = "1 point" if criterion.points == 1 else f"{criterion.points} points"
        show.say("For {worth}: {criterion}", criterion=criterion.text, worth=worth)
    show.say("Source: {source}.", source=explained.source)
    show.answer("explanation", "Model answer:", Prose(explained.answer))
