"""Two 3 × 3 layers and one 5 × 5 layer with 64 channels: the same receptive field, but how many parameters?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Input, Integer, Network, Question
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import parameters_of


class StackedSmallKernels(Question):
    """Stacked small kernels, as in VGG: the same receptive field with fewer parameters."""

    topic, level, title = "convolution", 2, "Stacked small kernels"
    picture = "network"
    stem = r"""
A stack consists of {{ depth }} convolutional layer{{ "s" if depth > 1 }} with {{ kernel_size }} × {{ kernel_size }} kernels and stride 1.
The input and the output of every layer have {{ channels }} channels. {{ "Every filter has a bias." if use_bias else "There are no biases."
}} A single convolutional layer with {{ channels }} input channels and
{{ channels }} filters has the same receptive field as the stack.
"""
    depth: int = Field(ge=1, le=20, description="Number of stacked layers.")
    kernel_size: int = Field(ge=1, le=15, description="Side length of the kernels in the stacked layers.")
    channels: int = Field(ge=1, le=1024, description="Number of channels of every volume.")
    use_bias: bool = Field(True, description="Whether the layers have biases.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            depth=d.choice("depth", (2, 2, 3, 4)),
            kernel_size=3,
            **d.choices(channels=(16, 32, 64, 96, 128, 192, 256, 384, 512), use_bias=(True, False)),
        )

    @property
    def asks(self) -> dict[str, Ask]:
        small = [f"small {i}" for i in range(1, self.depth + 1)]
        field = observable.receptive_field(small[-1], "x")
        return {
            "field": Ask("What is the side length of the receptive field of the stack?", Integer(), of=field),
            "stack": parameters_of("the stack", *small),
            "single": parameters_of(
                "the single layer",
                "large",
                follows="field",
                continues=lambda q, answers: (answers["field"] ** 2 * q.channels + q.use_bias) * q.channels,
            ),
        }

    @property
    def reach(self) -> int:
        """The kernel side with the receptive field of the stack."""
        return self.depth * (self.kernel_size - 1) + 1

    @property
    def sketch(self) -> Network:
        """The stack only, without the size of the larger kernel."""
        return self._stacked(Network(x=0))

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.reach + 2, self.reach + 2, self.channels))
        net = net.add("large", layers.Conv2D(self.channels, self.reach, use_bias=self.use_bias))
        return self._stacked(net)

    def _stacked(self, net: Network) -> Network:
        layer = layers.Conv2D(self.channels, self.kernel_size, use_bias=self.use_bias)
        for i in range(1, self.depth + 1):
            net = net.add(f"small {i}", layer, f"small {i - 1}" if i > 1 else "x")
        return net

    @property
    def agreements(self) -> Agreements:
        return ((observable.receptive_field("large", "x"), observable.receptive_field(f"small {self.depth}", "x")),)

    @misconception("You added the kernel sizes. With stride 1, every layer adds its kernel size minus 1.")
    def kernels_added(self) -> dict[str, int]:
        side = self.depth * self.kernel_size
        return {"field": side, "single": (side**2 * self.channels + self.use_bias) * self.channels}

    @misconception(
        "You considered only one layer of the stack. It has {{ depth }}: each enlarges the receptive field and has its own parameters."
    )
    def one_layer(self) -> Network:
        return self.network.without(*(f"small {i}" for i in range(2, self.depth + 1)))
