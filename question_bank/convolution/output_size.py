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
$p = {{ p }}$ rows or columns of zeros, and it moves with stride $s = {{ s }}$.
{%- if d > 1 %} Its dilation rate is $d = {{ d }}$: neighbouring weights lie {{ d }} cells apart.{% endif %}
A window that does not fit entirely is left out.
"""
    side = Ask("What is the side of the output?", Integer(), of=observable.shape("z", axis=0))

    n: int = Field(ge=1, le=100_000)
    f: int = Field(ge=1)
    p: int = Field(ge=0)
    s: int = Field(ge=1)
    d: int = Field(default=1, ge=1)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        return cls(
            n=d.integer("n", 12, 128),
            f=d.integer("f", 2, 11),
            p=d.integer("p", 0, 4),
            s=d.integer("s", 1, 4),
            d=d.integer("d", 1, 1),
        )

    @model_validator(mode="after")
    def _filter_fits(self) -> Self:
        if self.s > 1 < self.d:
            raise ValueError(f"Keras has no stride (s = {self.s}) together with dilation (d = {self.d})")
        if self._slack(self.p) < 0:
            raise ValueError(
                f"the filter (f = {self.f}, d = {self.d}) is larger than the padded image (n + 2p = {self.n + 2 * self.p})"
            )
        return self

    def _slack(self, p: float) -> int:
        """How far the filter can move over the image with p zeros on each side."""
        return int(self.n + 2 * p) - self.d * (self.f - 1) - 1

    def admissible(self) -> bool:
        once_tells = self._slack(self.p) // self.s != self._slack(self.p / 2) // self.s or not self.p
        rounding_tells = self._slack(self.p) % self.s or self.s == 1
        return bool(self.p < self.f <= self.n // 2 and (self.p, self.s) != (0, 1) and once_tells and rounding_tells)

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.n, self.n, 1)).add("padded", layers.ZeroPadding2D(padding=self.p))
        return net.add("z", layers.Conv2D(1, self.f, strides=self.s, dilation_rate=self.d))

    @misconception("The quotient was rounded up. A window that does not fit entirely is left out: round down.")
    def rounded_up(self) -> dict[str, int] | None:
        return {"side": -(-self._slack(self.p) // self.s) + 1} if self.s > 1 else None

    @misconception("The 1 is missing: the window also stands at its first place, before it has moved at all.")
    def no_first_place(self) -> dict[str, int]:
        return {"side": self._slack(self.p) // self.s}

    @misconception("The padding was counted once. It lies on both sides: $2p$.")
    def padding_once(self) -> Network:
        return self.network.but("padded", padding=((self.p, 0), (self.p, 0)) if self.p else 0)
