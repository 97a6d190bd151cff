"""What the task requires decides; the other networks each miss something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    task = show.references.item("use_cases", q.use_case)
    show.say("Consider what the network receives, what it must produce, and the constraints on training.")
    for name in q.networks:
        if name != "right":
            other = task.networks[name]
            show.say("{network} is not suitable. {why}", network=_subject(other.text), why=other.why)
    show.answer("network", "The network that fits best is {network}.", q.networks.index("right"), network=task.network)
    for name in q.reasons:
        if name != "right":
            other = task.reasons[name]
            show.say("“{reason}” is not correct. {why}", reason=other.text.rstrip("."), why=other.why)
    show.answer(
        "reason",
        "The correct reason: {reason} Source: {source}.",
        q.reasons.index("right"),
        reason=task.reason,
        source=task.source,
    )


def _subject(network: str) -> str:
    """A network as the subject at the beginning of a sentence."""
    return network[:1].upper() + network[1:] + ("," if ", " in network else "")
