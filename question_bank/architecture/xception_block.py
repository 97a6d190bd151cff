"""An Xception block on 37 × 37 × 256 with 728 filters: what is its output shape, and how many parameters does it have?"""

from examgen.authoring import Ask, Count, Draw, Field, Integer, Network, Shape, layers, misconception, observable
from examgen.question_bank._counted import parameters_of
from examgen.question_bank._volume import ReadsVolume


class XceptionBlock(ReadsVolume):
    """Two separable convolutions and a pooling layer beside a 1 × 1 shortcut, as in Xception."""

    topic, level, title = "architecture", 4, "An Xception block"
    conventions = ("channels_last",)
    inapplicable = ("same_for_valid", "padding_left_out")
    stem = r"""
A block in the style of Xception is applied to an input of shape {{ height }} × {{ width }} × {{ channels }}:

| Path | Layer | Code |
|:-----|:------|:-----|
| main | A | `{{ network.code("A") }}` |
| main | B | `{{ network.code("B") }}` |
| main | pooling | `{{ network.code("pool") }}` |
| shortcut | S | `{{ network.code("S") }}` |

The input of every layer of a path is the output of the previous layer, and the outputs of both paths are added. A separable
convolution applies one kernel to each channel, then a 1 × 1 convolution. Batch normalisation and activation functions are omitted.
"""
    y = Ask("What is the shape of the block's output?", Shape(rank=3))
    first = parameters_of("layer A", "A")
    total = Ask(
        "How many parameters does the block have?",
        Integer(),
        of=observable.total(*(observable.parameters(name) for name in "ABS")),
        follows="first",
    )
    plain = Ask(
        'How many parameters would layer A have if it were `{{ network.code("plain") }}`?',
        Integer(),
        of=observable.parameters("plain"),
    )
    filters: Count = Field(description="Number of filters in every convolutional layer of the block.")
    kernel_size: int = Field(3, ge=1, description="Side length of the kernels in the separable convolutions.")
    strides: int = Field(2, ge=1, description="Stride of the pooling layer and of the shortcut.")
    use_bias: bool = Field(False, description="Whether the convolutional layers have biases.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        sides = (14, 19, 28, 29, 32, 35, 37, 38, 56, 64, 73, 74, 75, 112, 128, 147)
        depths = (32, 64), (48, 96), (64, 128), (128, 256), (64, 256), (96, 192), (192, 384), (256, 512), (256, 728)
        channels, filters = d.choice("depths", depths)
        volume, kernel_size = cls.drawn_volume(d, sides, (channels,)), d.choice("kernel_size", (3, 3, 5))
        return dict(**volume, filters=filters, kernel_size=kernel_size)

    def admissible(self) -> bool:
        return self.channels != self.filters and 39 <= self.derivation().effort <= 44

    @property
    def network(self) -> Network:
        separable = layers.SeparableConv2D(self.filters, self.kernel_size, padding="same", use_bias=self.use_bias)
        net = self.volume.add("A", separable).add("B", separable)
        net = net.add("pool", layers.MaxPooling2D(3, strides=self.strides, padding="same"))
        shortcut = layers.Conv2D(self.filters, 1, strides=self.strides, use_bias=self.use_bias)
        plain = layers.Conv2D(self.filters, self.kernel_size, padding="same", use_bias=self.use_bias)
        return net.add("S", shortcut, "x").add("y", layers.Add(), "pool", "S").add("plain", plain, "x")

    @misconception(
        "You concatenated the two paths. They are added, so the output has the same number of channels as each path."
    )
    def concatenated(self) -> Network:
        return self.network.swap("y", layers.Concatenate)

    @misconception("You left out the 1 × 1 convolutions. Every separable convolution ends with one.")
    def depthwise_only(self) -> dict[str, int]:
        first, second = (self.kernel_size**2 * n + self.use_bias * self.filters for n in (self.channels, self.filters))
        shortcut = (self.channels + self.use_bias) * self.filters
        return {"first": first, "total": first + second + shortcut}

    @misconception("You used the channels of the block's input for layer B. Its input is the output of layer A.")
    def second_reads_the_input(self) -> Network:
        return self.network.rewire("B", "x")

    @misconception("You left out the shortcut. Its 1 × 1 convolution has weights as well.")
    def shortcut_left_out(self) -> dict[str, int]:
        return {"total": int(self.worked["total"][0]) - (self.channels + self.use_bias) * self.filters}
