"""The weights of each layer, times the positions of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, unnamed
from examgen.solutions.steps import side_after, why_sides

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.depthwise_separable import DepthwiseSeparable


def solve(q: DepthwiseSeparable, show: Show) -> None:
    f = q.kernel_size
    sides = (side_after(n, unnamed(f), q.strides, q.padding) for n in unnamed((q.height, q.width)))
    why = (
        why_sides(q.strides, q.padding) + " There is one kernel per channel, so the number of channels stays the same."
    )
    height, width, _ = show.answer("depthwise", why, (*sides, unnamed(q.channels)))
    why = "Standard layer: each filter has one kernel per input channel."
    plain = show.answer("plain_weights", why, _counted(q, f * f * q.channels * q.filters))
    depthwise = show("Depthwise layer: one kernel per channel.", f * f * q.channels)
    pointwise = show(
        "1 × 1 convolution: one weight for each pair of input and output channels.", q.channels * q.filters
    )
    weights = show.answer("weights", "Weights of both layers.", _counted(q, depthwise + pointwise))
    places = show("Number of output positions. Every weight is used once at each position.", height * width)
    plain_macs = show.answer("plain_macs", "MACs of the standard layer: weights × positions.", plain * places)
    macs = show.answer("macs", "MACs of the two layers: weights × positions.", weights * places)
    show.answer("part", "Divide the MACs of the two layers by those of the standard layer.", macs / plain_macs)


def _counted(q: DepthwiseSeparable, count: Scalar) -> Scalar:
    """A count in the unit asked for."""
    return count / 1_000_000 if q.millions else count
