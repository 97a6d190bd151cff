"""The output side without zeros, with same padding, and with f − 1 zeros on every side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.padding_modes import PaddingModes


def solve(q: PaddingModes, show: Show) -> None:
    show.answer(
        "valid",
        r"*Valid* padding: $\lfloor (n + 2p - f) / s \rfloor + 1$ with $p = 0$.",
        side_after(q.n, q.f, q.s, "valid"),
    )
    show.answer("same", r"*Same* padding: $\lceil n / s \rceil$.", side_after(q.n, q.f, q.s, "same"))
    p = show("*Full* padding: $p = f - 1$.", q.f - 1, symbol="p")
    show.answer(
        "full",
        r"*Full* padding: $\lfloor (n + 2p - f) / s \rfloor + 1$ with this $p$.",
        side_after(q.n + 2 * p, q.f, q.s, "valid"),
    )
