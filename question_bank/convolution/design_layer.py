"""Conv2D(32, 5, strides=2, padding="same") has too many parameters: which layer has the same output shape with 12,000?"""

from examgen.authoring import Agreements, Ask, Count, Draw, Field, LayerDesign, Network, PositiveInt
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import parameters_of
from examgen.question_bank._volume import ReadsVolume


class DesignLayer(ReadsVolume):
    """A layer of the student's own between two given volumes, within a budget of parameters."""

    topic, level, title = "convolution", 4, "Design a layer within a budget"
    stem = r"""
The layer `{{ network.node("proposal").layer }}` is applied to an input of shape {{ height }} × {{ width }} × {{ channels }} (channels
last). Its output has the required shape {{ output | join(" × ") }}, but it has too many parameters: at most {{ budget }} are
allowed.
"""
    filters: Count = Field(description="Number of filters in the proposed layer.")
    kernel_size: Count = Field(description="Side length of the kernels in the proposed layer.")
    strides: Count = Field(description="Stride of the proposed layer.")
    budget: PositiveInt = Field(description="Largest number of parameters that the layer may have.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        volume = cls.drawn_volume(d, d.integer("height", 12, 64), (8, 16, 24, 32, 48, 64))
        filters = d.choice("filters", (4, 8, 10, 12, 16, 20, 32, 40, 64))
        kernel_size = d.choice("kernel_size", (5, 7))
        fitting = (d.choice("fitting", (3,) if kernel_size == 5 else (3, 5)) ** 2 * volume["channels"] + 1) * filters
        return dict(
            **volume,
            filters=filters,
            kernel_size=kernel_size,
            strides=d.choice("strides", (1, 2, 2, 3)),
            budget=-(-fitting // 100) * 100 + 100 * d.integer("slack", 0, 3),
        )

    def check(self) -> None:
        least = (self.smallest**2 * self.channels + 1) * self.filters
        if self.budget < least:
            kernel = f"{self.smallest} × {self.smallest}"
            raise ValueError(f"budget must allow the {least} parameters of a {kernel} convolution, got {self.budget}")
        if min(self.height, self.width) < self.smallest:
            raise ValueError(f"expected at least {self.smallest} rows and columns, got {self.height} × {self.width}")

    def admissible(self) -> bool:
        too_large = ((self.kernel_size - 1) ** 2 * self.channels + 1) * self.filters
        return self.budget < too_large and self.channels != self.filters

    @property
    def smallest(self) -> int:
        """The side of the smallest kernel that sees a neighbourhood and skips no pixel."""
        return max(3, self.strides)

    @property
    def output(self) -> tuple[int, int, int]:
        """The volume that is wanted."""
        return -(-self.height // self.strides), -(-self.width // self.strides), self.filters

    @property
    def asks(self) -> dict[str, Ask]:
        design = LayerDesign(
            (self.height, self.width, self.channels), self.output, max_parameters=self.budget, convolutions=1
        )
        text = (
            "Give a convolutional layer (as Keras code) that has this output shape and at most {{ budget }} parameters. Its kernels must "
            "be 3 × 3 or larger, and its stride must not be larger than its kernels."
        )
        return {"count": parameters_of("the given layer", "proposal"), "layer": Ask(text, design, weight=2)}

    @property
    def agreements(self) -> Agreements:
        return ((observable.shape("proposal"), observable.shape("layer")),)

    @property
    def network(self) -> Network:
        """The proposal, and the smallest convolution with the same output shape."""
        net = self.volume
        for name, kernel in (("proposal", self.kernel_size), ("layer", self.smallest)):
            net = net.add(name, layers.Conv2D(self.filters, kernel, strides=self.strides, padding="same"), "x")
        return net

    @misconception("You counted the parameters of only one filter. The layer has {{ filters }} filters.")
    def one_filter(self) -> Network:
        return self.network.but("proposal", filters=1)

    @misconception("You counted only one bias for the whole layer. Every filter has its own.")
    def one_bias(self) -> dict[str, int]:
        return {"count": self.kernel_size**2 * self.channels * self.filters + 1}

    @misconception("You used the kernel size once. A kernel has {{ kernel_size }} · {{ kernel_size }} weights.")
    def side_for_area(self) -> Network:
        return self.network.but("proposal", kernel_size=(1, self.kernel_size))
