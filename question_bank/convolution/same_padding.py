"""Which padding keeps the size of a 64 × 64 image under a 5 × 5 filter?"""

from examgen.authoring import Ask, Draw, Field, Input, Integer, Network, Question, layers, misconception, observable

_SIDES = observable.shape("x", axis=0), observable.shape("z", axis=0)
_IMAGES = 28, 32, 48, 56, 64, 96, 100, 112, 128, 150, 160, 192, 200, 224, 227, 256, 299, 300, 320, 512


class SamePadding(Question):
    """The padding p = (f − 1)/2 that keeps the size."""

    topic, level, title = "convolution", 1, "Padding that keeps the size"
    stem = r"""
A convolutional layer with $f \times f$ filters, $f = {{ f }}$, is applied to an $n \times n$ image, $n = {{ n }}$, with stride 1
{%- if d > 1 %} and dilation rate $d = {{ d }}${% endif %}. With zero padding $p$ on every side, the output has the same size as the image.
"""
    p = Ask("What is $p$?", Integer(), of=observable.scaled(observable.difference(*_SIDES), 0.5))
    inapplicable = ("same_for_valid",)  # the network is the layer without its zeros
    n: int = Field(ge=1, le=100_000, description="Side length of the image.")
    f: int = Field(ge=1, description="Side length of the filters.")
    d: int = Field(1, ge=1, description="Dilation rate.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(n=_IMAGES, f=(3, 5, 7, 9, 11, 13))

    def check(self) -> None:
        taken = self.d * (self.f - 1)
        if taken % 2:
            raise ValueError(f"f must be odd so that the padding is the same on both sides; got f = {self.f}")
        if taken >= self.n:
            raise ValueError(f"the filter covers {taken + 1} pixels and must fit into the image of {self.n}")

    @property
    def network(self) -> Network:
        """The layer without padding: the padding makes up for the difference."""
        return Network(x=Input(self.n, self.n, 1)).add("z", layers.Conv2D(1, self.f, dilation_rate=self.d))

    @misconception("You gave the padding of both sides together. Half of it is added on each side.")
    def both_sides_together(self) -> dict[str, int]:
        return {"p": self.d * (self.f - 1)}

    @misconception("You rounded $f / 2$ up. The padding is $p = (f - 1) / 2$.")
    def half_the_filter(self) -> dict[str, int] | None:
        return {"p": (self.f + 1) // 2} if self.d == 1 else None

    @misconception("You used the padding of a 3 × 3 filter. For an $f \\times f$ filter it is $p = (f - 1) / 2$.")
    def always_one(self) -> Network | None:
        return self.network.but("z", kernel_size=3, dilation_rate=1) if self.f > 3 else None

    @misconception("You ignored the dilation. The filter covers $d (f - 1) + 1$ pixels.")
    def dilation_ignored(self) -> Network:
        return self.network.but("z", dilation_rate=1)
