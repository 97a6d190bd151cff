"""Of every channel its mean and its largest cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import average, channel_maps, greatest

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.global_pooling import GlobalPooling


def solve(q: GlobalPooling, show: Show) -> None:
    maps = channel_maps(q.x)
    show.answer(
        "average", "Channel by channel: all its numbers added up, over how many there are.", tuple(map(average, maps))
    )
    show.answer("maximum", "Channel by channel: its largest number.", tuple(map(greatest, maps)))
