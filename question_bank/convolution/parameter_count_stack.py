"""Conv2D(16, 5), MaxPooling2D(2), Conv2D(32, 3) on 64 × 64 × 3 images: how many parameters has each layer, and all of them?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, PositiveInt, model_validator

from examgen import layers, observable
from examgen.answers import Integer
from examgen.draw import Draw
from examgen.network import Input, Layer, Network, Option
from examgen.question import Ask, Question, misconception


class ParameterCountStack(Question):
    """Convolutions one after the other, some with pooling behind them: each reads the channels of the one before."""

    topic, level, title = "convolution", 2, "Parameters of a stack of convolutions"
    stem = r"""
A network reads images of {{ height }} × {{ width }} pixels with {{ channels }} channel{{ "s" if channels > 1 }}:
{% for layer in stack %}
{{ loop.index }}. `{{ layer }}`
{%- endfor %}
"""
    height: int = Field(ge=1, le=100_000)
    width: int = Field(ge=1, le=100_000)
    channels: int = Field(ge=1, le=100_000)
    filters: tuple[PositiveInt, ...] = Field(min_length=1, max_length=20)
    kernel_sizes: tuple[PositiveInt, ...]
    pool_size: int = Field(ge=0)
    use_bias: bool = True

    @classmethod
    def draw(cls, d: Draw) -> Self:
        side, first = d.integer("height", 32, 128), d.choice("first", (4, 6, 8, 10, 12, 16))
        filters = d.sample("filters", (first, 2 * first, 3 * first, 4 * first), d.integer("depth", 2, 3))
        kernels = tuple(d.choice(f"kernel{i}", (3, 3, 5, 7)) for i in range(len(filters)))
        return cls(
            height=side,
            width=d.integer("width", side, side),
            channels=d.choice("channels", (1, 3, 3, 4)),
            filters=filters,
            kernel_sizes=d.option("kernel_sizes", (kernels,)),
            pool_size=d.choice("pool_size", (0, 2, 2)),
            use_bias=d.choice("use_bias", (True, True, True, False)),
        )

    @model_validator(mode="after")
    def _one_kernel_each(self) -> Self:
        if len(self.filters) != len(self.kernel_sizes):
            raise ValueError(
                f"{len(self.filters)} convolutions need as many kernel sizes, got {len(self.kernel_sizes)}"
            )
        return self

    def admissible(self) -> bool:
        return tuple(sorted(self.filters)) == self.filters

    @property
    def stack(self) -> tuple[Layer, ...]:
        """The layers in order."""
        return tuple(node.layer for node in self.network.nodes)

    @property
    def asks(self) -> Mapping[str, Ask]:
        names = [node.outputs[0] for node in self.network.nodes if node.layer.kind is layers.Conv2D]
        counts = [observable.parameters(name) for name in names]
        asks = {
            name: Ask(f"How many parameters has `{self.network.node(name).layer}`?", Integer(), of=count)
            for name, count in zip(names, counts, strict=True)
        }
        together = observable.total(*counts)
        return {
            **asks,
            "total": Ask("How many have all layers together?", Integer(), of=together, follows=tuple(names)),
        }

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.height, self.width, self.channels))
        bias: dict[str, Option] = {} if self.use_bias else {"use_bias": False}
        for i, (filters, kernel) in enumerate(zip(self.filters, self.kernel_sizes, strict=True), start=1):
            net = net.add(f"c{i}", layers.Conv2D(filters, kernel, padding="same", **bias))
            if self.pool_size:
                net = net.add(f"p{i}", layers.MaxPooling2D(self.pool_size))
        return net

    @misconception(
        "Every filter was given the depth of the image. It is as deep as what it reads: the filters of the layer before."
    )
    def depth_of_the_image(self) -> Network:
        net = self.network
        for i in range(2, len(self.filters) + 1):
            net = net.rewire(f"c{i}", "x")
        return net

    @misconception("Depth was left out: a filter has a kernel for every channel of what it reads.")
    def flat_filters(self) -> Network:
        net = self.network.having(flat=Input(self.height, self.width, 1))
        for i in range(1, len(self.filters) + 1):
            net = net.rewire(f"c{i}", "flat")
        return net
