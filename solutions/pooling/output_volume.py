"""Count the places of the window, down and across; channels stay, and nothing is learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.output_volume import OutputVolume


def solve(q: OutputVolume, show: Show) -> None:
    why = "the first place of the window, and one more for every whole stride that is left."
    if q.padding == "same":
        why = "one place of the window for every stride that is begun."
    height = show(f"Down the map: {why}", side_after(q.height, q.pool_size[0], q.strides[0], q.padding))
    width = show(f"Across the map: {why}", side_after(q.width, q.pool_size[1], q.strides[1], q.padding))
    volume = show.answer("p", "Every channel is pooled on its own, so all of them remain.", (height, width, q.channels))
    read = show("The layer reads so many values.", q.height * q.width * q.channels)
    given = show("It gives so many.", volume[0] * volume[1] * volume[2])
    show.answer("loss", "The difference, in hundredths of what there was.", (read - given) / read * 100)
    show.answer("count", "The layer takes a maximum or a mean and has nothing to learn.", 0)
