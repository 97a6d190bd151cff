"""Judge each statement on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.solutions.concept._statements import judged

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    theme = show.references.theme("statements", q.theme)
    shown = [theme.named(id_) for id_ in q.statements]
    show.say("Judge each statement on its own. The number of true statements is not given.")
    judged(shown, show)
    truths = tuple(int(statement.truth) for statement in shown)
    are = "is" if sum(truths) == 1 else "are"
    told = "{count} of the {total} statements {are} true."
    show.answer("answer", told, truths, count=sum(truths), total=len(truths), are=are)
