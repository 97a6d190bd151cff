"""What pooling a map by hand has in common, whichever pooling it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, Self

from examgen.authoring import (
    Ask,
    Draw,
    Layer,
    LayerType,
    Matrix,
    Network,
    cells,
    layers,
    misconception,
    model_validator,
    ops,
)
from examgen.question_bank._sizes import Margin, Sizes, option
from examgen.question_bank.pooling._windowed import Windowed


class PoolingMap(Windowed):
    """A pooled map by hand; which pooling, its subclasses say."""

    kind: ClassVar[LayerType]
    numbers: ClassVar[Sequence[int]] = range(10)

    picture = "grids"
    stem = r"""
{% if zeros != (0, 0) %}The layer `{{ frame }}` puts zeros around the map $X$, and `{{ layer }}` reads the result.
{%- else %}The layer `{{ layer }}` reads the map{% endif %}
{%- if blank != (0, 0) %} A border of blank cells is put around the map, {{ blank[0] }} above and below, {{ blank[1] }} on the left
and on the right; blank cells count for nothing, neither for a maximum nor for a mean.{% endif %}
{%- if rounding == "up" %} A last window that begins on the map or its border but sticks out over it counts as well, with the part of
it that lies there.{% endif %}

$$X = {{ x | matrix }}$$
"""
    p = Ask("What does the layer give?", Matrix())

    zeros: Margin = (0, 0)
    blank: Margin = (0, 0)
    """Cells all round that hold no number, as PyTorch pads; they count for nothing."""
    rounding: Literal["down", "up"] = "down"
    """Whether windows count that stick out over the end: PyTorch's ``ceil_mode``."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(**cls.drawn(d, (4, 4), (2,), (1, 2)))

    @classmethod
    def drawn(cls, d: Draw, size: Sizes, pool_sizes: Sequence[int], strides: Sequence[int]) -> dict[str, Any]:
        """A map and a layer; zeros around the map are only ever pinned."""
        size = d.integer("rows", size[0], size[0]), d.integer("columns", size[1], size[1])
        layer = cls.drawn_layer(d, pool_sizes, strides)
        around = {name: d.choice(name, (0,)) for name in ("zeros", "blank")}
        return {"x": d.grid("x", size, cls.numbers), **around, "rounding": d.choice("rounding", ("down",)), **layer}

    @property
    def size(self) -> Sizes:
        rows, columns = (2 * (zeros + blank) for zeros, blank in zip(self.zeros, self.blank, strict=True))
        return len(self.x) + rows, len(self.x[0]) + columns

    @model_validator(mode="after")
    def _border_fits(self) -> Self:
        if self.padding == "same" and (any(self.blank) or self.rounding == "up"):
            raise ValueError("with padding same nothing more is put around the map, and every window counts")
        if any(2 * blank > f for blank, f in zip(self.blank, self.pool_size, strict=True)):
            raise ValueError(f"a blank border is at most half a window wide, got {self.blank} for {self.pool_size}")
        return self

    @property
    def border(self) -> tuple[Sizes, Sizes]:
        """Blank cells above and below, left and right, with those that windows over the end reach."""
        over: tuple[int, ...] = (0, 0)
        if self.rounding == "up":
            over = tuple(map(self._over, self.size, self.pool_size, self.strides, self.zeros, self.blank))
        (above, left), (below, right) = self.blank, over
        return (above, above + below), (left, left + right)

    @staticmethod
    def _over(n: int, f: int, s: int, zeros: int, blank: int) -> int:
        """How far the last window sticks out; it must not begin behind the map and its border in front."""
        count = -(-(n - f) // s) + 1
        count -= (count - 1) * s >= n - zeros - blank
        return max((count - 1) * s + f - n, 0)

    def admissible(self) -> bool:
        return len(set(cells(self.derivation().answers["p"]))) > 1

    @property
    def layer(self) -> str:
        """The layer as Keras code."""
        return str(self.pooling(self.kind))

    @property
    def frame(self) -> str:
        """The layer that puts zeros around the map, as Keras code."""
        return str(layers.ZeroPadding2D(padding=option(self.zeros)))

    @property
    def network(self) -> Network:
        net = Network(x=self.x)
        if self.zeros != (0, 0):
            net = net.add("framed", layers.ZeroPadding2D(padding=option(self.zeros)))
        if not any(map(any, self.border)):
            return net.add("p", self.pooling(self.kind))
        return self.blanked(net, self.pooling(self.kind).but(strides=option(self.strides)))

    def blanked(self, net: Network, pooling: Layer) -> Network:
        """The network with a border that counts for nothing, and the pooling: for a maximum, cells below all others."""
        lowest = min(0, *cells(self.x)) - 1
        return (
            net.with_arrays(lowest=((lowest,),))
            .add("above 0", ops.subtract(), net.last, "lowest")
            .add("bordered", layers.ZeroPadding2D(padding=self.border))
            .add("pooled", pooling)
            .add("p", ops.add(), "pooled", "lowest")
        )

    @misconception(
        "The windows were put side by side. They move by the stride, however large they are, and may overlap."
    )
    def side_by_side(self) -> Self | None:
        return self.but(strides=self.pool_size)


def smallest(net: Network, name: str) -> Network | None:
    """The network with minimum for maximum pooling as its last layer; Keras has none, but min(x) = -max(-x)."""
    pool = net.node(name)
    if pool.layer.type.namespace != "layers":
        return None  # behind a border of blank cells
    before = Network(net.arrays, tuple(node for node in net.nodes if node is not pool))
    return before.add("negated", ops.negative(), *pool.inputs).add("largest", pool.layer).add(name, ops.negative())
