"""A 3 × 3 kernel on an 8 × 8 image: how many windows contain a corner pixel, an edge pixel and a central pixel?"""

from examgen.authoring import Ask, Draw, Field, Integer, Network, layers, misconception, observable
from examgen.question_bank._sizes import refuse_larger
from examgen.question_bank.convolution._square import SquareKernel


class PixelUse(SquareKernel):
    """The number of windows that contain a pixel: why pixels at the border count less without padding."""

    topic, level, title = "convolution", 3, "How often a pixel is used"
    stem = r"""
An $f \times f$ kernel, $f = {{ f }}$, is applied to an image of {{ n }} × {{ n }} pixels with stride $s = {{ s }}$
{%- if p %} and zero padding $p = {{ p }}$ on every side{% else %} and no padding{% endif %}. Rows and columns of the image are counted
from 1.
"""
    n: int = Field(ge=1, le=1000, description="Side length of the image.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            n=(7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 24, 28, 32), f=(3, 3, 5, 7), p=(0, 0, 1, 2), s=(1, 1, 2)
        )

    def check(self) -> None:
        refuse_larger((self.f,), (self.n + 2 * self.p,))

    @property
    def middle(self) -> int:
        """The central row and column, from 1; the first of two."""
        return (self.n + 1) // 2

    @property
    def asks(self) -> dict[str, Ask]:
        places = {"corner": (1, 1), "edge": (1, self.middle), "centre": (self.middle, self.middle)}
        text, uses = "How many windows contain the pixel in row {}, column {}?", observable.pixel_use("z", "x")
        return {
            name: Ask(text.format(row, column), Integer(), of=observable.cell(uses, row - 1, column - 1, 0))
            for name, (row, column) in places.items()
        }

    def admissible(self) -> bool:
        uses = self.derivation().answers
        return self.p < self.f - 1 and self.n >= 2 * self.f and uses["corner"] != uses["centre"]

    @property
    def network(self) -> Network:
        return self.padded.add("z", layers.Conv2D(1, self.f, strides=self.s))

    @misconception(
        "You counted $f^2$ windows. Near the border{{ ', and with a stride larger than 1,' if s > 1 }} fewer windows contain a pixel."
    )
    def border_like_the_middle(self) -> dict[str, int]:
        return dict.fromkeys(self.asks, self.f**2)

    @misconception("You counted the windows along one axis only. Multiply the counts of both axes.")
    def one_direction(self) -> Network | None:
        return self.network.but("z", kernel_size=(1, self.f)) if self.s == 1 and not self.p else None

    @misconception("You treated the pixel at the edge like a corner. It is in more windows than a corner pixel.")
    def edge_like_a_corner(self) -> dict[str, int]:
        return {"edge": (self.p // self.s + 1) ** 2}
