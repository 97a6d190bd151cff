"""A 2 × 2 × 2 filter is applied to a 3 × 3 × 2 volume, then ReLU: what is the feature map?"""

from examgen.authoring import Ask, Draw, Field, Matrix, Network, Number, Question, Volume
from examgen.authoring import cells, elementwise, layers, misconception, nonzero, shape
from examgen.question_bank.convolution._sliding import Slide, Sliding, drawn_layer


class VolumeFeatureMap(Sliding):
    """A filter on several channels with bias and ReLU, by hand."""

    topic, level, title = "convolution", 3, "Convolution over several channels"
    conventions = ("cross_correlation", "channels_last", "floor")
    picture = "grids"
    stem = r"""
One filter $F$ with bias $b = {{ bias | number }}$ is applied to an input volume $X$ of shape {{ image | length }} × {{ image[0]
| length }} × {{ image[0][0] | length }} {{ moves }}, followed by ReLU. {{ border }} The channels of $X$ and $F$ are listed in order:

$$X = {{ image | channels }}$$

$$F = {{ filter | channels }}$$
"""
    z = Ask("Compute the feature map before ReLU.", Matrix(), weight=2)
    a = Ask("Compute the feature map after ReLU.", Matrix(), follows="z")
    image: Volume = Field(description="Input volume: height × width × channels.")
    filter: Volume = Field(description="Filter: height × width × channels.")
    bias: Number = Field(0, description="Bias of the filter.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side, channels = d.integer("side", 3, 3), d.integer("channels", 2, 2)
        image = d.volume("image", (side, side, channels), range(5))
        return dict(
            image=image,
            filter=d.volume("filter", (2, 2, len(image[0][0])), (-2, -1, 0, 1, 2)),
            bias=d.number("bias", nonzero(range(-3, 4))),
            **drawn_layer(d),
        )

    def check(self) -> None:
        if (deep := shape(self.filter)[2]) != (channels := shape(self.image)[2]):
            raise ValueError(f"filter must have as many channels as the input ({channels}); got {deep}")

    @property
    def slide(self) -> Slide:
        return self.moving(shape(self.image)[:2], shape(self.filter)[:2])

    def admissible(self) -> bool:
        slices = {tuple(cell[c] for row in self.filter for cell in row) for c in range(len(self.filter[0][0]))}
        z = list(cells(self.derivation().answers["z"]))
        return len(slices) > 1 and all(s.count(0) <= 1 for s in slices) and min(z) < 0 < max(z)

    @property
    def network(self) -> Network:
        net = Network(x=self.image, filter=self.filter, bias=self.bias)
        return self.slide.convolved(net, "z", 1, ("filter", "bias")).add("a", layers.ReLU())

    @misconception("You added the bias once per channel. A filter has one bias, which is added once.")
    def bias_per_channel(self) -> Question | None:
        return self.but(bias=self.bias * shape(self.image)[2])

    @misconception("You applied the first kernel of the filter to every channel. Every channel has its own kernel.")
    def one_slice_for_all(self) -> Question | None:
        return self.but(filter=tuple(tuple(cell[:1] * len(cell) for cell in row) for row in self.filter))

    @misconception("You averaged over the channels. The products of all channels are summed.")
    def channels_averaged(self) -> Network:
        depth = shape(self.image)[2]
        return self.network.with_arrays(filter=elementwise(lambda w: w / depth, self.filter))
