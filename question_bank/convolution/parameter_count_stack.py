"""Conv2D(16, 5), MaxPooling2D(2), Conv2D(32, 3) on 64 × 64 × 3 images: how many parameters does each layer have?"""

from examgen.authoring import Ask, Draw, Field, Integer, Network, PositiveInt, layers, misconception, observable
from examgen.question_bank._counted import parameters_of
from examgen.question_bank._ordinals import ordinal
from examgen.question_bank._volume import ReadsVolume


class ParameterCountStack(ReadsVolume):
    """Parameters of stacked convolutional layers: the input channels are the filters of the previous layer."""

    topic, level, title = "convolution", 2, "Parameters of stacked convolutional layers"
    conventions = ("bias",)
    stem = r"""
The layers of a network for {{ height }} × {{ width }} images with {{ channels }} channel{{ "s" if channels > 1 }} are
{% for node in network.nodes %}
{{ loop.index }}. `{{ node.layer }}`
{%- endfor %}
"""
    axes = {"filters": "convolutions", "kernel_sizes": "convolutions"}
    filters: tuple[PositiveInt, ...] = Field(min_length=1, max_length=20, description="Number of filters per layer.")
    kernel_sizes: tuple[PositiveInt, ...] = Field(description="Side length of the kernels in each convolutional layer.")
    pool_size: int = Field(ge=0, description="Side length of the pooling windows, 0 for no pooling.")
    use_bias: bool = Field(True, description="Whether the convolutional layers have biases.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        first = d.choice("first", (8, 16, 32))
        filters = d.sample("filters", (first, 2 * first, 4 * first), d.integer("depth", 2, 2))
        kernels = tuple(d.choice(f"kernel{i}", (3, 3, 5)) for i in range(len(filters)))
        return dict(
            **cls.drawn_volume(d, d.choice("height", (28, 32, 64, 128)), (1, 3, 3)),
            filters=filters,
            kernel_sizes=kernels,
            **d.choices(pool_size=(0, 2, 2), use_bias=(True, True, True, False)),
        )

    def admissible(self) -> bool:
        return tuple(sorted(self.filters)) == self.filters

    @property
    def asks(self) -> dict[str, Ask]:
        places = range(1, len(self.filters) + 1)
        asks = {f"c{i}": parameters_of(f"the {ordinal(i)} convolutional layer", f"c{i}") for i in places}
        text, everything = "How many parameters does the network have in total?", map(observable.parameters, asks)
        return {**asks, "total": Ask(text, Integer(), of=observable.total(*everything), follows=tuple(asks))}

    @property
    def network(self) -> Network:
        net = self.volume
        for i, (filters, kernel) in enumerate(zip(self.filters, self.kernel_sizes, strict=True), start=1):
            net = net.add(f"c{i}", layers.Conv2D(filters, kernel, padding="same", use_bias=self.use_bias))
            if self.pool_size:
                net = net.add(f"p{i}", layers.MaxPooling2D(self.pool_size))
        return net

    @misconception("You used the image's channels for every layer. A layer's input is the previous layer's output.")
    def depth_of_the_image(self) -> Network | None:
        if self.channels == 1:  # then it is `one_channel_only`
            return None
        net = self.network
        for i in range(2, len(self.filters) + 1):
            net = net.rewire(f"c{i}", "x")
        return net
