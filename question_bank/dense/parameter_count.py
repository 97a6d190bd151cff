"""Pictures of 1000 × 1000 × 3 numbers are flattened and read by Dense(1000): how many parameters has that layer?"""

from __future__ import annotations

from math import prod
from typing import Annotated, Any

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable

_SIDES = (8, 12, 16, 20, 24, 28, 32, 40, 48, 64, 80, 96, 100, 120, 128, 150, 160, 200, 224, 240, 256, 300, 500, 1000)
_SHAPES: tuple[tuple[int, ...], ...] = tuple((side, side, channels) for side in _SIDES for channels in (1, 3, 8, 16))


class ParameterCount(Question):
    """Parameters of the first dense layer on a flattened picture, or on a vector."""

    topic, level, title = "dense", 1, "Parameters of a dense layer"
    stem = r"""
{% if input_shape | length == 1 %}The layer `{{ network.code("z") }}` reads vectors of {{ input_shape[0] }} numbers.
{%- else %}Volumes of {{ input_shape | join(" × ") }} numbers (height × width × channels) are flattened, and the layer
`{{ network.code("z") }}` reads what comes out.{% endif %}
"""
    count = Ask("How many parameters has this layer?", Integer(), of=observable.parameters("z"))

    input_shape: tuple[Annotated[int, Field(ge=1, le=100_000_000)], ...] = Field(min_length=1, max_length=3)
    units: int = Field(ge=1, le=100_000)
    use_bias: bool = True

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(
            input_shape=d.choice("input_shape", _SHAPES),
            units=d.choice("units", (10, 16, 20, 32, 50, 64, 84, 100, 120, 128, 200, 256, 500, 512, 1000, 1024, 4096)),
            use_bias=d.choice("use_bias", (True, True, True, False)),
        )

    @property
    def network(self) -> Network:
        net = Network(x=Input(*self.input_shape)).add("flat", layers.Flatten())
        return net.add("z", layers.Dense(self.units, use_bias=self.use_bias))

    @misconception("The channels were left out. Flattening keeps every number of the volume, so all channels count.")
    def channels_left_out(self) -> Network | None:
        *sides, channels = self.input_shape
        return self.network.with_arrays(x=Input(*sides)) if sides and channels > 1 else None

    @misconception("One bias was counted for the whole layer. Every unit has its own.")
    def one_bias(self) -> dict[str, int] | None:
        return {"count": prod(self.input_shape) * self.units + 1} if self.use_bias and self.units > 1 else None

    @misconception("A bias was counted for every input. The inputs only pass numbers on; the units have the biases.")
    def bias_per_input(self) -> dict[str, int] | None:
        return {"count": prod(self.input_shape) * (self.units + 1)} if self.use_bias else None

    @misconception("Inputs and units were added up. Every unit has a weight for every input: multiply them.")
    def added_up(self) -> dict[str, int]:
        return {"count": prod(self.input_shape) + self.units}
