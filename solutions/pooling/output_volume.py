"""Count the places of the window, down and across; channels stay, and nothing is learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import ceil_div

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.pooling.output_volume import OutputVolume


def solve(q: OutputVolume, show: Show) -> None:
    (f_down, f_across), (s_down, s_across) = q.pool_size, q.strides
    if q.padding == "same":
        height = show("Padded, there is one row of windows for every stride that is begun.", ceil_div(q.height, s_down))
        width = show("And one column for every stride that is begun across the map.", ceil_div(q.width, s_across))
    else:
        height = show(
            "Down the map: the first place, and one more for every whole stride that is left.",
            (q.height - f_down) // s_down + 1,
        )
        width = show("Across the map, likewise.", (q.width - f_across) // s_across + 1)
    volume = show.answer("p", "Every channel is pooled on its own, so all of them remain.", (height, width, q.channels))
    read = show("The layer reads so many values.", q.height * q.width * q.channels)
    given = show("It gives so many.", volume[0] * volume[1] * volume[2])
    show.answer("loss", "The difference, in hundredths of what there was.", (read - given) / read * 100)
    show.answer("count", "The layer takes a maximum or a mean and has nothing to learn.", 0)
