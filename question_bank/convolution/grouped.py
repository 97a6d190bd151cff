"""Conv2D(256, 5, padding="same", groups=2) on 27 × 27 × 96: how many parameters does it have, and how many without groups?"""

from examgen.authoring import Ask, Computed, Count, Draw, Field, Input, Integer, Network, Question
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import operations_of, parameters_of
from examgen.question_bank._sizes import refuse_undivided


def _share(q: "Grouped") -> int:
    """The channels of the first group, dealt out one by one."""
    return sum(channel % q.groups == 0 for channel in range(q.channels))


class Grouped(Question):
    """Parameters and operations of a convolution with groups, and of the same layer without."""

    topic, level, title = "convolution", 3, "A grouped convolution"
    conventions = ("channels_last", "bias", "unit_stride", "macs")
    stem = r"""
The layer `{{ network.code("z") }}` is applied to a volume of shape {{ side }} × {{ side }} × {{ channels }}. The channels and the filters
are split into {{ groups }} groups of equal size. A filter is applied to the channels of its own group only.
"""
    depth = Ask("To how many channels is each filter applied?", Integer(), of=Computed(_share))
    count = parameters_of(
        "the layer",
        "z",
        follows="depth",
        continues=lambda q, given: (q.kernel_size**2 * given["depth"] + 1) * q.filters,
    )
    macs = operations_of(
        "the layer",
        "z",
        follows="depth",
        continues=lambda q, given: q.side**2 * q.filters * q.kernel_size**2 * given["depth"],
    )
    plain = Ask(
        "How many parameters would the layer have without `groups={{ groups }}`?",
        Integer(),
        of=observable.parameters("plain"),
    )
    side: Count = Field(description="Height and width of the input.")
    channels: Count = Field(description="Number of channels of the input.")
    filters: Count = Field(description="Number of filters.")
    kernel_size: Count = Field(description="Side length of the kernels.")
    groups: int = Field(1, ge=1, description="Number of groups of channels and filters.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            side=(13, 14, 16, 27, 28, 32, 55, 56),
            channels=(32, 48, 64, 96, 128, 192, 256),
            filters=(32, 64, 96, 128, 192, 256, 384),
            kernel_size=(3, 3, 5),
            groups=(2, 2, 4, 8, 16, 32),
        )

    def check(self) -> None:
        refuse_undivided(self.channels, self.filters, self.groups)

    @property
    def _weights(self) -> int:
        """The weights of one filter."""
        return self.kernel_size**2 * (self.channels // self.groups)

    def admissible(self) -> bool:
        return self.channels != self.filters and 29 <= self.derivation().effort <= 33

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.side, self.side, self.channels))
        plain = layers.Conv2D(self.filters, self.kernel_size, padding="same")
        return net.add("z", plain.but(groups=self.groups)).add("plain", plain, "x")

    @misconception("You ignored the groups. A filter is applied to the channels of its own group only.")
    def groups_ignored(self) -> Question | None:
        return self.but(groups=1) if self.groups > 1 else None

    @misconception("You counted one group only. The {{ groups }} groups together have {{ filters }} filters.")
    def filters_of_one_group(self) -> dict[str, int]:
        filters = self.filters // self.groups
        return {"count": (self._weights + 1) * filters, "macs": self._weights * filters * self.side**2}

    @misconception("You kept the groups. Without them, every filter is applied to all {{ channels }} channels.")
    def groups_kept(self) -> dict[str, int]:
        return {"plain": (self._weights + 1) * self.filters}

    @misconception("You counted one position only. Every filter is applied at every position of the output.")
    def one_position(self) -> dict[str, int]:
        return {"macs": self._weights * self.filters}
