"""A 5 × 5 filter is applied to a 28 × 28 image with padding 1 and stride 2: what is the side of the output?"""

from fractions import Fraction

from examgen.authoring import Ask, Computed, Draw, Field, Integer, Network, Real, layers, misconception, observable
from examgen.question_bank.convolution._square import SquareKernel

_SIDES = (28, 32, 32, 64, 64, 96, 112, 128, 224, 224, 227, 256)
"""Sides of the images and feature maps of well-known networks."""


class OutputSize(SquareKernel):
    """The output side ⌊(n + 2p − f)/s⌋ + 1 of a convolution."""

    topic, level, title = "convolution", 1, "Output size of a convolution"
    conventions = ("floor",)
    stem = r"""
A convolutional layer with $f \times f$ filters, $f = {{ f }}$, is applied to an $n \times n$ image, $n = {{ n }}$, with zero padding
$p = {{ p }}$ on every side and stride $s = {{ s }}$.
{%- if d > 1 %} The dilation rate is $d = {{ d }}$: neighbouring weights are applied to pixels that are {{ d }} apart.{% endif %}
"""
    d: int = Field(1, ge=1, description="Dilation rate.")
    exact: bool = Field(False, description="Whether (n + 2p − f)/s + 1 is asked for before it is rounded down as well.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(n=_SIDES, f=(3, 3, 5, 5, 7, 11), p=(0, 1, 1, 2, 3), s=(1, 2, 2, 3, 4))

    def check(self) -> None:
        if self._slack(self.p) < 0:
            filter_, image = f"f = {self.f}, d = {self.d}", f"n + 2p = {self.n + 2 * self.p}"
            raise ValueError(f"the filter ({filter_}) is larger than the padded image ({image})")

    def _slack(self, p: float) -> int:
        """How far the filter can move over the image with padding p."""
        return int(self.n + 2 * p) - self.d * (self.f - 1) - 1

    def admissible(self) -> bool:
        one_side_tells = self._slack(self.p) // self.s != self._slack(self.p / 2) // self.s or not self.p
        return 2 * self.p < self.f <= self.n // 2 and (self.p, self.s) != (0, 1) and one_side_tells

    @property
    def asks(self) -> dict[str, Ask]:
        asks: dict[str, Ask] = {}
        if self.exact:
            extent = ", with the extent $d(f - 1) + 1$ of the dilated filter for $f$" if self.d > 1 else ""
            text = f"Compute $(n + 2p - f) / s + 1$ without rounding{extent}."
            asks["quotient"] = Ask(text, Real(decimals=2), of=Computed(_quotient))
        text, side = "What is the side length of the output feature map?", observable.shape("z", axis=0)
        return asks | {"side": Ask(text, Integer(), of=side)}

    @property
    def network(self) -> Network:
        net = self.padded
        if self.d > 1:  # Keras does not combine strides with dilation: every s-th position is taken
            net = net.add("every position", layers.Conv2D(1, self.f, dilation_rate=self.d))
            return net.add("z", layers.MaxPooling2D(1, strides=self.s))
        return net.add("z", layers.Conv2D(1, self.f, strides=self.s))

    @misconception("You rounded the quotient up. An incomplete window at the border is dropped, so round down.")
    def rounded_up(self) -> dict[str, int] | None:
        return {"side": -(-self._slack(self.p) // self.s) + 1} if self.s > 1 else None

    @misconception("You left out the + 1. The quotient is the number of steps; add 1 for the first position.")
    def no_first_place(self) -> dict[str, int]:
        return {"side": self._slack(self.p) // self.s}

    @misconception("You counted the padding once. Padding $p$ is added on both sides, so the padded side is $n + 2p$.")
    def padding_once(self) -> Network:
        return self.network.but("padded", padding=((self.p, 0), (self.p, 0)) if self.p else 0)


def _quotient(q: OutputSize) -> Fraction:
    """The positions with stride 1, listed one by one, give how far the filter moves; every stride is one more position."""
    side, extent = q.n + 2 * q.p, q.d * (q.f - 1) + 1
    positions = [start for start in range(side) if start + extent <= side]
    return Fraction(positions[-1] - positions[0], q.s) + 1
