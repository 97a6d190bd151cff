"""The mean and the maximum of every channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import average, channel_maps, greatest

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.global_pooling import GlobalPooling


def solve(q: GlobalPooling, show: Show) -> None:
    maps = channel_maps(q.x)
    show.answer("average", "Mean of each channel.", tuple(map(average, maps)))
    show.answer("maximum", "Maximum of each channel.", tuple(map(greatest, maps)))
