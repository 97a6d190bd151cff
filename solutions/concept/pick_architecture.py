"""What the task asks for, and the network that gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import letter

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    theme = show.references.theme("sorted", "use_cases")
    task = theme.named(q.use_case)
    network, reason = q.networks.index(task.option), q.reasons.index(task.id)
    fitting = theme.options[task.option].text
    show.answer("network", "Option {letter}: {fitting}.", network, letter=letter(network), fitting=fitting)
    show.answer("reason", "Option {letter}: {why}", reason, letter=letter(reason), why=task.why)
