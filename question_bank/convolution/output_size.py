"""A 28 × 28 image, filters of size 5, padding 1 and stride 2: how wide is the output?"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from examgen import layers, observable
from examgen.answers import Integer
from examgen.draw import Draw
from examgen.network import Input, Network
from examgen.question import Ask, Question, misconception


class OutputSize(Question):
    """The side of a convolution's output from n, f, p and s."""

    topic, level, title = "convolution", 1, "Output size of a convolution"
    stem = r"""
A convolution with filters of size $f \times f$, $f = {{ f }}$, reads a square image of side $n = {{ n }}$. On each side it adds
$p = {{ p }}$ rows or columns of zeros, and it moves with stride $s = {{ s }}$. A window that does not fit entirely is left out.
"""
    side = Ask("What is the side of the output?", Integer(), of=observable.shape("z", axis=0))

    n: int = Field(ge=1, le=100_000)
    f: int = Field(ge=1)
    p: int = Field(ge=0)
    s: int = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        return cls(
            n=d.integer("n", 12, 128), f=d.integer("f", 2, 11), p=d.integer("p", 0, 4), s=d.integer("s", 1, 4)
        )

    @model_validator(mode="after")
    def _filter_fits(self) -> Self:
        if self.f > self.n + 2 * self.p:
            raise ValueError(f"the filter (f = {self.f}) is larger than the padded image (n + 2p = {self.n + 2 * self.p})")
        return self

    def admissible(self) -> bool:
        return self.p < self.f and self.n >= 2 * self.f and (self.p, self.s) != (0, 1)

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.n, self.n, 1)).add("padded", layers.ZeroPadding2D(padding=self.p))
        return net.add("z", layers.Conv2D(1, self.f, strides=self.s))

    @misconception("The quotient was rounded up. A window that does not fit entirely is left out: round down.")
    def rounded_up(self) -> dict[str, int]:
        return {"side": -(-(self.n + 2 * self.p - self.f) // self.s) + 1}

    @misconception("The 1 is missing: the window also stands at its first place, before it has moved at all.")
    def no_first_place(self) -> dict[str, int]:
        return {"side": (self.n + 2 * self.p - self.f) // self.s}

    @misconception("The padding was counted once. It lies on both sides: $2p$.")
    def padding_once(self) -> Network:
        return self.network.but("padded", padding=((self.p, 0), (self.p, 0)) if self.p else 0)
