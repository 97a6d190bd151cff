"""Conv3D(64, 3, padding="same") on 16 frames of 112 × 112 × 3: what is its output shape, and how many parameters does it have?"""

from typing import Literal

from examgen.authoring import Ask, Count, Draw, Field, Input, Integer, Network, Option, PositiveInt, Question, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import parameters_of
from examgen.question_bank._sizes import option, refuse_larger

Lengths = tuple[PositiveInt, PositiveInt, PositiveInt]


class Volumetric(Question):
    """Output shape and parameters of a 3-D convolution over a video, compared with 2-D convolutions of its frames."""

    topic, level, title = "convolution", 3, "A 3-D convolution"
    conventions = ("floor", "valid_padding", "unit_stride", "bias")
    stem = r"""
A video of {{ frames }} frames with {{ side }} × {{ side }} pixels and {{ channels }} channel{{ "s" if channels > 1 }} is an array of shape
{{ frames }} × {{ side }} × {{ side }} × {{ channels }}. The layer `{{ network.code("z") }}` is applied to it. Its windows extend over
frames, rows and columns.
"""
    z = Ask("What is the output shape?", Shape(rank=4, axes="frames x height x width x channels"))
    count = parameters_of("the layer", "z")
    numbers = Ask("How many values does the output have?", Integer(), of=observable.shape("flat", 0), follows="z")
    frame = Ask(
        "Instead, the layer `{{ network.code('frame') }}` is applied to every frame separately. How many parameters does it have?",
        Integer(),
        of=observable.parameters("frame"),
    )
    frames: Count = Field(description="Number of frames in the video.")
    side: Count = Field(description="Height and width of the frames.")
    channels: Count = Field(description="Number of channels of the frames.")
    filters: Count = Field(description="Number of filters.")
    kernel_size: Lengths = Field(description="Kernel size: frames, rows, columns.")
    strides: Lengths = Field((1, 1, 1), description="Strides: frames, rows, columns.")
    padding: Literal["valid", "same"] = Field("valid", description="Padding: valid or same.")
    use_bias: bool = Field(True, description="Whether the layers have biases.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            frames=d.choice("frames", (8, 10, 16, 24, 32)),
            side=d.choice("side", (28, 32, 56, 64, 112)),
            channels=d.choice("channels", (1, 3, 3)),
            filters=d.choice("filters", (8, 16, 32, 64)),
            kernel_size=d.choice("kernel", ((3, 3, 3), (3, 3, 3), (3, 5, 5), (5, 3, 3), (3, 7, 7))),
            strides=d.choice("stride", ((1, 1, 1), (1, 2, 2), (2, 2, 2))),
            padding=d.choice("padding", ("valid", "same")),
        )

    def check(self) -> None:
        if self.padding == "valid":
            refuse_larger(self.kernel_size, (self.frames, self.side, self.side))

    def admissible(self) -> bool:
        moves = (self.padding, max(self.strides)) != ("same", 1)
        return moves and 29 <= self.derivation().effort <= 33

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.frames, self.side, self.side, self.channels))
        (_, *kernel), (_, *strides) = self.kernel_size, self.strides
        options: dict[str, Option] = {"padding": self.padding, "use_bias": self.use_bias}
        solid = layers.Conv3D(self.filters, option(self.kernel_size), strides=option(self.strides), **options)
        flat = layers.Conv2D(self.filters, option(tuple(kernel)), strides=option(tuple(strides)), **options)
        net = net.add("z", solid).add("flat", layers.Flatten())
        return net.with_arrays(one=Input(self.side, self.side, self.channels)).add("frame", flat, "one")

    @misconception("You used a kernel that covers one frame only. A filter extends over frames, rows and columns.")
    def flat_kernel(self) -> Network | None:
        one_frame = {"kernel_size": (1, *self.kernel_size[1:]), "strides": (1, *self.strides[1:])}
        return self.network.but("z", **one_frame, padding=self.padding)

    @misconception(
        "You kept the number of frames. The window moves along the frames just as it moves along rows and columns."
    )
    def frames_kept(self) -> dict[str, tuple[int, ...]] | None:
        frames, *rest = map(int, self.worked["z"])
        return {"z": (self.frames, *rest)} if frames != self.frames else None

    @misconception("You kept the number of input channels. The output has one channel per filter.")
    def channels_kept(self) -> dict[str, tuple[int, ...]]:
        return {"z": (*(int(n) for n in self.worked["z"][:-1]), self.channels)}
