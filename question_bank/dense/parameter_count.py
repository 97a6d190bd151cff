"""Images of 1000 × 1000 × 3 are flattened and passed to Dense(1000): how many parameters does the layer have?"""

from math import prod
from typing import Annotated

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable

_SHAPES: tuple[tuple[int, ...], ...] = (
    *((side, side, channels) for side in (28, 32, 64, 128, 224, 256, 1000) for channels in (1, 3)),
    *((side, side, channels) for side in (4, 5, 6, 7, 8, 14) for channels in (16, 32, 64, 128, 256, 512)),
)
"""Images, and the feature maps before the first dense layer of well-known networks."""


class ParameterCount(Question):
    """Parameters of a dense layer whose input is a flattened volume or a vector."""

    topic, level, title = "dense", 1, "Parameters of a dense layer"
    conventions = ("channels_last", "bias")
    stem = r"""
{% if input_shape | length == 1 %}The input of the layer `{{ network.code("z") }}` is a vector of length {{ input_shape[0] }}.
{%- else %}A volume of shape {{ input_shape | join(" × ") }} is flattened and passed to the layer `{{ network.code("z") }}`.{% endif %}
"""
    count = Ask("How many parameters does this layer have?", Integer(), of=observable.parameters("z"))
    input_shape: tuple[Annotated[int, Field(ge=1, le=100_000_000)], ...] = Field(
        min_length=1,
        max_length=3,
        description="Shape of the input: height × width × channels, or the length of a vector.",
    )
    units: int = Field(ge=1, le=100_000, description="Number of units in the dense layer.")
    use_bias: bool = Field(True, description="Whether the layer has biases.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            input_shape=_SHAPES,
            units=(10, 32, 64, 84, 100, 120, 128, 256, 512, 1000, 1024, 4096),
            use_bias=(True, True, True, False),
        )

    @property
    def network(self) -> Network:
        net = Network(x=Input(*self.input_shape)).add("flat", layers.Flatten())
        return net.add("z", layers.Dense(self.units, use_bias=self.use_bias))

    @misconception(
        "You left out the channels. Flattening keeps every value of the volume, so all {{ input_shape[-1] }} channels count."
    )
    def channels_left_out(self) -> Network | None:
        *sides, channels = self.input_shape
        return self.network.with_arrays(x=Input(*sides)) if sides and channels > 1 else None

    @misconception("You counted only one bias for the whole layer. Each unit has its own bias.")
    def one_bias(self) -> dict[str, int] | None:
        return {"count": prod(self.input_shape) * self.units + 1} if self.use_bias and self.units > 1 else None

    @misconception("You counted one bias per input. Each unit has one bias.")
    def bias_per_input(self) -> dict[str, int] | None:
        return {"count": prod(self.input_shape) * (self.units + 1)} if self.use_bias else None

    @misconception(
        "You added the number of inputs and the number of units. Each unit has one weight per input, so multiply the two numbers."
    )
    def added_up(self) -> dict[str, int]:
        return {"count": prod(self.input_shape) + self.units}
