"""Pooling a feature map by hand: the layer, its zeros and its border, whichever pooling it is."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Literal

from examgen.authoring import Draw, Field, Layer, LayerType, Network, cells, layers, misconception, ops
from examgen.question_bank._sizes import Margin, Sizes, option, refuse_larger
from examgen.question_bank.pooling._windowed import Windowed

POOLING = r"""
The {% if zeros != (0, 0) %}layers `{{ frame }}` and `{{ layer }}` are{% else %}layer `{{ layer }}` is{% endif %} applied to the
feature map $X$.
{%- if blank != (0, 0) %} Windows also cover a border around the feature map, {{ blank[0] }} wide above and below and {{ blank[1] }} wide on
the left and on the right. The border contains no values, so only values of the feature map are pooled.{% endif %}
{%- if dilation_rate > 1 %} The windows are dilated, as in PyTorch: neighbouring values of a window are {{ dilation_rate }} positions
apart.{% endif %}
{%- if rounding == "up" %} An incomplete window at the end counts as well, with the values that it covers.{% endif %}

$$X = {{ x | matrix }}$$
"""
"""The statement."""


class PoolingMap(Windowed):
    """A feature map that is pooled by hand."""

    kind: ClassVar[LayerType]

    zeros: Margin = Field((0, 0), description="Zero padding around the feature map: above and below, left and right.")
    blank: Margin = Field(
        (0, 0),
        description="Padding that is ignored, as in PyTorch's max pooling: rows above and below, columns left and right.",
    )
    rounding: Literal["down", "up"] = Field(
        "down",
        description="Whether incomplete windows at the end count (up, PyTorch's `ceil_mode`) or are dropped (down).",
    )

    dilation_rate: int = Field(
        1, ge=1, description="Dilation rate of the windows, as in PyTorch; above 1 only with stride 1."
    )

    @property
    def size(self) -> Sizes:
        rows, columns = (2 * (zeros + blank) for zeros, blank in zip(self.zeros, self.blank, strict=True))
        return len(self.x) + rows, len(self.x[0]) + columns

    def check(self) -> None:
        if self.dilation_rate > 1:
            if self.strides != (1, 1) or any(self.blank) or self.padding == "same" or self.rounding == "up":
                raise ValueError("a dilation rate above 1 goes with stride 1, and with no padding but zeros")
            spans = tuple(self.dilation_rate * (f - 1) + 1 for f in self.pool_size)
            refuse_larger((spans[0], spans[1]), self.size)
        if self.padding == "same" and (any(self.blank) or self.rounding == "up"):
            raise ValueError("padding same takes no blank border, and no window is dropped")
        if any(2 * blank > f for blank, f in zip(self.blank, self.pool_size, strict=True)):
            raise ValueError(
                f"a blank border must be at most half a window wide, got {self.blank} for {self.pool_size}"
            )

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


def drawn(
    d: Draw,
    numbers: Sequence[int],
    size: Sizes = (4, 4),
    pool_sizes: Sequence[int] = (2,),
    strides: Sequence[int] = (1,),
) -> dict[str, Any]:
    """A feature map of such numbers and a layer; zeros and borders are pinned only."""
    size = d.integer("rows", size[0], size[0]), d.integer("columns", size[1], size[1])
    layer = PoolingMap.drawn_layer(d, pool_sizes, strides)
    around = {name: d.choice(name, (0,)) for name in ("zeros", "blank")}
    return {"x": d.grid("x", size, numbers), **around, "rounding": d.choice("rounding", ("down",)), **layer}


def lowered(q: PoolingMap, net: Network, pooling: Layer) -> Network:
    """The network with a border that never is the maximum, and the pooling."""
    lowest = min(0, *cells(q.x)) - 1
    return (
        net.with_arrays(lowest=((lowest,),))
        .add("above 0", ops.subtract(), net.last, "lowest")
        .add("bordered", layers.ZeroPadding2D(padding=q.border))
        .add("pooled", pooling)
        .add("p", ops.add(), "pooled", "lowest")
    )


def counted(q: PoolingMap, net: Network, pooling: Layer) -> Network:
    """The network with a border that is not counted: the mean of all positions, divided by the share of those with a value."""
    ones = tuple((1,) * len(q.x[0]) for _ in q.x)
    return (
        net.with_arrays(ones=ones)
        .add("bordered", layers.ZeroPadding2D(padding=q.border), net.last)
        .add("mean of all", pooling)
        .add("ones framed", layers.ZeroPadding2D(padding=option(q.zeros)), "ones")
        .add("counting", layers.ZeroPadding2D(padding=q.border))
        .add("part", pooling)
        .add("p", ops.divide(), "mean of all", "part")
    )


def pooled(q: PoolingMap, blanked: Callable[[PoolingMap, Network, Layer], Network] = lowered) -> Network:
    """The layers on the feature map, with output ``p``; ``blanked`` adds a border without values and the pooling."""
    net = Network(x=q.x)
    if q.zeros != (0, 0):
        net = net.add("framed", layers.ZeroPadding2D(padding=option(q.zeros)))
    if q.dilation_rate > 1:  # Keras has no such layer; its windows can be taken out
        windows = ops.extract_patches(option(q.pool_size), strides=1, dilation_rate=q.dilation_rate)
        whole = ops.mean if q.kind == layers.AveragePooling2D else ops.max
        return net.add("windows", windows).add("p", whole(axis=-1))
    if not any(map(any, q.border)):
        return net.add("p", q.pooling(q.kind))
    return blanked(q, net, q.pooling(q.kind).but(strides=option(q.strides)))


@misconception("You moved the window by its own size. It moves by the stride, so neighbouring windows may overlap.")
def side_by_side(q: PoolingMap) -> PoolingMap | None:
    """The variant whose stride is the pool size."""
    return q.but(strides=q.pool_size)


def smallest(net: Network, name: str) -> Network | None:
    """The network with minimum instead of maximum pooling as its last layer: min(x) = -max(-x)."""
    pool = net.node(name)
    if pool.layer.type.namespace != "layers":
        return None  # after a border without values
    before = Network(net.arrays, tuple(node for node in net.nodes if node is not pool))
    return before.add("negated", ops.negative(), *pool.inputs).add("largest", pool.layer).add(name, ops.negative())
