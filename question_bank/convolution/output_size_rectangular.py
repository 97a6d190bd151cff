"""A 3 × 5 kernel moves with stride 2 down and 1 across over an image of 20 × 31: how large is the output?"""

from __future__ import annotations

from itertools import permutations
from typing import Any, Self

from examgen.authoring import (
    Ask,
    Count,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    misconception,
    model_validator,
    observable,
)
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._map import Pictured


class OutputSizeRectangular(Pictured):
    """Height and width have numbers of their own."""

    topic, level, title = "convolution", 2, "Output size of a rectangular convolution"
    stem = r"""
A convolution reads an image of {{ height }} × {{ width }} (height × width). Its kernel of {{ window | join(" × ") }} moves
{{ moves }}. {{ border }}
{%- if repeats > 1 %} The same is done {{ repeats }} times, each time with what came out before.{% endif %}
"""
    rows = Ask("What is the height of the output?", Integer(), of=observable.shape("z", axis=0))
    columns = Ask("What is the width of the output?", Integer(), of=observable.shape("z", axis=1))

    height: Count
    width: Count
    kernel_size: Lengths
    repeats: int = Field(default=1, ge=1, le=100)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            height=d.integer("height", 12, 64),
            width=d.integer("width", 12, 64),
            kernel_size=d.choice("kernel_size", permutations(range(2, 8), 2)),
            repeats=d.integer("repeats", 1, 1),
            **cls.drawn_layer(d, strides=permutations(range(1, 4), 2), padding=permutations(range(4), 2)),
        )

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        height, width = self.output
        if self.repeats > 1 and not self.but(height=height, width=width, repeats=self.repeats - 1):
            raise ValueError(f"after {self.repeats} such convolutions nothing is left of {self.height} × {self.width}")
        return self

    @property
    def sides(self) -> tuple[int, ...]:
        return self.height, self.width

    @property
    def window(self) -> tuple[int, ...]:
        return self._along(self.kernel_size)

    def admissible(self) -> bool:
        once, over = self.padded_once(), self.overhanging()
        padded = all(before < f for (before, _), f in zip(self.zeros, self.window, strict=True))
        telling = all(other and other.output != self.output for other in (once, over))
        return padded and telling and self.height != self.width

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.height, self.width, 1))
        for number in range(self.repeats - 1):
            net = self.convolved(net, f"before {number}")
        return self.convolved(net, "z")

    @misconception("The kernel was turned: its first number is its height.")
    def kernel_turned(self) -> Self | None:
        return self.but(kernel_size=self.window[::-1])

    @misconception("Height and width were exchanged. The height comes first, and goes with the vertical numbers.")
    def height_for_width(self) -> Self | None:
        turned = {name: self._along(getattr(self, name))[::-1] for name in ("kernel_size", "strides", "dilation_rate")}
        return self.but(height=self.width, width=self.height, padding=self.zeros[::-1], **turned)

    @misconception("The quotient was rounded up. A window that does not fit entirely is left out: round down.")
    def rounded_up(self) -> Self | None:
        return self.overhanging()

    @misconception("The zeros were counted on one side only. They lie on both sides.")
    def padding_once(self) -> Self | None:
        return self.padded_once()
