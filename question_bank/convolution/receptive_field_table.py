"""Four layers on a 64 × 64 image: output side, effective stride and receptive field after each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from operator import mul
from typing import Any, Self

from examgen.authoring import (
    Ask,
    Computed,
    Draw,
    Field,
    Grid,
    Input,
    Network,
    Question,
    Vector,
    layers,
    misconception,
    model_validator,
    observable,
)


def _seen(q: ReceptiveFieldTable, depth: int, place: int) -> tuple[int, int]:
    """The first and the last pixel that a value of a layer sees, followed back window by window; padding is seen as well."""
    first = last = place
    for f, s, p in reversed(q.stack[:depth]):
        first, last = first * int(s) - int(p), last * int(s) - int(p) + int(f) - 1
    return first, last


def _jumps(q: ReceptiveFieldTable) -> list[int]:
    return [_seen(q, depth, 1)[0] - _seen(q, depth, 0)[0] for depth in range(1, len(q.stack) + 1)]


def _fields(q: ReceptiveFieldTable, answers: Mapping[str, Any]) -> list[int]:
    if list(answers["jumps"]) != _jumps(q):
        return list(q.fields((1, *answers["jumps"])))
    windows = (_seen(q, depth, 0) for depth in range(1, len(q.stack) + 1))
    return [last - first + 1 for first, last in windows]


class ReceptiveFieldTable(Question):
    """Output side, effective stride (jump) and receptive field after every layer of a stack."""

    topic, level, title = "convolution", 4, "Effective strides and receptive fields"
    conventions = ("floor",)
    stem = r"""
The following layers are applied to an image of {{ n }} × {{ n }} pixels:

| Layer | Kernel | Stride | Padding |
|:------|:------:|:------:|:-------:|
{% for row in stack %}| {{ loop.index }} | {{ row[0] }} × {{ row[0] }} | {{ row[1] }} | {{ row[2] }} |
{% endfor %}
The effective stride of a layer (its jump) is the distance, in pixels of the image, between the receptive fields of neighbouring values of
its output.
"""
    n: int = Field(ge=1, le=10_000)
    """Side length of the image."""
    stack: Grid
    """Layers in order, convolutional or pooling, each [kernel size, stride, padding]."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        shapes = ((2, 2, 0), (3, 1, 1), (3, 1, 0), (3, 2, 1), (5, 1, 2), (5, 1, 0), (5, 2, 2), (7, 2, 3))
        stack = tuple(d.choice(f"layer{i}", shapes) for i in range(1, d.integer("depth", 4, 4) + 1))
        return dict(n=d.choice("n", (56, 64, 96, 112, 128)), stack=stack)

    @model_validator(mode="after")
    def _layers_exist(self) -> Self:
        if len(self.stack[0]) != 3:
            raise ValueError("a row of stack must be [kernel size, stride, padding]")
        side = self.n
        for f, s, p in self.stack:
            if any(not isinstance(number, int) for number in (f, s, p)) or min(f, s) < 1 or p < 0:
                raise ValueError(f"kernel size and stride must be integers from 1, padding from 0; got {f}, {s}, {p}")
            if side + 2 * p < f:
                raise ValueError(f"a kernel of side {f} does not fit into an input of side {side} with padding {p}")
            side = int((side + 2 * p - f) // s) + 1
        return self

    def admissible(self) -> bool:
        strided = [i for i, (_, s, _) in enumerate(self.stack) if s > 1]
        mixed = len(strided) == 2 and strided[0] < 2 and len(set(self.stack)) == len(self.stack)
        return mixed and 32 <= self.derivation().effort <= 37

    @property
    def asks(self) -> Mapping[str, Ask]:
        sides = observable.row(*(observable.shape(f"layer {i}", axis=0) for i in range(1, len(self.stack) + 1)))
        each = "List the layers in order."
        field = f"What is the side length of the receptive field of one output value of each layer? {each}"
        return {
            "sides": Ask(f"What is the side length of each layer's output? {each}", Vector(), of=sides),
            "jumps": Ask(f"What is the effective stride of each layer? {each}", Vector(), of=Computed(_jumps)),
            "fields": Ask(field, Vector(), of=Computed(_fields), follows="jumps"),
        }

    def fields(self, jumps: Iterable[Any]) -> tuple[Any, ...]:
        """The receptive fields if every layer moves its kernel by one of these effective strides."""
        grown = ((f - 1) * jump for (f, _, _), jump in zip(self.stack, jumps, strict=False))
        return tuple(accumulate(grown, initial=1))[1:]

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.n, self.n, 1))
        for i, (f, s, p) in enumerate(self.stack, start=1):
            net = net.add(f"padded {i}", layers.ZeroPadding2D(padding=int(p))) if p else net
            net = net.add(f"layer {i}", layers.Conv2D(1, int(f), strides=int(s)))
        return net

    @misconception("You gave the strides of the layers. The effective stride is the product of all strides so far.")
    def strides_not_multiplied(self) -> dict[str, Any]:
        return {"jumps": tuple(s for _, s, _ in self.stack)}

    @misconception("You added the kernel sizes minus 1. A layer adds $(f - 1)$ times its input's effective stride.")
    def strides_ignored_in_fields(self) -> dict[str, Any]:
        return {"fields": self.fields((1,) * len(self.stack))}

    @misconception("You applied the stride of a layer to its own kernel. It affects only the layers after it.")
    def own_stride_counted(self) -> dict[str, Any]:
        return {"fields": self.fields(accumulate((s for _, s, _ in self.stack), mul))}

    @misconception("You counted the padding once. Padding $p$ is added on both sides, so the padded side is $n + 2p$.")
    def padding_once(self) -> dict[str, Any] | None:
        sides: Iterator[Any] = accumulate(
            self.stack, lambda n, row: (n + row[2] - row[0]) // row[1] + 1, initial=self.n
        )
        return {"sides": tuple(sides)[1:]} if any(p for _, _, p in self.stack) else None

    @misconception(
        "You used *same* padding in every layer. Where the padding is 0, no window extends beyond the input."
    )
    def same_for_valid(self) -> Network | None:
        bare = [f"layer {i}" for i, (_, _, p) in enumerate(self.stack, start=1) if not p]
        return self.network.but(*bare, padding="same") if bare else None

    @misconception("You used a stride of 1 in every layer. Use the given strides: {{ strides_given }}.")
    def stride_ignored(self) -> Network | None:
        strided = [f"layer {i}" for i, (_, s, _) in enumerate(self.stack, start=1) if s > 1]
        return self.network.but(*strided, strides=1) if strided else None

    @property
    def strides_given(self) -> str:
        """The layers whose stride is not 1, in words."""
        numbers: dict[int, list[str]] = {}
        for i, (_, s, _) in enumerate(self.stack, start=1):
            numbers.setdefault(int(s), []).append(str(i))
        return ", ".join(
            f"layers {', '.join(rest)} and {last} have stride {s}" if rest else f"layer {last} has stride {s}"
            for s, (*rest, last) in numbers.items()
            if s > 1
        )
