"""A fire module of SqueezeNet on 55 × 55 × 96: what is its output shape, and how many parameters does it save?"""

from examgen.authoring import Ask, Count, Draw, Field, Integer, Network, Real, Shape, layers, misconception, observable
from examgen.question_bank._counted import parameters_of
from examgen.question_bank._volume import ReadsVolume
from examgen.question_bank.architecture._branched import module
from examgen.question_bank.architecture._rows import conv

MODULE = observable.total(*(observable.parameters(name) for name in ("squeeze", "expand 1", "expand 3")))


class FireModule(ReadsVolume):
    """A fire module of SqueezeNet: squeeze, then two expand layers side by side."""

    topic, level, title = "architecture", 3, "A fire module"
    conventions = ("channels_last", "unit_stride", "bias")
    inapplicable = ("same_for_valid", "padding_left_out")
    stem = r"""
A fire module of SqueezeNet is applied to an input of shape {{ height }} × {{ width }} × {{ channels }}. First, the squeeze layer
`Conv2D({{ squeeze }}, 1)` is applied. Its output is the input of two expand layers, `Conv2D({{ expand_1 }}, 1)` and
`Conv2D({{ expand_3 }}, 3, padding="same")`, whose outputs are concatenated along the channels. Activation functions are not shown.
"""
    shape = Ask("What is the output shape of the module?", Shape(), of=observable.shape("output"))
    squeezed = parameters_of("the squeeze layer", "squeeze")
    total = Ask("How many parameters does the module have?", Integer(), of=MODULE, follows="squeezed")
    plain = Ask(
        "How many parameters does a single convolutional layer with 3 × 3 kernels have if its input and output shapes are the same as "
        "those of the module?",
        Integer(),
        of=observable.parameters("plain"),
        follows="shape",
        continues=lambda q, answers: (9 * q.channels + 1) * answers["shape"][-1],
    )
    share = Ask(
        "Divide the number of parameters of the single layer by that of the module. What is the result?",
        Real(decimals=1),
        of=observable.ratio(observable.parameters("plain"), MODULE),
        follows=("plain", "total"),
    )
    squeeze: Count = Field(description="Number of filters in the squeeze layer.")
    expand_1: Count = Field(description="Number of filters in the expand layer with 1 × 1 kernels.")
    expand_3: Count = Field(description="Number of filters in the expand layer with 3 × 3 kernels.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        squeeze = d.choice("squeeze", (16, 32, 48, 64))
        expand = d.choice("expand_1", (3 * squeeze, 4 * squeeze))
        return dict(
            **cls.drawn_volume(d, (13, 27, 28, 55, 56), (64, 96, 128, 192, 256, 384, 512)),
            squeeze=squeeze,
            expand_1=expand,
            expand_3=d.choice("expand_3", (expand, 4 * squeeze)),
        )

    def admissible(self) -> bool:
        return self.channels > 2 * self.squeeze and 37 <= self.derivation().effort <= 42

    @property
    def network(self) -> Network:
        expand = ((conv("expand 1", self.expand_1, 1),), (conv("expand 3", self.expand_3, 3, 1, "same"),))
        net = module((self.height, self.width, self.channels), (conv("squeeze", self.squeeze, 1),), expand)
        return net.add("plain", layers.Conv2D(self.expand_1 + self.expand_3, 3, padding="same"), "x")

    @misconception("You applied the expand layers to the input of the module. They follow the squeeze layer.")
    def not_squeezed(self) -> Network:
        return self.network.rewire("expand 1", "x").rewire("expand 3", "x")

    @misconception("You chained the expand layers. They are applied in parallel, and their outputs are concatenated.")
    def one_after_the_other(self) -> Network:
        return self._ending("expand 3", self.expand_3).rewire("expand 3", "expand 1")

    @misconception("You used 1 × 1 kernels for both expand layers. One of them has 3 × 3 kernels.")
    def small_kernels_only(self) -> Network:
        return self.network.but("expand 3", kernel_size=1)

    @misconception(
        "You counted the channels of only one expand layer. After concatenation, the output has the channels of both."
    )
    def one_expand_layer_kept(self) -> Network:
        return self._ending("expand 1", self.expand_1)

    def _ending(self, name: str, filters: int) -> Network:
        """The module with the output of one expand layer as its own, and the single layer of this shape."""
        return self.network.swap("output", layers.Identity).rewire("output", name).but("plain", filters=filters)
