"""Every channel with its own kernel, their sum and the bias, then ReLU."""

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
        maps.append(
            show(
                "Channel {number}: multiply each window by the kernel elementwise and add up the products, row by row.",
                mapped(q, image, kernel),
                number=number,
            )
        )
    z = each(lambda *channels: total(channels) + q.bias, *maps)
    z = show.answer("z", "Add up the channels and the bias.", z)
    show.answer("a", r"Apply ReLU: $\max(0, z)$ for every entry.", each(relu, z))
