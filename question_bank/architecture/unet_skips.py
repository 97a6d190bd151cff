"""A U-Net with three levels on 128 × 128 × 3 images: what are the shapes at the bottom and after a skip connection?"""

from typing import Literal

from examgen.authoring import Ask, Draw, Field, Input, Network, Question, Shape, layers, misconception, observable
from examgen.question_bank._counted import parameters_of


class UnetSkips(Question):
    """Shapes and parameters of a U-Net, whose skip connections concatenate."""

    topic, level, title = "architecture", 4, "Skip connections of a U-Net"
    conventions = ("channels_last", "unit_stride", "pool_stride", "bias")
    stem = r"""
A U-Net with {{ depth }} levels is applied to images of shape {{ side }} × {{ side }} × {{ channels }}. Each level of the encoder has two
convolutional layers with 3 × 3 kernels, {{ "*same* padding" if padding == "same" else "no padding" }} and the same number of filters,
followed by 2 × 2 max pooling. The first level has {{ filters }} filters, and every level has twice as many as the previous one. At the
bottom there are two more such layers, again with twice as many filters.

Each level of the decoder consists of

1. `Conv2DTranspose(k, 2, strides=2)`, where $k$ is half the number of its input channels;
2. the concatenation, along the channels, of its output and the output of the second convolutional layer of the same level of the
   encoder{{ ", which is cropped to the same size" if padding == "valid" }};
3. two convolutional layers like those of the encoder, with $k$ filters.

At the end `Conv2D({{ classes }}, 1)` computes the scores of {{ classes }} classes for every pixel.
"""
    side: int = Field(ge=2, le=2048, description="Side length of the images.")
    channels: int = Field(ge=1, le=1024, description="Number of channels of the images.")
    depth: int = Field(ge=1, le=6, description="Number of levels in the encoder.")
    filters: int = Field(ge=1, le=512, description="Number of filters in the first level.")
    classes: int = Field(ge=1, le=1000, description="Number of classes.")
    level_asked: int = Field(ge=1, description="Level of the decoder that is asked about; level 1 is at the top.")
    padding: Literal["same", "valid"] = Field("same", description="Padding: same, or valid as in the original paper.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        depth = d.choice("depth", (3, 3, 4))
        return dict(
            **d.choices(side=(64, 96, 128, 160, 192, 256), channels=(1, 3)),
            depth=depth,
            **d.choices(filters=(16, 32, 64), classes=(2, 3, 4, 5, 10, 21)),
            level_asked=d.integer("level_asked", 2, depth),
        )

    def check(self) -> None:
        if self.level_asked > self.depth:
            raise ValueError(f"level_asked must be at most depth ({self.depth}), got {self.level_asked}")
        side = self.side
        for level in range(1, self.depth + 1):
            side -= self._lost
            if side < 2 or side % 2:
                raise ValueError(f"the side before pooling must be even in every level; in level {level} it is {side}")
            side //= 2
        if self.upwards(side - self._lost)["output"][0] < 1:
            raise ValueError("the images are too small for so many levels without padding")

    @property
    def _lost(self) -> int:
        """How much smaller two convolutions make each side."""
        return 4 if self.padding == "valid" else 0

    def admissible(self) -> bool:
        return 36 <= self.derivation().effort <= 41

    @property
    def asks(self) -> dict[str, Ask]:
        here, bottom = self.level_asked, "What is the output shape at the bottom, before the decoder?"
        return {
            "bottom": Ask(bottom, Shape(), of=observable.shape("bottom 2")),
            "joined": Ask(
                f"What is the shape after the concatenation in level {here} of the decoder?",
                Shape(),
                of=observable.shape(f"joined {here}"),
                follows="bottom",
                continues=lambda q, answers: q.upwards(answers["bottom"][0])["joined"],
            ),
            "count": parameters_of(
                "the first convolutional layer after this concatenation",
                f"decoder {here} 1",
                follows="joined",
                continues=lambda q, answers: (9 * answers["joined"][-1] + 1) * q.filters * 2 ** (q.level_asked - 1),
            ),
            "upsampled": parameters_of(f"the transposed convolution of level {here}", f"up {here}"),
            "output": Ask(
                "What is the output shape of the network?",
                Shape(),
                of=observable.shape("scores"),
                follows="bottom",
                continues=lambda q, answers: q.upwards(answers["bottom"][0])["output"],
            ),
        }

    def upwards(self, side: int) -> dict[str, tuple[int, int, int]]:
        """The shapes in the decoder that follow from a side at the bottom."""
        joined = side
        for level in range(self.depth, 0, -1):
            side *= 2
            joined = side if level == self.level_asked else joined
            side -= self._lost
        return {"joined": (joined, joined, self.filters * 2**self.level_asked), "output": (side, side, self.classes)}

    @property
    def network(self) -> Network:
        net, side, sides = Network(x=Input(self.side, self.side, self.channels)), self.side, {}
        for level in range(1, self.depth + 1):
            net = self._pair(net, f"encoder {level}", level).add(f"pooled {level}", layers.MaxPooling2D(2))
            sides[level] = side - self._lost
            side = sides[level] // 2
        net, side = self._pair(net, "bottom", self.depth + 1), side - self._lost
        for level in range(self.depth, 0, -1):
            k = self.filters * 2 ** (level - 1)
            net, side = net.add(f"up {level}", layers.Conv2DTranspose(k, 2, strides=2)), 2 * side
            skip, more = f"encoder {level} 2", sides[level] - side
            if more:
                cropping = ((more // 2, more - more // 2),) * 2
                net, skip = net.add(f"cropped {level}", layers.Cropping2D(cropping=cropping), skip), f"cropped {level}"
            net = net.add(f"joined {level}", layers.Concatenate(), skip, f"up {level}")
            net, side = self._pair(net, f"decoder {level}", level), side - self._lost
        return net.add("scores", layers.Conv2D(self.classes, 1))

    def _pair(self, net: Network, name: str, level: int) -> Network:
        """Two convolutional layers of a level."""
        filters = self.filters * 2 ** (level - 1)
        for i in (1, 2):
            net = net.add(f"{name} {i}", layers.Conv2D(filters, 3, padding=self.padding))
        return net

    @misconception(
        "You did not count the channels of the encoder's output. A U-Net concatenates it, so the numbers of channels add up."
    )
    def skip_added(self) -> Network:
        net = self.network
        for level in range(1, self.depth + 1):
            net = net.swap(f"joined {level}", layers.Add)
        return net

    @misconception("You left out the skip connection. Concatenation with it doubles the number of channels.")
    def skip_left_out(self) -> dict[str, object]:
        *_, channels = self.worked["joined"]
        return {"count": (9 * channels // 2 + 1) * self.filters * 2 ** (self.level_asked - 1)}

    @misconception("You did not double the number of filters at the bottom. It has twice as many as the level above.")
    def bottom_not_doubled(self) -> dict[str, object]:
        *sides, channels = self.worked["bottom"]
        return {"bottom": (*sides, channels // 2)}

    @misconception("You counted one pooling layer too few. Every level of the encoder ends with pooling.")
    def one_pooling_less(self) -> dict[str, object]:
        height, width, channels = self.worked["bottom"]
        return {"bottom": (2 * height, 2 * width, channels)}

    @misconception("You kept the channels of the last level. The last layer of the network has one filter per class.")
    def classes_left_out(self) -> dict[str, object] | None:
        *sides, channels = self.worked["output"]
        return {"output": (*sides, self.filters)} if channels != self.filters else None
