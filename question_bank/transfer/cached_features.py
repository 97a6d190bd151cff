"""The features of 10,000 images from a frozen base are stored in a file: how large is it?"""

from examgen.authoring import Ask, Draw, Field, Integer, Network, Question, Real, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._memory import TakesMemory, four_bytes, mebibytes
from examgen.question_bank.transfer._frozen import PretrainedBase, drawn


class CachedFeatures(PretrainedBase, TakesMemory):
    """The size of features that are computed once and stored, so that only the head is run in every epoch."""

    topic, level, title = "transfer", 3, "Storing the features of a frozen base"
    conventions = ("channels_last", "valid_padding", "unit_stride", "pool_stride", "bias", "no_activation")
    misconceptions = (four_bytes, mebibytes)
    stem = r"""
The output of a frozen base is computed once for {{ "{:,}".format(images) }} images of shape {{ input_shape | join(" × ") }}. It is
stored in a file with {{ bytes }} byte{{ "s" if bytes > 1 }} per value, and the head is trained on these features. {{ one_unit }}
The base consists of these layers:

{{ table }}
"""
    images: int = Field(ge=1, le=1_000_000_000, description="Number of images.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        input_shape, base, _ = drawn(d, (1, 1, 1))
        images = d.choice("images", (1000, 2000, 5000, 10_000, 20_000, 50_000))
        return dict(input_shape=input_shape, base=base, images=images, bytes=d.choice("bytes", (4, 4, 2)))

    @property
    def asks(self) -> dict[str, Ask]:
        last, factor = self.base[-1].name, self.images * self.bytes / self.unit_bytes
        numbers = observable.shape("flat", axis=0)
        averaged = observable.scaled(observable.shape("averaged", axis=0), factor)
        return {
            "features": Ask("What is the shape of the features of one image?", Shape(), of=observable.shape(last)),
            "numbers": Ask("How many feature values are stored per image?", Integer(), of=numbers, follows="features"),
            "size": Ask(
                "How large is the file in {{ unit }}?",
                Real(decimals=1, unit=self.unit), of=observable.scaled(numbers, factor), follows=("features", "numbers"),
            ),
            "averaged": Ask(
                "How large is the file in {{ unit }} if global average pooling is applied to the features first?",
                Real(decimals=2, unit=self.unit), of=averaged, follows="features",
            ),
        }  # fmt: skip

    @property
    def network(self) -> Network:
        last = self.base[-1].name
        pooling = layers.GlobalAveragePooling1D if len(self.input_shape) == 2 else layers.GlobalAveragePooling2D
        return self.whole.add("flat", layers.Flatten(), last).add("averaged", pooling(), last)

    @misconception("You counted the values of the images. The file holds the output of the base.")
    def images_kept(self) -> Network:
        return self.network.rewire("flat", "x").rewire("averaged", "x")

    @misconception("You counted values, not bytes. Each value takes {{ bytes }} bytes.")
    def numbers_for_bytes(self) -> Question | None:
        return self.but(bytes=1)
