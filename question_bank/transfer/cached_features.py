"""10,000 images go through a frozen base once: how large is the file that keeps their features?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Self

from examgen.authoring import Ask, Draw, Field, Integer, Network, Real, Shape, layers, misconception, observable
from examgen.question_bank.architecture._built import shapes
from examgen.question_bank.transfer._frozen import PretrainedBase, drawn


class CachedFeatures(PretrainedBase):
    """The size of the features that are computed once and kept, so that only the head runs in every epoch."""

    topic, level, title = "transfer", 3, "Features kept on the disk"
    stem = r"""
{{ pictures }} images of {{ input_shape | join(" × ") }} (height × width × channels) go once through a frozen base. What it gives is
kept in a file, {{ bytes }} bytes a number, and the head is trained on that. One megabyte (MB) is $10^6$ bytes.

{{ table }}
"""

    pictures: int = Field(ge=1, le=1_000_000_000)
    bytes: int = Field(ge=1, le=16)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        input_shape, base, _ = drawn(d, (1, 1, 1))
        pictures = (500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 8000, 10_000, 12_000, 20_000)
        return dict(
            input_shape=input_shape,
            base=base,
            pictures=d.choice("pictures", pictures),
            bytes=d.choice("bytes", (4, 4, 2)),
        )

    @property
    def asks(self) -> Mapping[str, Ask]:
        last, factor = self.base[-1].name, self.pictures * self.bytes / 10**6
        numbers = observable.shape("flat", axis=0)
        averaged = observable.scaled(observable.shape("averaged", axis=0), factor)
        return {
            "features": Ask("What shape have the features of one image?", Shape(), of=observable.shape(last)),
            "numbers": Ask("How many numbers are they?", Integer(), of=numbers, follows="features"),
            "size": Ask(
                "How large is the file, in MB?",
                Real(decimals=1), of=observable.scaled(numbers, factor), follows=("features", "numbers"),
            ),
            "averaged": Ask(
                "How large is it, in MB, if the features are averaged first (global average pooling)?",
                Real(decimals=2), of=averaged, follows="features",
            ),
        }  # fmt: skip

    @property
    def network(self) -> Network:
        last = self.base[-1].name
        pooling = layers.GlobalAveragePooling1D if len(self.input_shape) == 2 else layers.GlobalAveragePooling2D
        return self.whole.add("flat", layers.Flatten(), last).add("averaged", pooling(), last)

    @misconception("The images themselves were taken. What is kept is what the base makes of them.")
    def images_kept(self) -> Network:
        return self.network.rewire("flat", "x").rewire("averaged", "x")

    @misconception("Numbers were counted, not bytes: each number takes {{ bytes }} bytes.")
    def numbers_for_bytes(self) -> Self | None:
        return self.but(bytes=1)

    @misconception("Mebibytes (MiB) of $2^{20}$ bytes were taken for megabytes of $10^6$ bytes.")
    def mebibytes(self) -> dict[str, float]:
        factor = self.pictures * self.bytes / 2**20
        *_, (_, _, given) = shapes(self.input_shape, self.base)
        return {"size": math.prod(given) * factor, "averaged": given[-1] * factor}
