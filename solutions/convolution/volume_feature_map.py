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
                "Channel {number}: for each window, in row order, multiply elementwise by the kernel and sum the products.",
                mapped(q, image, kernel),
                number=number,
            )
        )
    z = each(lambda *channels: total(channels) + q.bias, *maps)
    which = "both" if len(maps) == 2 else "all"
    z = show.answer("z", f"Add the results of {which} channels and the bias.", z)
    show.answer("a", r"Apply ReLU: $\max(0, z)$ for every entry.", each(relu, z))
