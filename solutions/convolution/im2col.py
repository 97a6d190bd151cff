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
    show.answer("weights", "$W$ has one row per value in a window and one column per filter.", (rows[-1], filters))
    show.answer("product", "$A W$ has one row per output position and one column per filter.", (m * m, filters))
    show.answer("factor", "Entries of $A$: rows times columns.", rows[0] * rows[-1])
    why = (
        "Sparse matrix: each output value contributes $f \\cdot f \\cdot n_C$ entries that are filter weights, where $n_C$ is the number "
        "of input channels; all other entries are 0."
    )
    show.answer("whole", why, m * m * filters * (f * f * channels))
