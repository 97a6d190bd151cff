"""Two 3 × 3 convolutions against one 5 × 5, with 64 channels: the same field, but how many parameters?"""

from __future__ import annotations

from typing import Self

from pydantic import Field

from examgen import layers, observable
from examgen.answers import Integer
from examgen.draw import Draw
from examgen.network import Input, Network, Option
from examgen.question import Ask, Question, misconception


class StackedSmallKernels(Question):
    """Why VGG stacks small kernels: as large a field with fewer parameters."""

    topic, level, title = "convolution", 2, "Small kernels in a stack"
    stem = r"""
{{ depth }} convolutions with kernels of {{ kernel_size }} × {{ kernel_size }} and stride 1 follow one another.
All volumes between them have {{ channels }} channels. {{ "Every filter has a bias." if use_bias else "There are no biases." }}
A single convolution from {{ channels }} to {{ channels }} channels, with a larger kernel, is to have the same receptive field.
"""
    field = Ask(
        "How many pixels high is the receptive field of the stack?",
        Integer(),
        of=observable.receptive_field("small", "x"),
    )
    stack = Ask("How many parameters has the stack?", Integer(), of=observable.parameters("small"))
    single = Ask("How many parameters has the single convolution?", Integer(), of=observable.parameters("large"))

    depth: int = Field(ge=1, le=20)
    kernel_size: int = Field(ge=1, le=15)
    channels: int = Field(ge=1, le=4096)
    use_bias: bool

    @classmethod
    def draw(cls, d: Draw) -> Self:
        return cls(
            depth=d.choice("depth", (2, 3, 3, 4)),
            kernel_size=d.choice("kernel_size", (3, 3, 5)),
            channels=d.choice("channels", (4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 25, 30, 32, 40, 50, 60, 64, 80, 100, 128)),
            use_bias=d.choice("use_bias", (True, False)),
        )
