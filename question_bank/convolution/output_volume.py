"""Which shape has the output of Conv2D(32, 7, strides=2) on a 63 × 63 × 16 input, and how many numbers are in it?"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, PositiveInt, model_validator

from examgen import layers, observable
from examgen.answers import Integer, Shape
from examgen.draw import Draw
from examgen.network import Input, Network
from examgen.question import Ask, misconception
from examgen.question_bank.convolution._sliding import Lengths, Sliding


class OutputVolume(Sliding):
    """From the volume that goes in to the one that comes out; signals and solids can be pinned as well as pictures."""

    topic, level, title = "convolution", 2, "Output volume of a convolution"
    stem = r"""
An input of shape {{ input_shape | join(" × ") }} (channels last) passes through {{ code | join(" and then ") }}
{%- if repeats > 1 %}, {{ repeats }} times one after the other{% endif %}.
"""
    z = Ask("What is the shape of the output?", Shape())
    numbers = Ask("How many numbers does the output hold?", Integer(), of=observable.shape("flat", axis=0), follows="z")

    input_shape: Annotated[tuple[PositiveInt, ...], Field(min_length=2, max_length=4)]
    filters: int = Field(ge=1, le=100_000)
    kernel_size: Lengths
    repeats: int = Field(default=1, ge=1, le=100)

    @classmethod
    def draw(cls, d: Draw) -> Self:
        height, width = d.integer("height", 14, 40), d.integer("width", 14, 40)
        channels = d.choice("channels", (1, 3, 4, 8, 16, 32))
        return cls(
            input_shape=d.option("input_shape", ((height, d.choice("side", (width, height)), channels),)),
            filters=d.choice("filters", (4, 6, 8, 10, 12, 16, 20, 24, 32)),
            kernel_size=d.option("kernel_size", (2, 3, 4, 5, 7)),
            strides=d.option("strides", (1, 2, 2, 3)),
            padding=d.option("padding", ("valid", "same", 1, 2)),
            dilation_rate=d.option("dilation_rate", (1,)),
            repeats=d.integer("repeats", 1, 1),
        )

    @property
    def sides(self) -> tuple[int, ...]:
        return self.input_shape[:-1]

    @property
    def window(self) -> tuple[int, ...]:
        return self._along(self.kernel_size)

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        if self.repeats > 1 and not self.but(input_shape=(*self.output, self.filters), repeats=self.repeats - 1):
            raise ValueError(f"{self.repeats} such layers leave nothing of {self.sides}")
        return self

    def admissible(self) -> bool:
        if self.input_shape[-1] == self.filters or (self.strides, self.padding) == (1, "same"):
            return False
        once = self.padded_once()
        return once is None or (once.output != self.output and max(self.zeros)[0] < min(self.window))

    @property
    def code(self) -> list[str]:
        """The layers as Keras code."""
        nodes = self.network.nodes[:-1]
        return [f"`{node.layer}`" for node in nodes[: len(nodes) // self.repeats]]

    @property
    def network(self) -> Network:
        net = Network(x=Input(*self.input_shape))
        for time in range(1, self.repeats + 1):
            net = self.convolved(net, "z" if time == self.repeats else f"z{time}", self.filters)
        return net.add("flat", layers.Flatten())

    @misconception("The depth was left as it is. Every filter makes one channel, however deep the input.")
    def depth_stays(self) -> Self | None:
        return self.but(filters=self.input_shape[-1])

    @misconception("The depth was multiplied by the number of filters. A filter adds up over all channels and makes one.")
    def depth_multiplied(self) -> Self | None:
        return self.but(filters=self.filters * self.input_shape[-1])

    @misconception("The quotient was rounded up. A window that does not fit entirely is left out: round down.")
    def rounded_up(self) -> Self | None:
        return self.overhanging()

    @misconception("The zeros were counted on one side only. They lie on both sides of every axis.")
    def padding_once(self) -> Self | None:
        return self.padded_once()
