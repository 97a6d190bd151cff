"""Places, times filters, times the weights of a filter, which is as deep as what it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.bottleneck import Bottleneck


def solve(q: Bottleneck, show: Show) -> None:
    f = q.kernel_size
    places = show("All three layers keep height and width, so each has as many places.", q.height * q.width)
    direct = show.answer(
        "direct", "At every place every filter multiplies all it covers.", places * q.filters * (f * f * q.channels)
    )
    why = "A 1 × 1 filter multiplies one number of every channel."
    narrow = show.answer("narrow", why, places * q.bottleneck * q.channels)
    why = "Behind it, filters are only as deep as the bottleneck."
    wide = show.answer("wide", why, places * q.filters * (f * f * q.bottleneck))
    both = show("With the bottleneck, both layers are needed.", narrow + wide)
    show.answer("ratio", "At once, over the two together.", direct / both)
