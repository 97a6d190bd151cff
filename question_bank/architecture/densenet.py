"""DenseNet-121: how many channels does the output of the third block have, and how many parameters does its first layer have?"""

from dataclasses import replace
from typing import Annotated

from examgen.authoring import Ask, Count, Draw, Field, Input, Network, layers, misconception, observable
from examgen.question_bank._counted import FIXED, SIZES, counting, in_unit, macs_of_an_image
from examgen.question_bank.architecture._image_network import ImageNetwork


class DenseNet(ImageNetwork):
    """A densely connected network; (6, 12, 24, 16) and 32 new feature maps per layer are DenseNet-121 with 8,062,504 parameters."""

    topic, level, title = "architecture", 5, "DenseNet"
    stem = r"""
A DenseNet classifies {{ side }} × {{ side }} images with {{ channels }} channel{{ "s" if channels > 1 }} into {{ classes }} classes.
It consists of

- a 7 × 7 convolution with {{ filters }} filters and stride 2, batch normalisation, and 3 × 3 max pooling with stride 2;
- {{ blocks | length }} dense blocks with {{ blocks | listed }} layers, respectively. Each layer consists of batch normalisation, a 1 × 1
  convolution with {{ 4 * growth }} filters, batch normalisation, and a 3 × 3 convolution with {{ growth }} filters. Its output is
  concatenated with its input, and the result is the input of the next layer;
- between two blocks, batch normalisation, a 1 × 1 convolution that halves the number of channels, and 2 × 2 average pooling with stride 2;
- after the last block, batch normalisation, global average pooling and a dense layer with biases.

The convolutions have *same* padding and no biases. Batch normalisation has four parameters per channel, two of them trainable.
{%- if macs %} {{ mac }}{% endif %}
"""
    blocks: Annotated[tuple[Count, ...], Field(min_length=1, max_length=6)] = Field(
        (6, 12, 24, 16), description="Number of layers in each dense block."
    )
    growth: Count = Field(32, description="Growth rate: feature maps that each layer adds.")
    filters: Count = Field(64, description="Number of filters in the first convolutional layer.")
    block: int = Field(ge=1, description="The block that is asked for.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        growth = d.choice("growth", (8, 12, 16, 24, 32))
        return dict(
            blocks=d.choice("blocks", ((6, 12, 24, 16), (3, 6, 12, 8), (4, 6, 8), (4, 8, 6), (6, 6, 6))),
            growth=growth,
            filters=2 * growth,
            classes=d.choice("classes", (1000, 365, 200, 100, 50, 20, 10)),
            block=d.integer("block", 2, 3),
        )

    def check(self) -> None:
        if self.block > len(self.blocks):
            raise ValueError(f"block must be one of the {len(self.blocks)} blocks; got {self.block}")

    @property
    def asks(self) -> dict[str, Ask]:
        start = f"block{self.block} layer1"
        layer = observable.parameters(*(f"{start} {part}" for part in ("norm1", "reduced", "norm2", "new")))
        depth = observable.shape(f"block{self.block} layer{self.blocks[self.block - 1]}", axis=2)
        trained = observable.difference(in_unit(observable.parameters(), self.unit), in_unit(FIXED, self.unit))
        in_ones = SIZES.get(self.unit, 1)
        asks = {
            "depth": counting(f"How many channels does the output of block {self.block} have?", depth),
            "layer": counting("How many parameters does the first layer of this block have?", layer),
            "total": counting(
                "How many {}parameters does the whole network have?",
                observable.parameters(),
                self.unit,
                weight=2,
                follows="depth",
                continues=lambda q, answers: q.counted(answers["depth"])[0] * in_ones,
            ),
            "trainable": replace(
                counting("How many {}of them are trainable?", FIXED, self.unit),
                of=trained,
                follows=("depth", "total"),
                continues=lambda q, answers: answers["total"] - q.counted(answers["depth"])[1] * in_ones,
            ),
        }
        return asks | macs_of_an_image(self.macs)

    def counted(self, depth: int) -> tuple[int, int]:
        """All parameters and the fixed ones, layer by layer, where the block that is asked for ends with so many channels."""
        weights, normalised, channels = 49 * self.channels * self.filters, self.filters, self.filters
        for block, count in enumerate(self.blocks, start=1):
            for _ in range(count):
                weights += channels * 4 * self.growth + 36 * self.growth**2
                normalised += channels + 4 * self.growth
                channels += self.growth
            channels = depth if block == self.block else channels
            normalised += channels
            if block < len(self.blocks):
                weights += channels * (channels // 2)
                channels //= 2
        return weights + 4 * normalised + (channels + 1) * self.classes, 2 * normalised

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.side, self.side, self.channels))
        net = convolution(net, "conv", self.filters, 7, strides=2).add("norm", layers.BatchNormalization())
        net, depth = net.add("y0", layers.MaxPooling2D(3, strides=2, padding="same")), self.filters
        for block, count in enumerate(self.blocks, start=1):
            for number in range(1, count + 1):
                name, before = f"block{block} layer{number}", net.last
                net = net.add(f"{name} norm1", layers.BatchNormalization())
                net = convolution(net, f"{name} reduced", 4 * self.growth, 1)
                net = net.add(f"{name} norm2", layers.BatchNormalization())
                net = convolution(net, f"{name} new", self.growth, 3)
                net = net.add(name, layers.Concatenate(), before, f"{name} new")
            depth += count * self.growth
            net = net.add(f"norm{block}", layers.BatchNormalization())
            if block < len(self.blocks):
                depth //= 2
                net = convolution(net, f"half{block}", depth, 1).add(f"y{block}", layers.AveragePooling2D(2))
        return net.add("means", layers.GlobalAveragePooling2D()).add("dense", layers.Dense(self.classes))

    @misconception(
        "You did not halve the number of channels between the blocks. The 1 × 1 convolution there halves them."
    )
    def never_halved(self) -> Network:
        net = self.network
        for block in range(1, len(self.blocks)):
            net = net.without(f"half{block}")
        return net

    @misconception("You gave only the new feature maps of the last layer. Its input is concatenated with them.")
    def new_maps_alone(self) -> dict[str, int]:
        return {"depth": self.growth}


def convolution(net: Network, name: str, filters: int, kernel: int, strides: int = 1) -> Network:
    """The network with a convolution put behind it."""
    return net.add(name, layers.Conv2D(filters, kernel, strides=strides, padding="same", use_bias=False))
