"""An inverted residual block expands 16 channels to 96 and projects to 24: what are the shapes, and how many weights are there?"""

from math import prod

from examgen.authoring import Ask, Count, Draw, Field, Integer, Layer, Network, Option, Question, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import operations_of
from examgen.question_bank._volume import ReadsVolume


class InvertedResidual(ReadsVolume):
    """Shapes, weights and operations of an inverted residual block, as in MobileNetV2."""

    topic, level, title = "convolution", 4, "Inverted residual block"
    conventions = ("channels_last", "macs")
    stem = r"""
A block in the style of MobileNetV2, without batch normalisation or a skip connection, is applied to a volume of shape {{ height }} ×
{{ width }} × {{ channels }}. It expands the channels, applies a depthwise convolution and projects to fewer channels:

1. `{{ network.node("expanded").layer }}`
2. `{{ network.node("depthwise").layer }}`
3. `{{ network.node("projected").layer }}`
"""
    expanded = Ask("What is the input shape of the depthwise layer?", Shape(rank=3))
    depthwise = Ask("What is the output shape of the depthwise layer?", Shape(rank=3), follows="expanded")
    projected = Ask("What is the output shape of the block?", Shape(rank=3), follows="depthwise")
    weights = Ask(
        "How many weights does the block have?",
        Integer(),
        of=observable.parameters(),
        follows="expanded",
        continues=lambda q, answers: answers["expanded"][2] * (q.channels + q.kernel_size**2 + q.filters),
    )
    macs = operations_of(
        "the block",
        follows=("expanded", "depthwise", "projected"),
        continues=lambda q, answers: (
            prod(answers["expanded"]) * q.channels
            + prod(answers["depthwise"]) * q.kernel_size**2
            + prod(answers["projected"]) * answers["depthwise"][2]
        ),
    )
    expansion: Count = Field(description="Expansion factor of the channels.")
    filters: Count = Field(description="Number of output channels.")
    kernel_size: Count = Field(description="Side length of the kernels in the depthwise layer.")
    strides: Count = Field(1, description="Stride of the depthwise layer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            **cls.drawn_volume(d, (14, 28, 28, 56), (8, 10, 12, 16, 20, 24)),
            expansion=6,
            filters=d.choice("filters", (16, 24, 32, 64)),
            kernel_size=3,
            strides=d.choice("strides", (1, 2)),
        )

    def admissible(self) -> bool:
        return self.channels != self.filters

    @property
    def network(self) -> Network:
        options: dict[str, Option] = {"strides": self.strides, "padding": "same", "use_bias": False}
        return self.around(layers.DepthwiseConv2D(self.kernel_size, **options))

    def around(self, inner: Layer) -> Network:
        """The block with this layer in the middle."""
        return (
            self.volume.add("expanded", layers.Conv2D(self.expansion * self.channels, 1, use_bias=False))
            .add("depthwise", inner)
            .add("projected", layers.Conv2D(self.filters, 1, use_bias=False))
        )

    @misconception(
        "You kept {{ channels }} channels in the first layer. It expands them to {{ expansion * channels }}."
    )
    def not_expanded(self) -> Question | None:
        return self.but(expansion=1)

    @misconception("You used filters over all channels in the depthwise layer. It applies one kernel to each channel.")
    def deep_kernels(self) -> Network:
        options = self.network.node("depthwise").layer.options
        return self.around(layers.Conv2D(self.expansion * self.channels, **options))

    @misconception(
        "You ignored the stride. The depthwise layer has stride {{ strides }}, so its output is {{ -(-height // strides) }} × "
        "{{ -(-width // strides) }}; every weight is used once per output position."
    )
    def stride_ignored(self) -> Question | None:
        return self.but(strides=1) if self.strides > 1 else None

    @misconception(
        "You left out the padding. The depthwise layer uses *same* padding, so "
        "{% if strides > 1 %}each side of its output is that of its input divided by the stride, rounded up: "
        "{{ -(-height // strides) }} × {{ -(-width // strides) }}."
        "{% else %}its output has the same height and width as its input.{% endif %}"
    )
    def padding_left_out(self) -> Network:
        return self.network.but("depthwise", padding="valid")
