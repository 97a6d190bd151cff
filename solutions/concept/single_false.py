"""Confirm the true statements; the one that remains is false."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.solutions.concept._statements import judged

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    theme = show.references.theme("statements", q.theme)
    shown = [theme.named(id_) for id_ in q.statements]
    (false,) = (statement for statement in shown if not statement.truth)
    show.say("Look for a counterexample to each statement. Only the false statement has one.")
    judged([statement for statement in shown if statement.truth], show)
    judged([false], show)
    show.answer("answer", "The false statement is {statement}.", shown.index(false), statement=false.quoted)
