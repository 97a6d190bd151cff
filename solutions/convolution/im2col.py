"""Positions times window; window times filters; positions times filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed
from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.im2col import Im2col


def solve(q: Im2col, show: Show) -> None:
    side, channels, filters, f, s, p = unnamed((q.side, q.channels, q.filters, q.kernel_size, q.strides, q.padding))
    why = r"Output side: $\lfloor (n + 2p - f) / s \rfloor + 1$."
    m = show(why, side_after(side + 2 * p if p else side, f, s, "valid"))
    rows = show.answer(
        "rows", "$A$ has one row per output position and one column per value in a window.", (m * m, f * f * channels)
    )
    why = "$W$ has one row per value in a window and one column per filter."
    weights = show.answer("weights", why, (rows[-1], filters))
    why = "$A W$ has as many rows as $A$, one per output position, and as many columns as $W$, one per filter."
    show.answer("product", why, (rows[0], weights[-1]))
    entries = show.answer("factor", "Entries of $A$: rows times columns.", rows[0] * rows[-1])
    why = "Sparse matrix: for each filter, it contains as many weights as $A$ has entries. Multiply by the number of filters."
    show.answer("whole", why, entries * filters)
