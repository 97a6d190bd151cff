"""What the output lacks without padding is what the zeros bring, half of it on each side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.same_padding import SamePadding


def solve(q: SamePadding, show: Show) -> None:
    f = show("Dilated, the filter covers more cells.", q.d * (q.f - 1) + 1) if q.d > 1 else q.f
    why = "Without padding the output lacks as much as the filter covers, less 1; each side brings half of it."
    show.answer("p", why, (f - 1) / 2)
