"""How many parameters does Conv2D(16, 5) have on a 32 × 32 × 3 image?"""

from math import prod

from examgen.authoring import Count, Draw, Field, Input, Network, PositiveInt, Question, layers, misconception
from examgen.question_bank._counted import parameters_of
from examgen.question_bank._sizes import refuse_undivided
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._sliding import CONVOLUTIONS


class ParameterCount(Question):
    """Parameters of a convolutional layer; groups and other numbers of spatial axes can be pinned."""

    topic, level, title = "convolution", 1, "Parameters of a convolutional layer"
    conventions = ("bias",)
    stem = r"""
The layer `{{ network.code("z") }}` is applied to {{ "a signal" if input_shape | length == 2 else "a volume" }} of shape
{{ input_shape | join(" × ") }}.
{%- if groups > 1 %} With {{ groups }} groups, a filter is applied to the channels of its own group only.{% endif %}
"""
    count = parameters_of("the layer", "z")
    input_shape: tuple[PositiveInt, ...] = Field(min_length=2, max_length=4, description="Input shape, channels last.")
    filters: Count = Field(description="Number of filters.")
    kernel_size: Lengths = Field(description="Kernel size, one number or one per axis.")
    groups: Count = Field(1, description="Number of groups of channels.")
    use_bias: bool = Field(True, description="Whether the layer has biases.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        height, kernel = d.choice("height", (28, 32, 64, 112, 128, 224)), d.choice("kernel_height", (3, 3, 5, 7))
        image = height, d.integer("width", height, height), d.choice("channels", (3, 3, 6, 16, 32, 64))
        window = kernel, d.integer("kernel_width", kernel, kernel)
        return dict(
            input_shape=image,
            filters=d.choice("filters", (6, 8, 16, 32, 64, 96, 128)),
            kernel_size=window,
            use_bias=d.choice("use_bias", (True, True, True, False)),
        )

    def check(self) -> None:
        axes, channels = len(self.input_shape) - 1, self.input_shape[-1]
        if isinstance(self.kernel_size, tuple) and len(self.kernel_size) != axes:
            raise ValueError(f"kernel_size must have one number per spatial axis ({axes}); got {len(self.kernel_size)}")
        refuse_undivided(channels, self.filters, self.groups)

    def admissible(self) -> bool:
        return self.input_shape[-1] != self.filters

    @property
    def window(self) -> tuple[int, ...]:
        """The kernel's length along each spatial axis."""
        size = self.kernel_size
        return size if isinstance(size, tuple) else (size,) * (len(self.input_shape) - 1)

    @property
    def sides(self) -> str:
        """The names of the spatial axes."""
        return {2: "length", 3: "height and width", 4: "depth, height and width"}[len(self.input_shape)]

    @property
    def network(self) -> Network:
        kind = CONVOLUTIONS[len(self.input_shape) - 1]
        layer = kind(self.filters, self.kernel_size, groups=self.groups, use_bias=self.use_bias)
        # a kernel that is larger than the input has the same parameters
        sides = (max(sizes) for sizes in zip(self.input_shape, self.window, strict=False))
        return Network(x=Input(*sides, self.input_shape[-1])).add("z", layer)

    @misconception("You multiplied by the {{ sides }} of the input. The same weights are used at every position.")
    def times_the_positions(self) -> dict[str, int]:
        weights = prod(self.window) * self.input_shape[-1] // self.groups + self.use_bias
        return {"count": weights * self.filters * prod(self.input_shape[:-1])}

    @misconception("You gave every filter one weight per input value. Its weights are shared across all positions.")
    def image_size_counted(self) -> Network:
        net = Network(x=Input(prod(self.input_shape)))
        return net.add("z", layers.Dense(self.filters, use_bias=self.use_bias))

    @misconception("You counted only one bias for the whole layer. Every filter has its own.")
    def one_bias(self) -> dict[str, int] | None:
        weights = prod(self.window) * self.input_shape[-1] // self.groups * self.filters
        return {"count": weights + 1} if self.use_bias else None
