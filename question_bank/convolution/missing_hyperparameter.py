"""A 28 × 28 image becomes 12 × 12 with stride 2 and no padding: which filter sizes can that be?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from examgen import layers, observable
from examgen.answers import Integer
from examgen.draw import Draw
from examgen.network import Input, Network
from examgen.question import Ask, Question, misconception


class MissingHyperparameter(Question):
    """The one of f, p and s that is not told, from the size that comes out; the rounding leaves room for several."""

    topic, level, title = "convolution", 3, "The missing hyperparameter"
    stem = r"""
A convolution with filters of size $f \times f$ reads a square image of side $n = {{ n }}$, adds $p$ rows or columns of zeros on each
side and moves with stride $s$. A window that does not fit entirely is left out. The output has side $m = {{ m }}$, and it is known
that {{ known | join(" and ") }}.
"""
    n: int = Field(ge=1, le=10_000)
    m: int = Field(ge=2, le=10_000)
    f: int | None = Field(ge=1)
    p: int | None = Field(ge=0)
    s: int | None = Field(ge=1)
    most: int = Field(default=12, ge=1, le=64)
    """The largest value that Keras tries."""

    @classmethod
    def draw(cls, d: Draw) -> Self:
        n = d.integer("n", 10, 64)
        told: dict[str, int | None] = {"f": d.integer("f", 2, 8), "p": d.integer("p", 0, 3), "s": d.integer("s", 1, 4)}
        m = d.integer("m", *[_side(n, **told)] * 2)
        told[d.choice("missing", tuple(told))] = None
        return cls(n=n, m=m, most=d.integer("most", 12, 12), **told)

    @property
    def missing(self) -> str:
        """Which of f, p and s is not told."""
        return next(name for name in ("f", "p", "s") if getattr(self, name) is None)

    @property
    def known(self) -> list[str]:
        """What is told, in TeX."""
        return [f"${name} = {getattr(self, name)}$" for name in ("f", "p", "s") if name != self.missing]

    def with_(self, value: int) -> dict[str, int]:
        """f, p and s with a value for the missing one."""
        return {name: value if name == self.missing else getattr(self, name) for name in ("f", "p", "s")}

    def _left_over(self, value: int) -> int:
        told = self.with_(value)
        return (self.n + 2 * told["p"] - told["f"]) % told["s"]

    @property
    def tried(self) -> list[int]:
        """Every value with which a window fits on the image."""
        values = range(0 if self.missing == "p" else 1, self.most + 1)
        return [value for value in values if _side(self.n, **self.with_(value)) > 0]

    @property
    def fitting(self) -> list[int]:
        """The values that give the side m; for bounds and checks, an answer comes from the network."""
        return [value for value in self.tried if _side(self.n, **self.with_(value)) == self.m]

    @model_validator(mode="after")
    def _one_is_missing(self) -> Self:
        if (self.f, self.p, self.s).count(None) != 1:
            raise ValueError(f"one of f, p and s must be missing, got f = {self.f}, p = {self.p}, s = {self.s}")
        if not self.fitting or _side(self.n, **self.with_(self.most + 1)) == self.m:
            raise ValueError(f"the values of {self.missing} that give m = {self.m} are not among those up to {self.most}")
        return self

    @property
    def asks(self) -> Mapping[str, Ask]:
        hits = [observable.agrees(observable.shape(f"z{v}", axis=0), observable.shape("m", axis=0)) for v in self.tried]
        # the values that fit stand side by side: their mean, and half their number up and down
        count = observable.total(*hits)
        weighed = (observable.scaled(hit, value) for hit, value in zip(hits, self.tried, strict=True))
        mean = observable.ratio(observable.total(*weighed), count)
        half = observable.scaled(observable.difference(count, observable.shape("one", axis=0)), 0.5)
        name = {"f": "size $f$", "p": "padding $p$", "s": "stride $s$"}[self.missing]
        return {
            "smallest": Ask(f"What is the smallest {name} that gives this?", Integer(), of=observable.difference(mean, half)),
            "largest": Ask("What is the largest? (It may be the same.)", Integer(), of=observable.total(mean, half)),
        }

    def admissible(self) -> bool:
        told = self.with_(1)
        return self.n >= 2 * told["f"] and told["p"] <= told["f"]

    @property
    def network(self) -> Network:
        """Every value is tried."""
        net = Network(x=Input(self.n, self.n, 1), m=Input(self.m), one=Input(1))
        for value in self.tried:
            told = self.with_(value)
            net = net.add(f"padded {value}", layers.ZeroPadding2D(padding=told["p"]), "x")
            net = net.add(f"z{value}", layers.Conv2D(1, told["f"], strides=told["s"]))
        return net

    @misconception("A window was counted too much: $m$ places are $m - 1$ strides.")
    def places_for_strides(self) -> Self | None:
        return self.but(m=self.m + 1)

    @misconception("Only the value with which the windows fit exactly was found. Rows may be left over at the end.")
    def exact_fit_only(self) -> dict[str, int] | None:
        exact = [value for value in self.fitting if not self._left_over(value)]
        return {"smallest": exact[0], "largest": exact[0]} if exact and len(self.fitting) > 1 else None

    @misconception("The padding was counted once. It lies on both sides: $2p$.")
    def padding_once(self) -> Network:
        net = self.network
        for value in self.tried:
            p = self.with_(value)["p"]
            net = net.but(f"padded {value}", padding=((p, 0), (p, 0)) if p else 0)
        return net


def _side(n: int, f: int, p: int, s: int) -> int:
    return (n + 2 * p - f) // s + 1
