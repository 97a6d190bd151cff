"""A 28 × 28 image becomes 12 × 12 with stride 2 and no padding: which sizes of the filters do that?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Array,
    Ask,
    Draw,
    Field,
    Input,
    Network,
    Question,
    Vector,
    layers,
    misconception,
    model_validator,
    observable,
)

LARGEST = 64
"""Sides of filters that are tried."""


class FittingKernels(Question):
    """All sizes of filters that give an output: with a stride there are several, for what does not fit is left out."""

    topic, level, title = "convolution", 2, "Every size of the filters that fits"
    stem = r"""
A convolution reads a square image of side $n = {{ n }}$, adds $p = {{ p }}$ rows or columns of zeros on each side and moves with
stride $s = {{ s }}$. A window that does not fit entirely is left out. The output has side $m = {{ m }}$.
"""

    n: int = Field(ge=1, le=1000)
    m: int = Field(ge=1, le=1000)
    p: int = Field(ge=0, le=100)
    s: int = Field(ge=1, le=20)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        m, s, p = d.integer("m", 4, 20), d.integer("s", 2, 4), d.integer("p", 0, 2)
        n = (m - 1) * s + d.integer("f", s, 8) - 2 * p
        return dict(n=d.integer("n", n, n), m=m, p=p, s=s)

    @model_validator(mode="after")
    def _something_fits(self) -> Self:
        if not self.sizes:
            raise ValueError(f"no filter takes n = {self.n} to m = {self.m} with p = {self.p} and s = {self.s}")
        if self.sizes[-1] > LARGEST:
            raise ValueError(f"filters up to {LARGEST} are tried, {self.sizes[-1]} would fit")
        return self

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes that fit; for bounds and checks, the answer comes from the network."""
        padded = self.n + 2 * self.p
        return tuple(f for f in range(1, padded + 1) if (padded - f) // self.s + 1 == self.m)

    def admissible(self) -> bool:
        return self.n > 8 and len(self.sizes) == self.s

    @property
    def asks(self) -> dict[str, Ask]:
        tried = observable.row(*(observable.shape(f"of {f}", axis=0) for f in range(1, self.tried + 1)))
        text = "Which sides $f$ may the filters have? Write all of them, the smallest first."
        return {"sizes": Ask(text, Vector(decimals=0), of=observable.places(tried, self.m))}

    @property
    def tried(self) -> int:
        """The largest filter that is tried: a larger one than the first that is too large has still fewer places."""
        return min(self.sizes[-1] + 1, self.n + 2 * self.p)

    @property
    def network(self) -> Network:
        """One convolution for every size that can be tried."""
        net = Network(x=Input(self.n, self.n, 1)).add("padded", layers.ZeroPadding2D(padding=self.p))
        for f in range(1, self.tried + 1):
            net = net.add(f"of {f}", layers.Conv2D(1, f, strides=self.s), "padded")
        return net

    @misconception("Only the size that fits exactly was given. With a stride above 1 some rows may be left over.")
    def exact_fit_alone(self) -> dict[str, Array] | None:
        return {"sizes": self.sizes[-1:]} if len(self.sizes) > 1 else None

    @misconception("The padding was counted once. It lies on both sides: $2p$.")
    def padding_once(self) -> dict[str, Array] | None:
        return {"sizes": tuple(f - self.p for f in self.sizes)} if self.p else None
