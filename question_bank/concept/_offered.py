"""Options about one task, of which one is right."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from examgen.authoring import misconception

if TYPE_CHECKING:
    from examgen.question_bank.concept.pick_architecture import PickArchitecture

RIGHT = "right"
"""The name of the right option among the networks and among the reasons of a task."""


def chosen(ask: str, place: int) -> Callable[[Any], Any]:
    """The wrong option at a place was chosen."""
    fault = {"network": "This network is not suitable.", "reason": "This reason is not correct."}[ask]

    @misconception(f"{fault} {{{{ offered['{ask}'][{place}].why }}}}")
    def mistaken(self: "PickArchitecture") -> dict[str, int] | None:
        names = self.names[ask]
        return {ask: place} if place < len(names) and names[place] != RIGHT else None

    return mistaken
