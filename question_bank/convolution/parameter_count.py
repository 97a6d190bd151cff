"""How many parameters has Conv2D(16, 5) on a 32 × 32 × 3 image?"""

from __future__ import annotations

from math import prod
from typing import Annotated, Any, Self

from examgen.authoring import (
    Ask,
    Count,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    PositiveInt,
    Question,
    layers,
    misconception,
    model_validator,
    observable,
)
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._sliding import CONVOLUTIONS


class ParameterCount(Question):
    """Parameters of one convolution, with a bias or without; signals, solids and groups can be pinned."""

    topic, level, title = "convolution", 1, "Parameters of a convolution"
    stem = r"""
The layer `{{ network.code("z") }}` reads {{ ("signals", "images", "solids")[input_shape | length - 2] }} of
{{ input_shape[:-1] | join(" × ") }} {{ ("steps", "pixels", "cells")[input_shape | length - 2] }} with {{ input_shape[-1] }} channels.
{%- if groups > 1 %} With {{ groups }} groups, a filter reads the channels of its own group only.{% endif %}
"""
    count = Ask("How many parameters has the layer?", Integer(), of=observable.parameters("z"))

    input_shape: Annotated[tuple[PositiveInt, ...], Field(min_length=2, max_length=4)]
    filters: Count
    kernel_size: Lengths
    groups: Count = 1
    use_bias: bool = True

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        height, kernel = d.integer("height", 16, 128), d.integer("kernel_height", 2, 7)
        image = height, d.integer("width", height, height), d.integer("channels", 2, 64)
        window = kernel, d.integer("kernel_width", kernel, kernel)
        return dict(
            input_shape=d.choice("input_shape", (image,)),
            filters=d.integer("filters", 4, 64),
            kernel_size=d.choice("kernel_size", (window,)),
            groups=d.integer("groups", 1, 1),
            use_bias=d.choice("use_bias", (True, True, True, False)),
        )

    @model_validator(mode="after")
    def _kernel_and_groups_fit(self) -> Self:
        axes, channels = len(self.input_shape) - 1, self.input_shape[-1]
        if isinstance(self.kernel_size, tuple) and len(self.kernel_size) != axes:
            raise ValueError(f"the input has {axes} spatial axes, the kernel has {len(self.kernel_size)}")
        if channels % self.groups or self.filters % self.groups:
            raise ValueError(
                f"{self.groups} groups do not divide {channels} channels and {self.filters} filters evenly"
            )
        return self

    def admissible(self) -> bool:
        return self.input_shape[-1] != self.filters

    @property
    def window(self) -> tuple[int, ...]:
        """The kernel's length along each spatial axis."""
        size = self.kernel_size
        return size if isinstance(size, tuple) else (size,) * (len(self.input_shape) - 1)

    @property
    def network(self) -> Network:
        kind = CONVOLUTIONS[len(self.input_shape) - 1]
        layer = kind(self.filters, self.kernel_size, groups=self.groups, use_bias=self.use_bias)
        # a kernel larger than what it reads has parameters all the same
        sides = (max(sizes) for sizes in zip(self.input_shape, self.window, strict=False))
        return Network(x=Input(*sides, self.input_shape[-1])).add("z", layer)

    @misconception("The size of the image was multiplied in. The same small kernel is used at every place.")
    def image_size_counted(self) -> Network:
        net = Network(x=Input(prod(self.input_shape)))
        return net.add("z", layers.Dense(self.filters, use_bias=self.use_bias))

    @misconception("One bias was counted for the whole layer. Every filter has its own.")
    def one_bias(self) -> dict[str, int] | None:
        weights = prod(self.window) * self.input_shape[-1] // self.groups * self.filters
        return {"count": weights + 1} if self.use_bias else None
