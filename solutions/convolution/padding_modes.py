"""Three times the same count, with no zeros, with those that Keras adds, and with f - 1 on each side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.padding_modes import PaddingModes


def solve(q: PaddingModes, show: Show) -> None:
    show.answer(
        "valid",
        "The first place, and one more for every whole stride that is left.",
        side_after(q.n, q.f, q.s, "valid"),
    )
    show.answer("same", "As many places as strides begin on the image.", side_after(q.n, q.f, q.s, "same"))
    p = show(
        "*Full*: the first window meets one cell of the image, so many zeros stand before it.", q.f - 1, symbol="p"
    )
    show.answer("full", "The count of places once more, with these zeros.", side_after(q.n + 2 * p, q.f, q.s, "valid"))
