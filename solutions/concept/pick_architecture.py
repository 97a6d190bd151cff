"""What the task requires decides; the other networks each miss something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    task = show.references.item("use_cases", q.use_case)
    show.say("Ask what the input is, what the output is, and how much data there is.")
    for name in q.networks:
        if name != "right":
            show.say("“{network}” does not fit. {why}", network=task.networks[name].text, why=task.networks[name].why)
    show.answer("network", "The network that fits is {network}.", q.networks.index("right"), network=task.network)
    for name in q.reasons:
        if name != "right":
            reason = task.reasons[name].text.removesuffix(".")
            show.say("“{reason}” does not hold. {why}", reason=reason, why=task.reasons[name].why)
    show.answer(
        "reason",
        "The reason that holds: {reason} Source: {source}.",
        q.reasons.index("right"),
        reason=task.reason,
        source=task.source,
    )
