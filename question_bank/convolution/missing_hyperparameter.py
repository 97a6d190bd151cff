"""A 32 × 32 image becomes 16 × 16 with 4 × 4 filters and stride 2, fitting exactly: how much padding was there?"""

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
    Observable,
    Question,
    layers,
    misconception,
    model_validator,
)
from examgen.model.observable import difference, ratio, scaled, shape, total

NAMES = {"f": "side $f$ of the filters", "p": "padding $p$", "s": "stride $s$"}


class MissingHyperparameter(Question):
    """The one of f, p and s that is not told, from the sizes that go in and come out."""

    topic, level, title = "convolution", 2, "The missing hyperparameter"
    stem = r"""
A convolution with filters of size $f \times f$ reads a square image of side $n = {{ n }}$, adds $p$ rows or columns of zeros on each
side and moves with stride $s$. The output has side $m = {{ m }}$, and the windows fit exactly: no row or column is left over. It is
known that {{ known | join(" and ") }}.
"""
    n: int = Field(ge=1, le=100_000)
    m: int = Field(ge=2, le=100_000)
    f: int | None = Field(ge=1)
    p: int | None = Field(ge=0)
    s: int | None = Field(ge=1)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        drawn = {"f": d.choice("f", (3, 5, 7)), "p": d.integer("p", 0, 3), "s": d.integer("s", 1, 4)}
        m, missing = d.integer("m", 4, 32), d.choice("missing", tuple(NAMES))
        known = {name: 1 if value is None else value for name, value in drawn.items()}
        n = (m - 1) * known["s"] + known["f"] - 2 * known["p"]
        told = {name: None if name == missing else value for name, value in known.items()}
        return dict(n=d.integer("n", n, n), m=m, **told)

    @model_validator(mode="after")
    def _one_is_missing(self) -> Self:
        if (self.f, self.p, self.s).count(None) != 1:
            raise ValueError(f"one of f, p and s must be missing, got f = {self.f}, p = {self.p}, s = {self.s}")
        jumps, f, p, s = self.m - 1, self.f or 0, self.p or 0, self.s or 0
        left = self.n + 2 * p - f - jumps * s  # for the missing one
        if not {"f": left > 0, "p": left <= 0 == left % 2, "s": left > 0 == left % jumps}[self.missing]:
            raise ValueError(f"no {self.missing} takes n = {self.n} to m = {self.m} exactly")
        return self

    @property
    def missing(self) -> str:
        """Which of f, p and s is not told."""
        return next(name for name in NAMES if getattr(self, name) is None)

    @property
    def known(self) -> list[str]:
        """What is told, in TeX."""
        return [f"${name} = {getattr(self, name)}$" for name in NAMES if name != self.missing]

    def admissible(self) -> bool:
        fits = self.p is None or self.f is None or self.p < self.f
        return fits and self.n >= 8 and self.derivation().answers["value"] not in (0, self.m)

    @property
    def asks(self) -> Mapping[str, Ask]:
        n, padded, way = (shape(name, axis=0) for name in ("x", "padded", "way"))
        of: Observable = {
            "f": difference(padded, way),
            "p": scaled(difference(total(way, shape("filter", axis=0)), n), 0.5),
            "s": ratio(difference(shape("places", axis=0), shape("one", axis=0)), shape("jumps", axis=0)),
        }[self.missing]
        return {"value": Ask(f"What is the {NAMES[self.missing]}?", Integer(), of=of)}

    @property
    def network(self) -> Network:
        """The way of a window from its first to its last place are m - 1 jumps, each as far as the stride."""
        net = Network(x=Input(self.n, self.n, 1), jumps=Input(self.m - 1, self.m - 1, 1), one=Input(1))
        if self.p is not None:
            net = net.add("padded", layers.ZeroPadding2D(padding=self.p), "x")
        if self.s is not None:
            net = net.add("way", layers.UpSampling2D(self.s), "jumps")
        if self.f is not None:
            net = net.with_arrays(filter=Input(self.f))
        if self.f is not None and self.p is not None:
            net = net.add("places", layers.Conv2D(1, self.f), "padded")
        return net

    @misconception("The 1 was forgotten: from the first of $m$ places to the last the window jumps $m - 1$ times.")
    def places_for_jumps(self) -> Network:
        return self.network.with_arrays(jumps=Input(self.m, self.m, 1))

    @misconception("The padding was counted once. It lies on both sides: $2p$.")
    def padding_once(self) -> Network | dict[str, int] | None:
        if self.f is not None and self.s is not None:
            return {"value": (self.m - 1) * self.s + self.f - self.n}
        return self.network.but("padded", padding=((self.p, 0), (self.p, 0))) if self.p else None
