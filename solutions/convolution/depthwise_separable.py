"""Count the weights, then how often each of them multiplies: once at every place of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar
from examgen.solutions.steps import side_after

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.depthwise_separable import DepthwiseSeparable


def solve(q: DepthwiseSeparable, show: Show) -> None:
    f = q.kernel_size
    sides = (side_after(n, f, q.strides, q.padding) for n in (q.height, q.width))
    why = "One kernel on every channel leaves as many channels."
    height, width, _ = show.answer("depthwise", why, (*sides, q.channels))
    why = "Every filter has a kernel for every channel."
    plain = show.answer("plain_weights", why, _counted(q, f * f * q.channels * q.filters))
    depthwise = show("The depthwise layer has one kernel for every channel.", f * f * q.channels)
    pointwise = show("The 1 × 1 convolution has one weight for each pair of channels.", q.channels * q.filters)
    weights = show.answer("weights", "The weights of both layers together.", _counted(q, depthwise + pointwise))
    places = show("Every weight multiplies once at every place of the output.", height * width)
    plain_macs = show.answer("plain_macs", "The plain layer's weights at all places.", plain * places)
    macs = show.answer("macs", "The two layers' weights at all places.", weights * places)
    show.answer("part", "The one over the other.", macs / plain_macs)


def _counted(q: DepthwiseSeparable, count: Scalar) -> Scalar:
    """A count in the wanted unit."""
    return count / 1_000_000 if q.millions else count
