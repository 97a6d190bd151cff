"""A convolution with 3 × 3 filters and padding 1 turns a 29 × 29 image into a 15 × 15 feature map: what is its stride?"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Self

from examgen.authoring import (
    Array,
    Ask,
    Claim,
    Computed,
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
    observable,
)

NAMES = {"f": "filter size", "p": "padding", "s": "stride"}


class MissingHyperparameter(Question):
    """The one of f, p and s that is not given, from the sides of the input and the output."""

    topic, level, title = "convolution", 2, "The missing hyperparameter"
    stem = r"""
A convolutional layer with $f \times f$ filters, zero padding $p$ on every side and stride $s$ is applied to an $n \times n$ image
with $n = {{ n }}$. The output feature map is $m \times m$ with $m = {{ m }}$; no row or column at the border is dropped.
The {{ known | join(" and the ") }}.
"""
    n: int = Field(ge=1, le=100_000)
    """Side length of the square input."""
    m: int = Field(ge=2, le=100_000)
    """Side length of the output."""
    f: int | None = Field(ge=1)
    """Side length of the filters; null if it is the unknown."""
    p: int | None = Field(ge=0)
    """Zero padding on every side; null if it is the unknown."""
    s: int | None = Field(ge=1)
    """Stride; null if it is the unknown."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        chosen = {"f": d.choice("f", (3, 5, 5, 7)), "p": d.integer("p", 0, 3), "s": d.integer("s", 1, 4)}
        m = d.choice("m", (14, 16, 28, 32, 56))
        free = [name for name in NAMES if name not in d.pins or d.pins[name] is None]
        missing = d.choice("missing", [name for name in free if chosen[name] is None] or free or NAMES)
        known = {name: 1 if value is None else value for name, value in chosen.items()}
        n = (m - 1) * known["s"] + known["f"] - 2 * known["p"]
        given = {name: None if name == missing else value for name, value in known.items()}
        return dict(n=n, m=m, **given)

    @model_validator(mode="after")
    def _one_is_missing(self) -> Self:
        if (self.f, self.p, self.s).count(None) != 1:
            raise ValueError(f"one of f, p and s must be null, got f = {self.f}, p = {self.p}, s = {self.s}")
        if not _fitting(self):
            raise ValueError(f"no {self.missing} leads from n = {self.n} to m = {self.m} without dropping a row")
        return self

    @property
    def missing(self) -> str:
        """Which of f, p and s is asked for."""
        return next(name for name in NAMES if getattr(self, name) is None)

    @property
    def known(self) -> list[str]:
        """What is given, by its name and its symbol."""
        return [f"{NAMES[name]} is ${name} = {getattr(self, name)}$" for name in NAMES if name != self.missing]

    def admissible(self) -> bool:
        f, p, _ = _with(self, _value(self))
        return 2 * p < f and self.n >= 8 and self.worked["value"][0] not in (0, self.m)

    @property
    def asks(self) -> Mapping[str, Ask]:
        return {"value": Ask(f"What is the {NAMES[self.missing]} ${self.missing}$?", Integer(), of=Computed(_value))}

    @property
    def claims(self) -> tuple[Claim, ...]:
        """With the value found, the layer of Keras has the output side that the statement gives."""
        f, p, s = _with(self, _value(self))
        net = Network(x=Input(self.n, self.n, 1)).add("padded", layers.ZeroPadding2D(padding=p))
        side = observable.shape("z", axis=0)

        def refuted(seen: Mapping[Observable, Array]) -> str:
            found = f"with {self.missing} = {_value(self)} Keras has the side {seen[side]}"
            return "" if seen[side] == self.m else found

        return (Claim(net.add("z", layers.Conv2D(1, f, strides=s)), (side,), refuted),)

    @misconception("You counted $m$ steps. From the first of $m$ positions to the last there are $m - 1$ steps.")
    def positions_as_strides(self) -> dict[str, int] | None:
        return _whole(_solved(self, strides=self.m))

    @misconception("You counted the padding once. Padding $p$ is added on both sides, so the padded side is $n + 2p$.")
    def padding_once(self) -> dict[str, int] | None:
        return _whole(_solved(self, sides=1)) if self.p != 0 else None


def _fitting(q: MissingHyperparameter) -> list[int]:
    """Every value of the missing one for which the filter has m positions and the last one ends at the border."""
    tried = range(0 if q.p is None else 1, q.n + (q.m - 1) * (q.s or 1) + (q.f or 1) + 2 * (q.p or 0))
    return [value for value in tried if _fits(q, *_with(q, value))]


def _with(q: MissingHyperparameter, value: int) -> tuple[int, int, int]:
    f, p, s = (value if given is None else given for given in (q.f, q.p, q.s))
    return f, p, s


def _fits(q: MissingHyperparameter, f: int, p: int, s: int) -> bool:
    positions = range(0, q.n + 2 * p - f + 1, s)
    return len(positions) == q.m and positions[-1] + f == q.n + 2 * p


def _value(q: MissingHyperparameter) -> int:
    """The only value that fits, found by trying all of them."""
    (found,) = _fitting(q)
    return found


def _solved(q: MissingHyperparameter, *, strides: int | None = None, sides: int = 2) -> Fraction:
    """The missing one from n + 2p = (m − 1)s + f, with another number of strides or of padded sides."""
    jumps = q.m - 1 if strides is None else strides
    if q.f is None:
        return Fraction(q.n + sides * (q.p or 0) - jumps * (q.s or 0))
    if q.p is None:
        return Fraction(jumps * (q.s or 0) + q.f - q.n, sides)
    return Fraction(q.n + sides * q.p - q.f, jumps)


def _whole(value: Fraction) -> dict[str, int] | None:
    return {"value": int(value)} if value.denominator == 1 and value >= 0 else None
