"""ResNet-50: how many parameters does the first block of its third stage have, and how many does each of the others have?"""

from dataclasses import replace
from typing import Annotated, Literal

from examgen.authoring import Agreements, Array, Ask, Count, Draw, Field, Input, Network, Observable
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import FIXED, counting, in_unit, macs_of_an_image
from examgen.question_bank.architecture._image_network import ImageNetwork
from examgen.question_bank.architecture._residual import Residual

Stages = Annotated[tuple[Count, ...], Field(min_length=1, max_length=6)]


class ResNet(ImageNetwork):
    """A residual network by its stages.

    (3, 4, 6, 3) with bottlenecks and biases has 25,636,712 parameters, Keras's ResNet-50; of (2, 2, 2, 2) without either
    11,689,512 are trainable, torchvision's ResNet-18. With ``inner=2`` and without biases, ResNet-50 becomes Wide ResNet-50-2, and
    with ``groups=32`` as well ResNeXt-50 32x4d. The second version of ResNet-50 has 25,613,800 parameters, as Keras's ResNet50V2.
    """

    topic, level, title = "architecture", 5, "ResNet"
    stem = r"""
A ResNet classifies {{ side }} × {{ side }} images with {{ channels }} channel{{ "s" if channels > 1 }} into {{ classes }} classes. It
consists of

- a 7 × 7 convolution with {{ widths[0] }} filters and stride 2, then 3 × 3 max pooling with stride 2;
- {{ blocks | length }} stages with {{ blocks | listed }} residual blocks and $w = {{ widths | join(", ") }}$ filters, respectively;
- global average pooling and a dense layer with biases.

The main path of a block has {% if bottleneck %}three convolutions: 1 × 1 with {{ narrow }} filters, 3 × 3 with {{ narrow }}
{%- if groups > 1 %} in {{ groups }} groups{% endif %}, and 1 × 1 with
$4w$.{% else %}two 3 × 3 convolutions with $w$ filters.{% endif %} In the first block of every stage except the first, the
{{ "3 × 3" if stride_inside and bottleneck else "first" }} convolution has stride 2. Where the input and the output of a block differ
in shape, the shortcut has a 1 × 1 convolution. All convolutions have *same* padding{% if generation == 1 %} and
{{ "biases" if use_bias else "no biases" }}, and each is followed by batch normalisation{% else %}. Every block begins with batch
normalisation and ReLU; their output is also the input of the convolution on the shortcut. On the main path, all convolutions but
the last have no biases and are followed by batch normalisation. The other convolutions of the network have
{{ "biases" if use_bias else "no biases" }}, and none of them is followed by batch normalisation. There is another batch normalisation
before the global average pooling. Each batch normalisation has{% endif %}
{{- " with" if generation == 1 }} four parameters per channel, two of them trainable.
{%- if macs %} {{ mac }}{% endif %}
"""
    blocks: Stages = Field((3, 4, 6, 3), description="Number of residual blocks in each stage.")
    widths: Stages = Field((64, 128, 256, 512), description="Number of filters in each stage.")
    bottleneck: bool = Field(True, description="Whether blocks are bottlenecks: 1 × 1, 3 × 3 and 1 × 1 convolutions.")
    inner: Count = Field(1, description="Factor for the filters inside a bottleneck; 2 in Wide ResNets.")
    groups: Count = Field(1, description="Number of groups of the 3 × 3 convolutions in bottlenecks; 32 in ResNeXt.")
    use_bias: bool = Field(True, description="Whether the convolutional layers have biases.")
    stride_inside: bool = Field(
        False,
        description="Whether the stride of a bottleneck is that of its 3 × 3 convolution (torchvision) "
        "or of its first one (the paper and Keras).",
    )
    generation: Literal[1, 2] = Field(
        1, description="1 for ResNet, 2 for ResNetV2, whose blocks begin with normalisation."
    )
    stage: int = Field(ge=1, description="The stage whose blocks are asked for.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        blocks = d.choice("blocks", ((3, 4, 6, 3), (2, 2, 2, 2), (2, 3, 4, 2)))
        bottleneck = d.choice("bottleneck", (True, False))
        narrow = d.choice("narrow", (16, 32) if bottleneck else (16, 32, 64))
        return dict(
            blocks=blocks,
            widths=tuple(narrow * 2**stage for stage in range(len(blocks))),
            bottleneck=bottleneck,
            use_bias=d.choice("use_bias", (False, True)),
            stride_inside=True,
            classes=d.choice("classes", (1000, 365, 200, 100, 50, 20, 10)),
            stage=d.integer("stage", 2, 3),
        )

    def check(self) -> None:
        if len(self.blocks) != len(self.widths) or self.stage > len(self.blocks):
            got = f"got {self.blocks} and {self.widths}"
            raise ValueError(f"blocks and widths must be equally long and contain stage {self.stage}; {got}")
        if not self.bottleneck and (self.inner, self.groups) != (1, 1):
            raise ValueError("inner and groups belong to bottlenecks")
        if any(width * self.inner % self.groups for width in self.widths):
            raise ValueError(
                f"groups must divide the filters {[width * self.inner for width in self.widths]}; got {self.groups}"
            )

    @property
    def asks(self) -> dict[str, Ask]:
        first, other = self._blocks
        asks = {"first": counting(f"How many parameters does the first block of stage {self.stage} have?", first)}
        if self.blocks[self.stage - 1] > 1:
            asks["other"] = counting("How many parameters does each of the other blocks of this stage have?", other)
        text = "How many {}parameters does the whole network have?"
        asks["total"] = counting(text, self._everything, self.unit, weight=2, follows=tuple(asks))
        trained = observable.difference(in_unit(self._everything, self.unit), in_unit(FIXED, self.unit))
        trainable = counting("How many {}of them are trainable?", self._everything, self.unit)
        asks["trainable"] = replace(trainable, of=trained, follows="total")
        return asks | macs_of_an_image(self.macs)

    @property
    def _blocks(self) -> tuple[Observable, ...]:
        """The parameters of the first and of each of the other blocks of the stage that is asked for."""
        return tuple(observable.parameters(*self._owners(f"stage{self.stage} block{block} ")) for block in (1, 2))

    @property
    def _everything(self) -> Observable:
        """All parameters: those of the blocks that are asked for, and those of all other layers."""
        others, (first, other) = self.blocks[self.stage - 1] - 1, self._blocks
        rest = [name for name in self._owners("") if not name.startswith(f"stage{self.stage} ")]
        blocks = (first, observable.scaled(other, others)) if others else (first,)
        return observable.total(*blocks, observable.parameters(*rest, "dense"))

    @property
    def agreements(self) -> Agreements:
        return ((observable.parameters(), self._everything),)

    def _owners(self, start: str) -> list[str]:
        """The layers with parameters whose names begin so."""
        kinds = (layers.Conv2D, layers.BatchNormalization)
        return [n.outputs[0] for n in self.network.nodes if n.outputs[0].startswith(start) and n.layer.type in kinds]

    @property
    def network(self) -> Network:
        return self.built()

    def built(self, *, shortcuts: bool = True) -> Network:
        """All layers put together."""
        made = Residual(Network(x=Input(self.side, self.side, self.channels)), self.use_bias, shortcuts=shortcuts)
        block = made.block if self.generation == 1 else made.block_of_the_second_version
        made.convolution("conv", self.widths[0], 7, 2, normalised=self.generation == 1)
        made.net = made.net.add("relu", layers.ReLU()).add("pool", layers.MaxPooling2D(3, strides=2, padding="same"))
        made.depth = self.widths[0]
        for stage, (blocks, width) in enumerate(zip(self.blocks, self.widths, strict=True), start=1):
            for number in range(1, blocks + 1):
                block(f"stage{stage} block{number}", self.convolutions(width, 2 if stage > 1 and number == 1 else 1))
        if self.generation == 2:
            made.net = made.net.add("norm", layers.BatchNormalization()).add("last relu", layers.ReLU())
        return made.net.add("means", layers.GlobalAveragePooling2D()).add("dense", layers.Dense(self.classes))

    @property
    def narrow(self) -> str:
        """The number of filters inside a bottleneck as TeX."""
        return f"${self.inner if self.inner > 1 else ''}w$"

    def convolutions(self, width: int, strides: int) -> tuple[tuple[int, int, int, int], ...]:
        """Filters, kernel, stride and groups of each convolution on the main path of a block."""
        if not self.bottleneck:
            return (width, 3, strides, 1), (width, 3, 1, 1)
        first, second = (1, strides) if self.stride_inside else (strides, 1)
        narrow = self.inner * width
        return (narrow, 1, first, 1), (narrow, 3, second, self.groups), (4 * width, 1, 1, 1)

    @misconception("You left out the shortcut's convolution. It is needed where the input and output shapes differ.")
    def bare_shortcut(self) -> Network:
        return self.built(shortcuts=False)

    @misconception("You assumed that all blocks are like the first. The others have no convolution on the shortcut.")
    def all_like_the_first(self) -> dict[str, Array] | None:
        answers = self.derivation().answers
        return {"other": answers["first"]} if "other" in answers else None
