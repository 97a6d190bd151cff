"""A batch of 32 images in float32: how much memory do the activations of a small network need?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from examgen.authoring import (
    Ask,
    Count,
    Draw,
    Field,
    Integer,
    Network,
    Real,
    layers,
    misconception,
    model_validator,
    observable,
)
from examgen.question_bank._memory import TakesMemory
from examgen.question_bank.architecture._built import code, network, shapes
from examgen.question_bank.architecture._rows import Row, Rows, named


class ActivationMemory(TakesMemory):
    """The values that are stored for backpropagation, and the memory for a batch."""

    topic, level, title = "architecture", 3, "Memory for activations"
    conventions = ("channels_last", "floor", "valid_padding", "unit_stride", "pool_stride")
    stem = r"""
The input of a network has the shape {{ input_shape | join(" × ") }}. During training the output of every layer in the table is stored for
backpropagation, with {{ bytes }} bytes per value. The input itself is not counted. One megabyte (MB) is $10^6$ bytes.

| Name | Layer |
|:-----|:------|
{% for cells in table %}| {{ cells | join(" | ") }} |
{% endfor %}
"""
    input_shape: tuple[Count, ...] = Field(min_length=1, max_length=3)
    """Shape of one input, channels last, without the batch axis."""
    layers: Rows = Field(min_length=1, max_length=60)
    """Layers in order, each as ["conv", filters, kernel size] or ["max", pool size] and the like."""
    batch_size: Count = 1
    """Number of images in the batch."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        side, filters = 4 * d.integer("quarter", 7, 24), d.choice("filters", (8, 10, 12, 16, 20))
        kernel, padding = d.choice("kernel", (3, 5)), d.choice("padding", ("same", "same", "valid"))
        pairs = ((("conv", filters * times, kernel, 1, padding), ("max", 2)) for times in (1, 2))
        return dict(
            input_shape=(side, side, 3),
            layers=named(d.choice("layers", (tuple(row for pair in pairs for row in pair),))),
            batch_size=d.choice("batch_size", (8, 16, 20, 32, 50, 64, 100, 128)),
            bytes=d.choice("bytes", (4, 4, 2)),
        )

    @model_validator(mode="after")
    def _can_be_built(self) -> Self:
        tuple(shapes(self.input_shape, self.layers))
        return self

    @property
    def asks(self) -> Mapping[str, Ask]:
        values = observable.shape("all", axis=0)
        memory = observable.scaled(values, self.batch_size * self.bytes / 10**6)
        text = f"How many values does the output of {self.layers[0].name} have for one image?"
        return {
            "first": Ask(text, Integer(), of=observable.shape("kept0", axis=0)),
            "values": Ask("How many values are stored for one image?", Integer(), of=values, follows="first"),
            "memory": Ask(
                "How many MB are stored for a batch of {{ batch_size }} images?",
                Real(decimals=2, unit="MB"),
                of=memory,
                follows="values",
            ),
        }

    @property
    def table(self) -> tuple[tuple[str, str], ...]:
        """The layers by name as Keras code."""
        return tuple(code(self.input_shape, self.layers).items())

    @property
    def network(self) -> Network:
        return self._keeping(self.layers)

    def _keeping(self, rows: Iterable[Row]) -> Network:
        """The network, and the outputs of some of its rows laid side by side."""
        net, kept = network(self.input_shape, self.layers), list[str]()
        for row in rows:
            kept.append(f"kept{len(kept)}")
            net = net.add(kept[-1], layers.Flatten(), row.name)
        return net.add("all", layers.Concatenate() if len(kept) > 1 else layers.Identity(), *kept)

    @misconception("You counted the convolutional layers only. The output of pooling layers is stored as well.")
    def pooling_left_out(self) -> Network:
        return self._keeping(row for row in self.layers if row.kind == "conv")

    @misconception("You counted only one image. Every image of the batch has its own activations.")
    def one_image(self) -> Self | None:
        return self.but(batch_size=1)

    @misconception("You counted values, not bytes. Each value takes {{ bytes }} bytes.")
    def values_for_bytes(self) -> Self | None:
        return self.but(bytes=1)
