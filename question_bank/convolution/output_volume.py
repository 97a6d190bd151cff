"""Which shape has the output of Conv2D(32, 7, strides=2) on a 63 × 63 × 16 input, and how many numbers are in it?"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from examgen.authoring import (
    Ask,
    Draw,
    Field,
    Input,
    Integer,
    Network,
    PositiveInt,
    Shape,
    layers,
    misconception,
    model_validator,
    observable,
    ops,
)
from examgen.model.network import code
from examgen.question_bank._batch import batched
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._sliding import Sliding


class OutputVolume(Sliding):
    """From the volume that goes in to the one that comes out; signals and solids can be pinned as well as pictures."""

    topic, level, title = "convolution", 2, "Output volume of a convolution"
    stem = r"""
{% if batch %}A batch of {{ batch | join(" × ") }} inputs, each{% else %}An input{% endif %} of shape
{{ input_shape | join(" × ") }} ({{ data_format | replace("_", " ") }}) passes through {{ passed | join(" and then ") }}.
{%- if batch %} The sizes of the batch stand in front of every shape.{% endif %}
{%- if data_format == "channels_first" %} The output has its channels first as well.{% endif %}
"""
    z = Ask("What is the shape of the output?", Shape())
    numbers = Ask("How many numbers does the output hold?", Integer(), of=observable.shape("flat", axis=0), follows="z")

    input_shape: Annotated[tuple[PositiveInt, ...], Field(min_length=2, max_length=4)]
    filters: int = Field(ge=1, le=100_000)
    kernel_size: Lengths
    data_format: Literal["channels_last", "channels_first"] = "channels_last"
    batch: tuple[PositiveInt, ...] = ()

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        height, width = d.integer("height", 14, 40), d.integer("width", 14, 40)
        channels = d.choice("channels", (1, 3, 4, 8, 16, 32))
        return dict(
            input_shape=d.choice("input_shape", ((height, d.choice("side", (width, height)), channels),)),
            filters=d.choice("filters", (4, 6, 8, 10, 12, 16, 20, 24, 32)),
            kernel_size=d.choice("kernel_size", (2, 3, 4, 5, 7)),
            **cls.drawn_layer(d, strides=(1, 2, 2, 3), padding=("valid", "same", 1, 2)),
            data_format=d.choice("data_format", ("channels_last",)),
            batch=d.choice("batch", ((),)),
        )

    @model_validator(mode="after")
    def _batch_comes_first(self) -> Self:
        if self.batch and self.data_format == "channels_first":
            raise ValueError("a batch has its channels last here")
        return self

    @property
    def sides(self) -> tuple[int, ...]:
        return self.input_shape[:-1] if self.data_format == "channels_last" else self.input_shape[1:]

    @property
    def channels(self) -> int:
        """The input's depth."""
        return self.input_shape[-1 if self.data_format == "channels_last" else 0]

    @property
    def window(self) -> tuple[int, ...]:
        return self._along(self.kernel_size)

    def admissible(self) -> bool:
        if self.channels == self.filters or (self.strides, self.padding) == (1, "same"):
            return False
        once = self.padded_once()
        return once is None or (once.output != self.output and max(self.zeros)[0] < min(self.window))

    @property
    def passed(self) -> list[str]:
        """The layers as Keras code, with a padding of 1 written out, which Keras does not ask for."""
        made = [node.layer for node in self._one_by_one.nodes if node.layer.type.namespace == "layers"]
        return [
            f"`{layer.type.name}(padding={code(layer['padding'])})`"
            if "ZeroPadding" in layer.type.name
            else f"`{layer}`"
            for layer in made
        ]

    @property
    def _one_by_one(self) -> Network:
        """What is done with one input of the batch."""
        net = Network(x=Input(*self.input_shape))
        if self.data_format == "channels_last":
            return self.convolved(net, "z", self.filters)
        # Keras's channels_first does not run on every machine: turn the axes before and after
        axes = len(self.sides)
        net = self.convolved(net.add("turned", ops.transpose(axes=(*range(1, axes + 1), 0))), "volume", self.filters)
        return net.add("z", ops.transpose(axes=(axes, *range(axes))))

    @property
    def network(self) -> Network:
        return batched(self._one_by_one, self.batch).add("flat", layers.Flatten())

    @misconception("The depth was left as it is. Every filter makes one channel, however deep the input.")
    def depth_stays(self) -> Self | None:
        return self.but(filters=self.channels)

    @misconception(
        "The depth was multiplied by the number of filters. A filter adds up over all channels and makes one."
    )
    def depth_multiplied(self) -> Self | None:
        return self.but(filters=self.filters * self.channels)

    @misconception("The quotient was rounded up. A window that does not fit entirely is left out: round down.")
    def rounded_up(self) -> Self | None:
        return self.overhanging()

    @misconception("The zeros were counted on one side only. They lie on both sides of every axis.")
    def padding_once(self) -> Self | None:
        return self.padded_once()
