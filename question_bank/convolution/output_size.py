"""A 28 × 28 image, filters of size 5, padding 1 and stride 2: how wide is the output?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    Question,
    Real,
    layers,
    misconception,
    model_validator,
    observable,
)


class OutputSize(Question):
    """The side of a convolution's output from n, f, p and s."""

    topic, level, title = "convolution", 1, "Output size of a convolution"
    stem = r"""
A convolution with filters of size $f \times f$, $f = {{ f }}$, reads a square image of side $n = {{ n }}$. On each side it adds
$p = {{ p }}$ rows or columns of zeros, and it moves with stride $s = {{ s }}$.
{%- if d > 1 %} Its dilation rate is $d = {{ d }}$: neighbouring weights lie {{ d }} cells apart.{% endif %}
A window that does not fit entirely is left out.
"""

    n: int = Field(ge=1, le=100_000)
    f: int = Field(ge=1)
    p: int = Field(ge=0)
    s: int = Field(ge=1)
    d: int = Field(default=1, ge=1)
    exact: bool = False
    """Whether the number before rounding is asked for as well: a fraction where the windows do not fit exactly."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            n=d.integer("n", 12, 128),
            f=d.integer("f", 2, 11),
            p=d.integer("p", 0, 4),
            s=d.integer("s", 1, 4),
            d=d.integer("d", 1, 1),
            exact=d.choice("exact", (False,)),
        )

    @model_validator(mode="after")
    def _filter_fits(self) -> Self:
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
    def asks(self) -> Mapping[str, Ask]:
        asks: dict[str, Ask] = {}
        if self.exact:
            # one cell after the other, the window stands at its first place and at as many others as it can move cells
            moves = observable.difference(observable.shape("at every cell", axis=0), observable.shape("first", axis=0))
            places = observable.total(
                observable.ratio(moves, observable.shape("stride", axis=0)), observable.shape("first", axis=0)
            )
            text = "What is $(n + 2p - f) / s + 1$ before it is rounded{{ ', with all that the filter covers for $f$' if d > 1 }}?"
            asks["quotient"] = Ask(text, Real(decimals=2), of=places)
        return asks | {"side": Ask("What is the side of the output?", Integer(), of=observable.shape("z", axis=0))}

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.n, self.n, 1), first=Input(1), stride=Input(self.s))
        net = net.add("padded", layers.ZeroPadding2D(padding=self.p), "x")
        net = net.add("at every cell", layers.Conv2D(1, self.f, dilation_rate=self.d), "padded")
        if self.d > 1:  # Keras has no stride together with dilation: of all places, every s-th is taken
            return net.add("z", layers.MaxPooling2D(1, strides=self.s), "at every cell")
        return net.add("z", layers.Conv2D(1, self.f, strides=self.s), "padded")

    @misconception("The quotient was rounded up. A window that does not fit entirely is left out: round down.")
    def rounded_up(self) -> dict[str, int] | None:
        return {"side": -(-self._slack(self.p) // self.s) + 1} if self.s > 1 else None

    @misconception("The 1 is missing: the window also stands at its first place, before it has moved at all.")
    def no_first_place(self) -> dict[str, int]:
        return {"side": self._slack(self.p) // self.s}

    @misconception("The padding was counted once. It lies on both sides: $2p$.")
    def padding_once(self) -> Network:
        return self.network.but("padded", padding=((self.p, 0), (self.p, 0)) if self.p else 0)
