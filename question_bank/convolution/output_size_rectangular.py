"""A 3 × 5 kernel with strides 2 and 1 is applied to a 32 × 48 image: what are height and width of the output?"""

from itertools import permutations

from examgen.authoring import Ask, Count, Draw, Field, Input, Integer, Network, Question, Real
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._sliding import Slide, Sliding, drawn_layer, padding_once, rounded_up


class OutputSizeRectangular(Sliding):
    """The size formula applied to height and width separately."""

    topic, level, title = "convolution", 2, "Output size with rectangular kernels"
    misconceptions = (rounded_up, padding_once)
    conventions = ("floor",)
    stem = r"""
A kernel of size {{ slide.window | join(" × ") }} (height × width) is applied to an image of size {{ height }} × {{ width }}
{{ moves }}. {{ border }}
{%- if repeats > 1 %} The same convolution is applied {{ repeats }} times, each time to the previous output.{% endif %}
"""
    height: Count = Field(description="Height of the image.")
    width: Count = Field(description="Width of the image.")
    kernel_size: Lengths = Field(description="Kernel size, one number or height and width.")
    repeats: int = Field(1, ge=1, le=100, description="Number of times the convolution is applied.")
    percentage: bool = Field(False, description="Whether the percentage of pixels that are lost is asked for as well.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return dict(
            height=d.choice("height", (28, 32, 48, 64, 96)),
            width=d.choice("width", (28, 32, 48, 64, 96)),
            kernel_size=d.choice("kernel_size", permutations((1, 3, 5, 7), 2)),
            **drawn_layer(d, strides=permutations(range(1, 4), 2), padding=permutations(range(3), 2)),
        )

    def check(self) -> None:
        height, width = self.slide.output
        if self.repeats > 1 and not self.but(height=height, width=width, repeats=self.repeats - 1):
            raise ValueError(f"a {self.height} × {self.width} image is too small for {self.repeats} such convolutions")

    @property
    def slide(self) -> Slide:
        return self.moving((self.height, self.width), self.kernel_size)

    def admissible(self) -> bool:
        once, over = padding_once(self), rounded_up(self)
        padded = all(before < f for (before, _), f in zip(self.slide.zeros, self.slide.window, strict=True))
        telling = all(other and other.slide.output != self.slide.output for other in (once, over))
        return padded and telling and self.height != self.width

    @property
    def asks(self) -> dict[str, Ask]:
        asks = {
            "rows": Ask("What is the height of the output?", Integer(), of=observable.shape("z", axis=0)),
            "columns": Ask("What is the width of the output?", Integer(), of=observable.shape("z", axis=1)),
        }
        if self.percentage:
            before, after = (observable.shape(name, axis=0) for name in ("all pixels", "pixels left"))
            asks["loss"] = Ask(
                "By what percentage does the number of pixels decrease?",
                Real(decimals=1, unit="%"),
                of=observable.scaled(observable.ratio(observable.difference(before, after), before), 100),
                follows=("rows", "columns"),
            )
        return asks

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.height, self.width, 1))
        if self.percentage:
            net = net.add("all pixels", layers.Flatten(), "x").add("image", layers.Identity(), "x")
        for number in range(self.repeats - 1):
            net = self.slide.convolved(net, f"before {number}")
        net = self.slide.convolved(net, "z")
        return net.add("pixels left", layers.Flatten()) if self.percentage else net

    @misconception("You swapped height and width of the kernel. Its size is given as height × width.")
    def kernel_turned(self) -> Question | None:
        return self.but(kernel_size=self.slide.window[::-1])

    @misconception("You swapped height and width. The height depends on the vertical sizes and strides only.")
    def height_for_width(self) -> Question | None:
        names = ("kernel_size", "strides", "dilation_rate")
        turned = {name: self.slide.along(getattr(self, name))[::-1] for name in names}
        return self.but(height=self.width, width=self.height, padding=self.slide.zeros[::-1], **turned)
