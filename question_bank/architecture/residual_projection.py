"""A residual block with stride 2 from 56 × 56 × 64 to 128 channels: what are its output shape and parameters?"""

from examgen.authoring import Ask, Count, Draw, Field, Integer, Network, Observable, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._volume import ReadsVolume


class ResidualProjection(ReadsVolume):
    """Shapes and parameters of a residual block whose shortcut is a 1 × 1 convolution."""

    topic, level, title = "architecture", 3, "Shapes and parameters of a residual block"
    picture = "network"
    stem = r"""
The input of a residual block has the shape {{ height }} × {{ width }} × {{ channels }}. Its main path consists of

- `{{ network.node("conv1").layer }}`,{% if normalised %} batch normalisation,{% endif %} ReLU,
- `{{ network.node("conv2").layer }}`{% if normalised %}, batch normalisation{% endif %};

and its shortcut of

- `{{ network.node("shortcut").layer }}`{% if normalised %}, batch normalisation{% endif %}.

The outputs of both paths are added, and ReLU is applied to the sum. {% if normalised %}Count non-trainable parameters as well.{% endif %}
"""
    filters: Count = Field(description="Number of filters in every convolutional layer of the block.")
    kernel_size: Count = Field(description="Side length of the kernels on the main path.")
    strides: Count = Field(description="Stride of the first convolutional layer and of the shortcut.")
    use_bias: bool = Field(True, description="Whether the convolutional layers have biases.")
    normalised: bool = Field(False, description="Whether batch normalisation follows every convolution.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        volume = cls.drawn_volume(d, d.integer("height", 14, 64), (8, 16, 24, 32, 48, 64))
        normalised = d.choice("normalised", (True, False))
        return dict(
            **volume,
            filters=d.choice("filters", [times * volume["channels"] for times in (2, 2, 4)]),
            kernel_size=3,
            strides=2,
            use_bias=not normalised,
            normalised=normalised,
        )

    @property
    def asks(self) -> dict[str, Ask]:
        def owned(*names: str) -> Observable:
            norms = [f"{name} norm" for name in names if self.normalised]
            return observable.parameters(*names, *norms)

        return {
            "y": Ask("What is the shape of the block's output?", Shape()),
            "main": Ask("How many parameters does the main path have?", Integer(), of=owned("conv1", "conv2")),
            "side": Ask("How many parameters does the shortcut have?", Integer(), of=owned("shortcut")),
        }

    @property
    def network(self) -> Network:
        net = self._convolved(self.volume, "conv1", self.kernel_size, self.strides).add("relu1", layers.ReLU())
        main = self._convolved(net, "conv2", self.kernel_size, 1)
        net = self._convolved(main, "shortcut", 1, self.strides, "x")
        return net.add("sum", layers.Add(), main.last, net.last).add("y", layers.ReLU())

    def _convolved(self, net: Network, name: str, kernel: int, strides: int, *reads: str) -> Network:
        """The network with a convolution, and batch normalisation behind it if there is any."""
        padding = "valid" if kernel == 1 else "same"
        layer = layers.Conv2D(self.filters, kernel, strides=strides, padding=padding, use_bias=self.use_bias)
        net = net.add(name, layer, *reads)
        return net.add(f"{name} norm", layers.BatchNormalization()) if self.normalised else net

    @misconception(
        "You concatenated the two paths. They are added, so the output has the same number of channels as each path."
    )
    def concatenated(self) -> Network:
        return self.network.swap("sum", layers.Concatenate)

    @misconception("You used the kernel size of the main path for the shortcut. The shortcut is a 1 × 1 convolution.")
    def shortcut_with_large_kernel(self) -> Network:
        return self.network.but("shortcut", kernel_size=self.kernel_size, padding="same")

    @misconception("You used the block's input channels for the second convolution. Its input comes from the first.")
    def second_reads_the_input(self) -> Network:
        return self.network.rewire("conv2", "x").but("conv2", strides=self.strides)

    @misconception("You left out the batch normalisation of the shortcut. It has four parameters per channel.")
    def shortcut_not_normalised(self) -> Network | None:
        return self.network.swap("shortcut norm", layers.Identity) if self.normalised else None

    @misconception("You counted two parameters per channel. Batch normalisation has four, two of them trainable.")
    def two_of_four(self) -> Network | None:
        net = self.network
        for name in ("conv1", "conv2", "shortcut"):
            net = net.swap(f"{name} norm", layers.LayerNormalization) if self.normalised else net
        return net
