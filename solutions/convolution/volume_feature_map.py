"""Every channel under its own slice of the filter, all of them added up, the bias once, then ReLU."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, relu, total
from examgen.solutions.convolution._map import framed_all, mapped, slices

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.volume_feature_map import VolumeFeatureMap


def solve(q: VolumeFeatureMap, show: Show) -> None:
    maps, kernels = [], slices(q.filter)
    images = framed_all(q, show, slices(q.image), kernels[0])
    for number, (image, kernel) in enumerate(zip(images, kernels, strict=True), start=1):
        maps.append(show(f"Channel {number} under its slice of the filter, row by row.", mapped(q, image, kernel)))
    z = each(lambda *channels: total(channels) + q.bias, *maps)
    z = show.answer("z", "The channels are added up, cell by cell, and the bias once.", z)
    show.answer("a", "ReLU makes 0 of what is negative and keeps the rest.", each(relu, z))
