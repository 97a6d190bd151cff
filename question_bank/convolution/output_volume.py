"""Conv2D(32, 7, strides=2) on a 63 × 63 × 16 volume: what is the output shape, and how many values does it have?"""

from typing import Literal

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, PositiveInt, Question, Shape
from examgen.authoring import layers, misconception, observable, ops
from examgen.model.network import code
from examgen.question_bank._batch import batched
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._sliding import Slide, Sliding, drawn_layer, padding_once, rounded_up


class OutputVolume(Sliding):
    """The output shape of a convolution; inputs with one or three spatial axes can be pinned."""

    topic, level, title = "convolution", 2, "Output volume of a convolution"
    misconceptions = (rounded_up, padding_once)
    conventions = ("channels_last", "floor", "valid_padding", "unit_stride")
    stem = r"""
{% if passed | length > 1 %}The layers {{ passed | join(" and ") }} are{% else %}The layer {{ passed[0] }} is{% endif %} applied to
{% if batch %}a batch of {{ batch | join(" × ") }} inputs of shape{% else %}an input of shape{% endif %} {{ input_shape | join(" × ") }}
{%- if batch %}. The batch axes come first in every shape{% endif %}
{%- if data_format == "channels_first" %}, with the channels first. The channels of the output come first as well{% endif %}.
"""
    z = Ask("What is the output shape?", Shape())
    numbers = Ask("How many values does the output have?", Integer(), of=observable.shape("flat", axis=0), follows="z")
    input_shape: tuple[PositiveInt, ...] = Field(min_length=2, max_length=4, description="Shape of a single input.")
    filters: int = Field(ge=1, le=100_000, description="Number of filters.")
    kernel_size: Lengths = Field(description="Kernel size, one number or one per axis.")
    data_format: Literal["channels_last", "channels_first"] = Field("channels_last", description="Order of the axes.")
    batch: tuple[PositiveInt, ...] = Field((), description="Sizes of the batch axes, none for a single input.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        height = d.choice("height", (28, 32, 56, 63, 64, 112, 128, 224, 227))
        channels = d.choice("channels", (1, 3, 3, 16, 32, 64))
        return dict(
            input_shape=(height, height, channels),
            **d.choices(filters=(6, 8, 16, 32, 64, 96), kernel_size=(3, 3, 5, 7, 11)),
            **drawn_layer(d, strides=(1, 2, 2), padding=("valid", 1, 2)),
        )

    def check(self) -> None:
        if self.batch and self.data_format == "channels_first":
            raise ValueError("a batch needs data_format=channels_last")

    @property
    def slide(self) -> Slide:
        sides = self.input_shape[:-1] if self.data_format == "channels_last" else self.input_shape[1:]
        return self.moving(sides, self.kernel_size)

    @property
    def channels(self) -> int:
        """The number of input channels."""
        return self.input_shape[-1 if self.data_format == "channels_last" else 0]

    def admissible(self) -> bool:
        if self.channels == self.filters or (self.strides, self.padding) == (1, "same"):
            return False
        once, padded = padding_once(self), max(self.slide.zeros)[0] < min(self.slide.window)
        return once is None or (once.slide.output != self.slide.output and padded)

    @property
    def passed(self) -> list[str]:
        """The layers as Keras code, with the padding written out."""
        made = (node.layer for node in self._one_by_one.nodes if node.layer.type.namespace == "layers")
        zeros = "`{0.type.name}(padding={1})`"
        return [
            zeros.format(layer, code(layer["padding"])) if "ZeroPadding" in layer.type.name else f"`{layer}`"
            for layer in made
        ]

    @property
    def _one_by_one(self) -> Network:
        """The layers on one input of the batch."""
        net = Network(x=Input(*self.input_shape))
        if self.data_format == "channels_last":
            return self.slide.convolved(net, "z", self.filters)
        # channels_first does not run on every machine: transpose before and after
        axes = len(self.slide.sides)
        net = net.add("turned", ops.transpose(axes=(*range(1, axes + 1), 0)))
        return self.slide.convolved(net, "volume", self.filters).add("z", ops.transpose(axes=(axes, *range(axes))))

    @property
    def network(self) -> Network:
        return batched(self._one_by_one, self.batch).add("flat", layers.Flatten())

    @misconception("You kept the number of channels. The output has one channel per filter.")
    def depth_stays(self) -> Question | None:
        return self.but(filters=self.channels)

    @misconception(
        "You multiplied channels and filters. A filter sums over all input channels and produces one output channel."
    )
    def depth_multiplied(self) -> Question | None:
        return self.but(filters=self.filters * self.channels)
