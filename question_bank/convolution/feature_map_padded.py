"""A 3 × 3 kernel is applied to a 3 × 3 image with zero padding: what is the feature map?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import Draw, misconception
from examgen.question_bank.convolution._lengths import Padding
from examgen.question_bank.convolution._map import ConvolutionMap
from examgen.question_bank.convolution._sliding import drawn_layer


class FeatureMapPadded(ConvolutionMap):
    """A feature map with zero padding, by hand."""

    topic, level, title = "convolution", 2, "A feature map with zero padding"

    padding: Padding
    """Padding: same, full, the number of zeros on every side, or one number per axis."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side, size = d.integer("side", 3, 3), d.integer("size", 3, 3)
        return dict(
            image=d.grid("image", (side, side), range(1, 6)),
            kernel=d.grid("kernel", (size, size), (-1, 0, 1, 2)),
            bias=d.number("bias", (0,)),
            **drawn_layer(d, strides=(1,), padding=(1, "same")),
        )

    def admissible(self) -> bool:
        places, weights = self.slide.output[0] * self.slide.output[1], sum(w != 0 for row in self.kernel for w in row)
        return (
            super().admissible()
            and any(map(any, self.slide.zeros))
            and 4 <= places <= 16
            and 24 <= places * weights <= 72
        )

    @misconception("You repeated the values at the border. Zero padding adds zeros.")
    def border_repeated(self) -> Self | None:
        (above, below), (left, right) = self.slide.zeros
        rows = tuple((row[0],) * left + row + (row[-1],) * right for row in self.image)
        return self.but(image=(rows[0],) * above + rows + (rows[-1],) * below, padding="valid")

    @misconception("You put all zeros at the top and on the left. Zeros are added on every side.")
    def zeros_before_only(self) -> Self | None:
        before = tuple((sum(added), 0) for added in self.slide.zeros)
        return self.but(padding=before) if self.padding != "same" else None

    @misconception("You put the extra row and column at the top left. Keras adds them at the bottom right.")
    def odd_zeros_before(self) -> Self | None:
        odd = any(before != after for before, after in self.slide.zeros)
        return (
            self.but(padding=tuple(added[::-1] for added in self.slide.zeros))
            if self.padding == "same" and odd
            else None
        )
