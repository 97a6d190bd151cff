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

NAMES = {"f": "size $f$", "p": "padding $p$", "s": "stride $s$"}


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
    most: int = Field(default=10, ge=1, le=64)
    """The largest value that Keras tries for the missing one."""

    @classmethod
    def draw(cls, d: Draw) -> Self:
        n, f, p, s = d.integer("n", 10, 64), d.integer("f", 2, 8), d.integer("p", 0, 3), d.integer("s", 1, 4)
        m = (n + 2 * p - f) // s + 1
        missing = d.choice("missing", tuple(NAMES))
        told = {name: None if name == missing else value for name, value in (("f", f), ("p", p), ("s", s))}
        return cls(n=n, m=d.integer("m", m, m), most=d.integer("most", 10, 10), **told)

    @property
    def missing(self) -> str:
        """Which of f, p and s is not told."""
        return next((name for name in NAMES if getattr(self, name) is None), "none")

    @property
    def known(self) -> list[str]:
        """What is told, in TeX."""
        return [f"${name} = {getattr(self, name)}$" for name in NAMES if name != self.missing]

    def told(self, value: int) -> list[int]:
        """f, p and s with a value for the missing one."""
        return [value if given is None else given for given in (self.f, self.p, self.s)]

    def side(self, value: int, sides: int = 2) -> int:
        """The side of the output; for bounds and checks, an answer comes from the network."""
        f, p, s = self.told(value)
        return (self.n + sides * p - f) // s + 1

    @property
    def tried(self) -> list[int]:
        """Every value with which a window fits on the image."""
        return [value for value in range(int(self.missing != "p"), self.most + 1) if self.side(value) > 0]

    @model_validator(mode="after")
    def _one_is_missing(self) -> Self:
        if [self.f, self.p, self.s].count(None) != 1:
            raise ValueError(f"one of f, p and s must be missing, got f = {self.f}, p = {self.p}, s = {self.s}")
        if self.m not in map(self.side, self.tried) or self.side(self.most + 1) == self.m:
            raise ValueError(
                f"not all values of {self.missing} that give m = {self.m} are among those up to {self.most}"
            )
        return self

    @property
    def asks(self) -> Mapping[str, Ask]:
        hits = [observable.agrees(observable.shape(f"z{v}", axis=0), observable.shape("m", axis=0)) for v in self.tried]
        # the values that fit stand side by side: their mean, and half their number up and down
        count = observable.total(*hits)
        weighed = (observable.scaled(hit, value) for hit, value in zip(hits, self.tried, strict=True))
        mean = observable.ratio(observable.total(*weighed), count)
        half = observable.scaled(observable.difference(count, observable.shape("one", axis=0)), 0.5)
        smallest = f"What is the smallest {NAMES[self.missing]} that gives this?"
        return {
            "smallest": Ask(smallest, Integer(), of=observable.difference(mean, half)),
            "largest": Ask("What is the largest? (It may be the same.)", Integer(), of=observable.total(mean, half)),
        }

    def admissible(self) -> bool:
        f, p, _ = self.told(1)
        padding_tells = not p or any((self.side(v) == self.m) != (self.side(v, sides=1) == self.m) for v in self.tried)
        return self.n >= 2 * f and p < max(f, 2) and padding_tells

    @property
    def network(self) -> Network:
        """Every value is tried."""
        net = Network(x=Input(self.n, self.n, 1), m=Input(self.m), one=Input(1))
        for value in self.tried:
            f, p, s = self.told(value)
            if (padded := f"padded with {p}") not in net.names:
                net = net.add(padded, layers.ZeroPadding2D(padding=p), "x")
            net = net.add(f"z{value}", layers.Conv2D(1, f, strides=s), padded)
        return net

    @misconception("A window was counted too much: $m$ places are $m - 1$ strides.")
    def places_for_strides(self) -> Self | None:
        return self.but(m=self.m + 1)

    @misconception("Only the value with which the windows fit exactly was found. Rows may be left over at the end.")
    def exact_fit_only(self) -> dict[str, int] | None:
        fitting = [value for value in self.tried if self.side(value) == self.m]
        for value in fitting:
            f, p, s = self.told(value)
            if len(fitting) > 1 and (self.n + 2 * p - f) % s == 0:
                return {"smallest": value, "largest": value}
        return None

    @misconception("The padding was counted once. It lies on both sides: $2p$.")
    def padding_once(self) -> Network:
        net = self.network
        for p in {self.told(value)[1] for value in self.tried} - {0}:
            net = net.but(f"padded with {p}", padding=((p, 0), (p, 0)))
        return net
