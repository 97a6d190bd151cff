"""What the output lacks without padding is what the zeros bring, half of it on each side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.convolution.same_padding import SamePadding


def solve(q: SamePadding, show: Show) -> None:
    f = show("Dilated, the filter covers more cells.", q.d * (q.f - 1) + 1) if q.d > 1 else q.f
    show.answer("p", "The output lacks $f - 1$ rows without padding; each side brings half of them.", (f - 1) // 2)
