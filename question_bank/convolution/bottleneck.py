"""A 5 × 5 convolution on 28 × 28 × 192, at once or behind a 1 × 1 convolution to 16 channels: how many multiplications?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from examgen.authoring import Ask, Count, Draw, Input, Integer, Network, Real, layers, misconception, observable
from examgen.question_bank._counted import MAC
from examgen.question_bank._volume import ReadsVolume

NARROW, WIDE = observable.multiplications("narrow"), observable.multiplications("wide")


class Bottleneck(ReadsVolume):
    """What a 1 × 1 convolution in front of a large kernel saves, as in Inception."""

    topic, level, title = "convolution", 3, "A bottleneck of 1 × 1 convolutions"
    picture = "network"
    stem = r"""
A volume of {{ height }} × {{ width }} × {{ channels }} (channels last) is to become one of
{{ height }} × {{ width }} × {{ filters }}, either at once by

- `{{ network.node("direct").layer }}`

or with a bottleneck, by two layers, one behind the other:

- `{{ network.node("narrow").layer }}`
- `{{ network.node("wide").layer }}`

{{ mac }}
"""
    mac: ClassVar[str] = MAC
    direct = Ask("How many MACs does it take at once?", Integer(), of=observable.multiplications("direct"))
    narrow = Ask("How many does the 1 × 1 convolution take?", Integer(), of=NARROW)
    wide = Ask("How many does the layer behind it take?", Integer(), of=WIDE)
    ratio = Ask(
        "How many times as many MACs does it take at once as with the bottleneck?",
        Real(decimals=2),
        of=observable.ratio(observable.multiplications("direct"), observable.total(NARROW, WIDE)),
        follows=("direct", "narrow", "wide"),
    )

    bottleneck: Count
    filters: Count
    kernel_size: Count

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side = d.choice("height", (7, 8, 10, 14, 16, 20, 28))
        return dict(
            **cls.drawn_volume(d, side, (64, 80, 96, 100, 128, 160, 192, 256)),
            bottleneck=d.choice("bottleneck", (8, 10, 12, 16, 20, 24)),
            filters=d.choice("filters", (20, 24, 32, 40, 48, 64)),
            kernel_size=d.choice("kernel_size", (3, 5, 5)),
        )

    def admissible(self) -> bool:
        return self.bottleneck < self.filters < self.channels

    @property
    def told_shapes(self) -> Mapping[str, tuple[int, ...]]:
        return dict.fromkeys(("direct", "wide"), (self.height, self.width, self.filters))

    @property
    def network(self) -> Network:
        large = layers.Conv2D(self.filters, self.kernel_size, padding="same")
        net = self.volume.add("direct", large, "x")
        return net.add("narrow", layers.Conv2D(self.bottleneck, 1), "x").add("wide", large)

    @misconception("The second layer was counted as deep as the first volume. It reads what the bottleneck leaves.")
    def bottleneck_ignored(self) -> Network:
        return self.network.rewire("wide", "x")

    @misconception("Filters were taken for flat. A 1 × 1 filter, too, has a weight for every channel that it reads.")
    def flat_bottleneck(self) -> Network:
        return self.network.with_arrays(flat=Input(self.height, self.width, 1)).rewire("narrow", "flat")

    @misconception("The products of one place were counted. The same weights multiply again at every place.")
    def one_place(self) -> Network:
        return self.network.with_arrays(x=Input(1, 1, self.channels))
