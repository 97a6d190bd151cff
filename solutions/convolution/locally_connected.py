"""Output shape; weights of a filter; shared by all positions, or once per position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed
from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.locally_connected import LocallyConnected


def solve(q: LocallyConnected, show: Show) -> None:
    sides = tuple(side_after(n, unnamed(q.kernel_size), q.strides, "valid") for n in unnamed((q.height, q.width)))
    if q.height == q.width:
        sides = (show(r"Height and width: $\lfloor (n + 2p - f) / s \rfloor + 1$.", sides[0]),) * 2
    z = show.answer("z", "One channel per filter.", (*sides, q.filters))
    weights = show(
        "Weights of one filter: kernel size × kernel size × channels.", q.kernel_size * q.kernel_size * q.channels
    )
    show.answer("shared", "Add one bias, then multiply by the number of filters.", (weights + 1) * q.filters)
    values = show("Number of values in the output.", z[0] * z[1] * z[2])
    show.answer("local", "Without sharing, every value has its own weights and bias.", (weights + 1) * values)
    show.answer("macs", "Both layers: one MAC per weight of a filter, for every value of the output.", weights * values)
