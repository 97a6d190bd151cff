"""Pooling a feature map by hand: the layer, its zeros and its border, whichever pooling it is."""

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
    """A feature map that is pooled by hand."""

    kind: ClassVar[LayerType]
    numbers: ClassVar[Sequence[int]] = range(10)

    picture = "grids"
    stem = r"""
The {% if zeros != (0, 0) %}layers `{{ frame }}` and `{{ layer }}` are{% else %}layer `{{ layer }}` is{% endif %} applied to the
feature map $X$.
{%- if blank != (0, 0) %} Windows also cover a border around the feature map, {{ blank[0] }} wide above and below and {{ blank[1] }} wide on
the left and on the right. The border holds no values: it enters neither a maximum nor a mean.{% endif %}
{%- if rounding == "up" %} An incomplete window at the end counts as well, with the values that it covers.{% endif %}

$$X = {{ x | matrix }}$$
"""
    p = Ask("Compute the output of the pooling layer.", Matrix())

    zeros: Margin = (0, 0)
    """Zero padding around the feature map: above and below, left and right."""
    blank: Margin = (0, 0)
    """Padding that is ignored, as in PyTorch's max pooling: rows above and below, columns left and right."""
    rounding: Literal["down", "up"] = "down"
    """Whether incomplete windows at the end count (up, PyTorch's `ceil_mode`) or are dropped (down)."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(**cls.drawn(d, (4, 4), (2,), (1,)))

    @classmethod
    def drawn(cls, d: Draw, size: Sizes, pool_sizes: Sequence[int], strides: Sequence[int]) -> dict[str, Any]:
        """A feature map and a layer; zeros and borders are pinned only."""
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
            raise ValueError("padding same takes no blank border, and no window is dropped")
        if any(2 * blank > f for blank, f in zip(self.blank, self.pool_size, strict=True)):
            raise ValueError(
                f"a blank border must be at most half a window wide, got {self.blank} for {self.pool_size}"
            )
        return self

    @property
    def border(self) -> tuple[Sizes, Sizes]:
        """Width of the border above and below, left and right, with what incomplete windows need."""
        over: tuple[int, ...] = (0, 0)
        if self.rounding == "up":
            over = tuple(map(self._over, self.size, self.pool_size, self.strides, self.zeros, self.blank))
        (above, left), (below, right) = self.blank, over
        return (above, above + below), (left, left + right)

    @staticmethod
    def _over(n: int, f: int, s: int, zeros: int, blank: int) -> int:
        """How far the last window reaches beyond the end; it begins on the feature map or the border before it."""
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
        """The layer that pads with zeros, as Keras code."""
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
        """The network with a border that never is the maximum, and the pooling."""
        lowest = min(0, *cells(self.x)) - 1
        return (
            net.with_arrays(lowest=((lowest,),))
            .add("above 0", ops.subtract(), net.last, "lowest")
            .add("bordered", layers.ZeroPadding2D(padding=self.border))
            .add("pooled", pooling)
            .add("p", ops.add(), "pooled", "lowest")
        )

    @misconception("You moved the window by its own size. It moves by the stride, so neighbouring windows may overlap.")
    def side_by_side(self) -> Self | None:
        return self.but(strides=self.pool_size)


def smallest(net: Network, name: str) -> Network | None:
    """The network with minimum instead of maximum pooling as its last layer: min(x) = -max(-x)."""
    pool = net.node(name)
    if pool.layer.type.namespace != "layers":
        return None  # after a border without values
    before = Network(net.arrays, tuple(node for node in net.nodes if node is not pool))
    return before.add("negated", ops.negative(), *pool.inputs).add("largest", pool.layer).add(name, ops.negative())
