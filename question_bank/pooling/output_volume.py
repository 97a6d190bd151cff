"""MaxPooling2D(3, strides=2) on a 55 × 55 × 96 volume: what is the output shape?"""

from math import prod
from typing import Annotated, Literal

from examgen.authoring import Ask, Draw, Field, Input, Layer, Network, Question, Real, Shape
from examgen.authoring import layers, misconception, model_validator, observable
from examgen.question_bank._sizes import Pair, both, moved_by_its_size, pooling, refuse_larger
from examgen.question_bank._volume import ReadsVolume

READ, GIVEN = observable.shape("all read", axis=0), observable.shape("all given", axis=0)
KINDS = {"max": layers.MaxPooling2D, "average": layers.AveragePooling2D}


class OutputVolume(ReadsVolume):
    """The output shape of a pooling layer, and how much smaller the volume becomes."""

    topic, level, title = "pooling", 2, "Output volume of a pooling layer"
    conventions = ("channels_last", "floor", "valid_padding", "pool_stride")
    inapplicable = ("same_rounded_down",)  # leads to the output of `padding_left_out`
    stem = r"""
The layer `{{ layer }}` is applied to a volume of shape {{ height }} × {{ width }} × {{ channels }}
{%- if border %}, with a border of {{ border }} on every side{% endif %}.
"""
    p = Ask("What is the output shape?", Shape(rank=3), weight=2)
    loss = Ask(
        "By what percentage does the number of values decrease?",
        Real(decimals=1, unit="%"),
        of=observable.scaled(observable.ratio(observable.difference(READ, GIVEN), READ), 100),
        follows="p",
    )
    pool_size: Pair = Field(description="Height and width of the pooling windows.")
    strides: Pair = Field(None, description="Vertical and horizontal stride; defaults to the pool size.")  # type: ignore[assignment]
    padding: Literal["valid", "same"] | Annotated[int, Field(ge=0)] = Field(
        "valid", description="Padding of the layer: valid, same, or the width of a border on every side, as in PyTorch."
    )
    pooling: Literal["max", "average"] = Field("max", description="Pooling operation: max or average.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        sides = (13, 14, 27, 28, 32, 55, 56, 64, 112, 113, 128)
        return dict(
            **cls.drawn_volume(d, sides, (3, 6, 16, 32, 64, 96, 128, 256)),
            pool_size=both(d.choice("pool_size", (2, 3))),
            strides=both(d.choice("strides", (2, 3))),
            **d.choices(padding=("valid", "valid", "same"), pooling=("max", "average")),
        )

    _default_stride = model_validator(mode="before")(moved_by_its_size)

    def check(self) -> None:
        if self.padding == "valid":
            refuse_larger(self.pool_size, (self.height, self.width))
        elif 2 * self.border > min(self.pool_size):
            raise ValueError(f"a border must be at most half a window wide, got {self.border} for {self.pool_size}")

    def admissible(self) -> bool:
        return self.strides <= self.pool_size and self.strides != (3, 3)

    @property
    def layer(self) -> Layer:
        """The layer as one writes it."""
        padding = "same" if self.padding == "same" else "valid"
        return pooling(KINDS[self.pooling], self.pool_size, self.strides, padding)

    @property
    def network(self) -> Network:
        return self.reading(self.layer)

    def reading(self, layer: Layer) -> Network:
        """The layer, and the number of values of its input and output."""
        net = self.volume.add("all read", layers.Flatten(), "x")
        if self.border:
            net = net.add("framed", layers.ZeroPadding2D(padding=self.border), "x")
        return net.add("p", layer, "framed" if self.border else "x").add("all given", layers.Flatten(), "p")

    @property
    def border(self) -> int:
        """Width of the border on every side; `same` has none that is told."""
        return self.padding if isinstance(self.padding, int) else 0

    @misconception(
        "You also {{ 'halved' if strides[0] == 2 else 'divided' }} the number of channels. Every channel is pooled separately, so the "
        "number of channels stays the same."
    )
    def depth_shrinks(self) -> Network | None:
        return self._reading_channels(self.channels // self.strides[0])

    @misconception("You pooled over the channels. Every channel is pooled separately, so their number stays the same.")
    def one_map(self) -> Network | None:
        return self._reading_channels(1)

    def _reading_channels(self, depth: int) -> Network | None:
        net = self.network.with_arrays(narrow=Input(self.height, self.width, max(depth, 1))).rewire("p", "narrow")
        return net if depth else None

    @misconception(
        "{% if border %}You left out the border. It is added on every side.{% else %}You rounded down, as without padding. With *same* "
        "padding, the output side is the input side divided by the stride, rounded up.{% endif %}"
    )
    def padding_left_out(self) -> Question | None:
        bare = self.but(padding="valid") if self.padding != "valid" else None
        return bare if bare and bare.worked["p"] != self.worked["p"] else None

    @misconception("You gave the percentage that remains. The question asks for the decrease.")
    def what_remains(self) -> dict[str, float]:
        return {"loss": 100 * self._remaining}

    @misconception("You gave a fraction. The question asks for a percentage: multiply by 100.")
    def as_a_fraction(self) -> dict[str, float]:
        return {"loss": 1 - self._remaining}

    @property
    def _remaining(self) -> float:
        """The share of the positions that remains."""
        sides = (side + 2 * self.border for side in (self.height, self.width))
        axes = zip(sides, self.pool_size, self.strides, strict=True)
        return prod(-(-n // s) if self.padding == "same" else (n - f) // s + 1 for n, f, s in axes) / (
            self.height * self.width
        )
