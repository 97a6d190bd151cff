"""Refute the false statements; the one that remains is true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.solutions.concept._statements import judged

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    theme = show.references.theme("statements", q.theme)
    shown = [theme.named(id_) for id_ in q.statements]
    (true,) = (statement for statement in shown if statement.truth)
    show.say("Try to refute each statement with a counterexample or a calculation. Only the true statement remains.")
    judged([statement for statement in shown if not statement.truth], show)
    judged([true], show)
    show.answer("answer", "The true statement is {statement}.", shown.index(true), statement=true.quoted)
