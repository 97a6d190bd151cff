"""Two 3 × 3 convolutions against one 5 × 5, with 64 channels: the same field, but how many parameters?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examgen.authoring import (
    Agreements,
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    Question,
    layers,
    misconception,
    observable,
)


class StackedSmallKernels(Question):
    """Why VGG stacks small kernels: as large a field with fewer parameters."""

    topic, level, title = "convolution", 2, "Small kernels in a stack"
    picture = "network"
    stem = r"""
{{ depth }} convolutions with kernels of {{ kernel_size }} × {{ kernel_size }} and stride 1 follow one another.
The input and every volume after it have {{ channels }} channels. {{ "Every filter has a bias." if use_bias else "There are no biases." }}
A single convolution from {{ channels }} to {{ channels }} channels, with a larger kernel, is to have the same receptive field.
"""
    depth: int = Field(ge=1, le=20)
    kernel_size: int = Field(ge=1, le=15)
    channels: int = Field(ge=1, le=1024)
    use_bias: bool

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            depth=d.choice("depth", (2, 3, 3, 4)),
            kernel_size=d.choice("kernel_size", (3, 3, 5)),
            channels=d.integer("channels", 4, 64),
            use_bias=d.choice("use_bias", (True, False)),
        )

    @property
    def asks(self) -> Mapping[str, Ask]:
        small = [f"small {i}" for i in range(1, self.depth + 1)]
        field, stack = observable.receptive_field(small[-1], "x"), observable.parameters(*small)
        single = observable.parameters("large")
        return {
            "field": Ask("How many pixels high is the receptive field of the stack?", Integer(), of=field),
            "stack": Ask("How many parameters has the stack?", Integer(), of=stack),
            "single": Ask(
                "How many parameters has the single convolution?",
                Integer(),
                of=single,
                follows="field",
                continues=lambda q, answers: (answers["field"] ** 2 * q.channels + q.use_bias) * q.channels,
            ),
        }

    @property
    def reach(self) -> int:
        """The side of a kernel that covers as much as the stack."""
        return self.depth * (self.kernel_size - 1) + 1

    @property
    def sketch(self) -> Network:
        """The stack alone: neither the larger kernel nor a size that fits it is told."""
        net = Network(x=0)
        for i in range(1, self.depth + 1):
            net = net.add(f"small {i}", self.network.node(f"small {i}").layer)
        return net

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.reach + 2, self.reach + 2, self.channels))
        net = net.add("large", layers.Conv2D(self.channels, self.reach, use_bias=self.use_bias), "x")
        for i in range(1, self.depth + 1):
            read = f"small {i - 1}" if i > 1 else "x"
            net = net.add(f"small {i}", layers.Conv2D(self.channels, self.kernel_size, use_bias=self.use_bias), read)
        return net

    @property
    def agreements(self) -> Agreements:
        return ((observable.receptive_field("large", "x"), observable.receptive_field(f"small {self.depth}", "x")),)

    @misconception("The kernels were added up. A layer adds its kernel less 1 to the field, for the windows overlap.")
    def kernels_added(self) -> dict[str, int]:
        side = self.depth * self.kernel_size
        return {"field": side, "single": (side**2 * self.channels + self.use_bias) * self.channels}

    @misconception("One layer of the stack was counted. Every layer has filters of its own, and widens the field.")
    def one_layer(self) -> Network:
        return self.network.without(*(f"small {i}" for i in range(2, self.depth + 1)))
