"""n + 2p − f + 1 = n, solved for p."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.same_padding import SamePadding


def solve(q: SamePadding, show: Show) -> None:
    f = show("Extent of the dilated filter: $d (f - 1) + 1$.", q.d * (q.f - 1) + 1) if q.d > 1 else q.f
    why = "Solve $n + 2p - f + 1 = n$ for $p$."
    show.answer("p", why, (f - 1) / 2)
