"""A 32 × 32 × 3 image passes through two blocks of convolution and pooling: how long is the flattened vector?"""

from examgen.authoring import Ask, Count, Draw, Field, Input, Integer, Network, Question, Shape
from examgen.authoring import layers, misconception, observable, ops
from examgen.question_bank._ordinals import ordinal


class FlattenLength(Question):
    """The shapes of an image on its way to the first dense layer."""

    topic, level, title = "dense", 2, "From the image to the flattened vector"
    conventions = ("channels_last", "floor", "valid_padding", "unit_stride", "pool_stride")
    inapplicable = ("same_for_valid",)
    picture = "network"
    axes = {"filters": "blocks", "kernel_sizes": "blocks"}
    stem = r"""
The input of a network is an image of shape {{ side }} × {{ side }} × {{ channels }}. The first layers of the
network are {% for node in network.nodes[:-1] %}`{{ node.layer }}`, {% endfor %}and `Flatten()`.
"""
    side: Count = Field(description="Height and width of the image.")
    channels: Count = Field(description="Number of channels of the image.")
    filters: tuple[Count, ...] = Field(min_length=1, description="Number of filters in each convolutional layer.")
    kernel_sizes: tuple[Count, ...] = Field(min_length=1, description="Side length of the kernels of each convolution.")
    pool_size: Count = Field(2, description="Side length of the pooling windows.")
    padding: str = Field("valid", pattern="^(valid|same)$", description="Padding of the convolutions: valid or same.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            side=(28, 28, 32, 32, 48, 64, 96),
            channels=(1, 3),
            filters=((6, 16), (8, 16), (16, 32), (32, 64)),
            kernel_sizes=((3, 3), (5, 3), (5, 5)),
            pool_size=(2, 2, 2, 3),
            padding=("valid",),
        )

    def check(self) -> None:
        if min(side for side, _ in self.pooled) < 1:
            raise ValueError(f"an image of side {self.side} is too small for these layers")

    def admissible(self) -> bool:
        return self.pooled[-1][0] > 2 and (self.padding == "same" or 19 <= self.derivation().effort <= 22)

    @property
    def pooled(self) -> tuple[tuple[int, int], ...]:
        """The side of the feature map after each block, and how many rows are dropped; to draw by, never the key."""
        sides: list[tuple[int, int]] = []
        for kernel in self.kernel_sizes:
            side = sides[-1][0] if sides else self.side
            sides.append(divmod(side if self.padding == "same" else side - kernel + 1, self.pool_size))
        return tuple(sides)

    @property
    def asks(self) -> dict[str, Ask]:
        asks: dict[str, Ask] = {}
        for i, name in enumerate(self.each("p"), start=1):
            text = f"What is the output shape of the {ordinal(i)} `{self.network.code(name)}`?"
            asks[name] = Ask(text, Shape(rank=3), follows=tuple(asks)[-1:])
        text = "What is the length of the flattened vector?"
        return asks | {"length": Ask(text, Integer(), of=observable.shape("flat", axis=0), follows=self.each("p")[-1])}

    def each(self, letter: str) -> tuple[str, ...]:
        """The outputs of all convolutional layers (``z1``, ``z2``, …) or of all pooling layers (``p1``, ``p2``, …)."""
        return tuple(f"{letter}{i}" for i in range(1, len(self.filters) + 1))

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.side, self.side, self.channels))
        for z, p, filters, kernel in zip(self.each("z"), self.each("p"), self.filters, self.kernel_sizes, strict=True):
            net = net.add(z, layers.Conv2D(filters, kernel, padding=self.padding))
            net = net.add(p, layers.MaxPooling2D(self.pool_size))
        return net.add("flat", layers.Flatten())

    @property
    def sketch(self) -> Network:
        """All layers, the last of which flattens the feature maps."""
        return self.network

    @misconception("You flattened only one feature map. The vector holds the values of all channels.")
    def one_map_flattened(self) -> Network:
        return self.network.insert_between(self.each("p")[-1], "flat", ops.mean(axis=-1))

    @misconception(
        "You counted one feature map per filter and input channel. A filter sums over the input channels and produces one feature map."
    )
    def maps_multiplied(self) -> Network | None:
        net = self.network
        for z, filters in zip(self.each("z"), self.filters, strict=True):
            net = net.swap(z, layers.DepthwiseConv2D).but(z, depth_multiplier=filters)
        return net if self.channels > 1 or len(self.filters) > 1 else None

    @misconception("You rounded up in the pooling layers. Without padding, incomplete windows are dropped.")
    def pooling_rounded_up(self) -> Network | None:
        if not any(dropped for _, dropped in self.pooled):
            return None
        return self.network.but(*self.each("p"), padding="same")

    @misconception(
        "You assumed that the convolutions keep the size. Without padding, a kernel of size $f$ reduces each side by $f - 1$."
    )
    def convolution_keeps_size(self) -> Network:
        return self.network.but(*self.each("z"), padding="same")
