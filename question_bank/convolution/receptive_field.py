"""Windows of 3, 2 and 3 with strides 1, 2 and 1: how much of the image does a cell after the last layer see?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import (
    Ask,
    Draw,
    Grid,
    Input,
    Integer,
    Network,
    Question,
    layers,
    misconception,
    model_validator,
    observable,
)

MOST_ROOM = 1500
"""The largest image on which a field is tried, in pixels a side."""


class ReceptiveField(Question):
    """How far a cell sees through a stack of layers.

    A row of the stack is (window, stride) or (window, stride, dilation rate), for convolutions and pooling alike.
    """

    topic, level, title = "convolution", 3, "The receptive field of a stack"
    stem = r"""
An image passes through {{ stack | length }} layers, whose windows are square:

| Layer | Window | Stride | Dilation rate |
|:------|:------:|:------:|:-------------:|
{% for row in rows %}| {{ loop.index }} | {{ row[0] }} × {{ row[0] }} | {{ row[1] }} | {{ row[2] }} |
{% endfor %}
Whether a layer is a convolution or a pooling makes no difference here, nor does padding.
"""
    side = Ask(
        "How many pixels high is the part of the image that one cell after the last layer sees?",
        Integer(),
        of=observable.receptive_field("last", "x"),
    )

    stack: Grid

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        shapes = ((2, 2, 1), (3, 1, 1), (3, 1, 1), (3, 2, 1), (5, 1, 1), (5, 2, 1), (7, 2, 1), (3, 1, 2), (3, 1, 4))
        rows = tuple(d.choice(f"layer{i}", shapes) for i in range(1, d.integer("depth", 3, 4) + 1))
        return dict(stack=d.choice("stack", (rows,)))

    @model_validator(mode="after")
    def _layers_exist(self) -> Self:
        if len(self.stack[0]) not in (2, 3):
            raise ValueError("a row of the stack is (window, stride) or (window, stride, dilation rate)")
        for row in self.rows:
            if any(not isinstance(number, int) or number < 1 for number in row):
                raise ValueError(f"windows, strides and dilation rates are whole numbers from 1, got {row}")
        if self.room > MOST_ROOM:
            raise ValueError(
                f"the field is too large to be tried: it needs an image of {self.room}, at most {MOST_ROOM}"
            )
        return self

    def admissible(self) -> bool:
        strided = [i for i, (_, s, _) in enumerate(self.rows) if s > 1]
        return bool(strided) and strided[0] < len(self.rows) - 1 and self.room < 100

    @property
    def rows(self) -> tuple[tuple[int, int, int], ...]:
        """Window, stride and dilation rate of every layer."""
        return tuple((int(f), int(s), int(d)) for f, s, d in ((*row, 1)[:3] for row in self.stack))

    @property
    def room(self) -> int:
        """The side of an image that is large enough for a few cells after the last layer."""
        side = 3
        for f, s, d in reversed(self.rows):
            side = (side - 1) * s + d * (f - 1) + 1
        return side

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.room, self.room, 1))
        for f, s, d in self.rows:
            if s > 1 < d:  # Keras has a stride together with dilation in two steps
                net = net.add(f"layer {len(net.nodes) + 1}", layers.Conv2D(1, f, dilation_rate=d))
                f, d = 1, 1
            net = net.add(f"layer {len(net.nodes) + 1}", layers.Conv2D(1, f, strides=s, dilation_rate=d))
        return net.add("last", layers.Identity())

    @misconception("The windows were added up. Each layer adds its window less 1, times all the strides before it.")
    def windows_added(self) -> dict[str, int]:
        return {"side": sum(f for f, _, _ in self.rows)}

    @misconception(
        "The strides were left out: behind a stride of $s$ neighbouring cells lie $s$ times as far apart in the image."
    )
    def stride_ignored(self) -> Self | None:
        return self.but(stack=tuple((f, 1, d) for f, _, d in self.rows))

    @misconception("A layer's own stride was counted for its window. It only spreads what the layers after it see.")
    def own_stride_counted(self) -> Self | None:
        windows = ((1, 1), *((f, d) for f, _, d in self.rows))
        strides = (*(s for _, s, _ in self.rows), 1)
        return self.but(stack=tuple((f, s, d) for s, (f, d) in zip(strides, windows, strict=True)))

    @misconception("The dilation was left out: with rate $d$ a window of $f$ covers $d (f - 1) + 1$ cells.")
    def dilation_ignored(self) -> Self | None:
        return self.but(stack=tuple((f, s, 1) for f, s, _ in self.rows))
