"""What the task asks for, and the network that gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.concept.pick_architecture import PickArchitecture


def solve(q: PickArchitecture, show: Show) -> None:
    network, reason = q.networks.index(q.option), q.reasons.index(q.use_case)
    show.answer("network", f"Option {'abcdefgh'[network]}: {q.fitting}.", network)
    show.answer("reason", f"Option {'abcdefgh'[reason]}: {q.why}", reason)
