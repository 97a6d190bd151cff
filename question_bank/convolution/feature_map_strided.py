"""Move a 2 × 2 kernel over a 6 × 6 image with stride 2: what is the feature map?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import Draw, Network, misconception
from examgen.question_bank.convolution._map import ConvolutionMap


class FeatureMapStrided(ConvolutionMap):
    """A stride above 1, no padding; the last rows and columns may be left over."""

    topic, level, title = "convolution", 2, "A feature map with strides"

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side, size = d.integer("side", 5, 6), d.integer("size", 2, 3)
        return dict(
            image=d.grid("image", (side, side), range(6)),
            kernel=d.grid("kernel", (size, size), (-1, 0, 1, 2)),
            bias=d.number("bias", (0,)),
            **cls.drawn_layer(d, strides=(2, 2, 3)),
        )

    def admissible(self) -> bool:
        return super().admissible() and min(self.output) > 1

    @misconception("The kernel moved with its stride along the rows only. It jumps downwards as well.")
    def strides_across_only(self) -> Network | None:
        return self.network.but("z", strides=(1, self._along(self.strides)[1]))

    @misconception(
        "So many cells were skipped between two windows. The stride counts from one place to the next: 2 skips one cell."
    )
    def stride_skipped(self) -> Network | None:
        return self.network.but("z", strides=tuple(s + 1 for s in self._along(self.strides)))

    @misconception("A window that reaches over the edge was filled up with zeros. Without padding it is left out.")
    def window_over_the_edge(self) -> Self | None:
        return self.overhanging()
