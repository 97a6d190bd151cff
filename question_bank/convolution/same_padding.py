"""How many zeros on each side keep the size of a 64 × 64 image under a 5 × 5 kernel?"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    Question,
    layers,
    misconception,
    model_validator,
    observable,
)


class SamePadding(Question):
    """The padding that keeps the size: half of what the convolution takes away without it."""

    topic, level, title = "convolution", 1, "The padding that keeps the size"
    stem = r"""
A convolution with filters of size $f \times f$, $f = {{ f }}$, reads a square image of side $n = {{ n }}$ with stride 1.
{%- if d > 1 %} Its dilation rate is $d = {{ d }}$: neighbouring weights lie {{ d }} cells apart.{% endif %}
On each side $p$ rows or columns of zeros are added, so that the output is as large as the image.
"""
    p = Ask(
        "What is $p$?",
        Integer(),
        of=observable.scaled(observable.difference(observable.shape("x", axis=0), observable.shape("z", axis=0)), 0.5),
    )

    same_for_valid: ClassVar[None] = None  # the network is the layer without its zeros

    n: int = Field(ge=1, le=100_000)
    f: int = Field(ge=1)
    d: int = Field(default=1, ge=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(n=d.integer("n", 16, 256), f=d.choice("f", (3, 5, 7, 9, 11, 13)), d=d.choice("d", (1, 1, 1, 2)))

    @model_validator(mode="after")
    def _zeros_come_in_pairs(self) -> Self:
        taken = self.d * (self.f - 1)
        if taken % 2:
            raise ValueError(f"an even filter (f = {self.f}) takes away {taken} rows, which two sides cannot share")
        if taken >= self.n:
            raise ValueError(f"the filter covers {taken + 1} cells, the image has {self.n}")
        return self

    @property
    def network(self) -> Network:
        """Without padding: what is missing at the output is what the zeros must bring."""
        return Network(x=Input(self.n, self.n, 1)).add("z", layers.Conv2D(1, self.f, dilation_rate=self.d))

    @misconception("These are the zeros for both sides together. Each side gets half of them.")
    def both_sides_together(self) -> dict[str, int]:
        return {"p": self.d * (self.f - 1)}

    @misconception("Half of $f$ was rounded up. The cell in the middle of the filter needs no zero: $p = (f - 1) / 2$.")
    def half_the_filter(self) -> dict[str, int] | None:
        return {"p": (self.f + 1) // 2} if self.d == 1 else None

    @misconception("One row of zeros is enough for a 3 × 3 filter. A larger one takes away more.")
    def always_one(self) -> Network | None:
        return self.network.but("z", kernel_size=3, dilation_rate=1)

    @misconception("The dilation was left out: the filter covers $d (f - 1) + 1$ cells.")
    def dilation_ignored(self) -> Network:
        return self.network.but("z", dilation_rate=1)
