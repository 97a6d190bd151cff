"""An image and the output of a 3 × 3 filter: was it a blur, sharpening or edge detection?"""

from fractions import Fraction
from typing import cast

from examgen.authoring import Agreements, Ask, Choice, Draw, Field, Grid, Network, Observable, Question
from examgen.authoring import elementwise, layers, misconception, observable, round_half_away, shape, whole
from examgen.question_bank._grids import laid_on, one_channel
from examgen.question_bank._sizes import refuse_larger

KERNELS: dict[str, tuple[Grid, int]] = {
    "identity": (((0, 0, 0), (0, 1, 0), (0, 0, 0)), 1),
    "box blur": (((1, 1, 1), (1, 1, 1), (1, 1, 1)), 9),
    "Gaussian blur": (((1, 2, 1), (2, 4, 2), (1, 2, 1)), 16),
    "sharpening": (((0, -1, 0), (-1, 5, -1), (0, -1, 0)), 1),
    "edge detection": (((0, -1, 0), (-1, 4, -1), (0, -1, 0)), 1),
    "embossing": (((-2, -1, 0), (-1, 1, 1), (0, 1, 2)), 1),
}
"""The usual filters: integer weights and their divisor."""


class NameTheFilter(Question):
    """Recognising a filter from its output."""

    topic, level, title = "convolution", 2, "Recognising a filter"
    conventions = ("cross_correlation",)
    picture = "grids"
    stem = r"""
A filter is applied to the image $X$ with stride 1 and without padding. Its output $Y$, rounded to one decimal, is shown as well:

$$X = {{ image | matrix }} \qquad Y = {{ rounded | matrix }}$$

The filter is one of the following:
{% for name, kernel, divisor in listed %}
- {{ name }}: ${% if divisor > 1 %}\frac{1}{ {{- divisor -}} } {% endif %}{{ kernel | matrix }}$
{%- endfor %}
"""
    image: Grid = Field(description="Input image.")
    options: tuple[str, ...] = Field(min_length=2, description="Filters to choose from.")
    filter: str = Field(description="Filter that was applied.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        options = d.sample("options", KERNELS, 5)
        telling = [name for name in options if name != "identity"]
        return dict(image=d.grid("image", (5, 5), (0, 0, 2, 9, 9)), options=options, filter=d.choice("filter", telling))

    def check(self) -> None:
        if unknown := [name for name in (*self.options, self.filter) if name not in KERNELS]:
            raise ValueError(f"options must be among {', '.join(KERNELS)}; got {unknown[0]!r}")
        if self.filter not in self.options or len(set(self.options)) < len(self.options):
            listed = ", ".join(self.options)
            raise ValueError(f"filter must be one of the options ({listed}), which must differ; got {self.filter!r}")
        refuse_larger((3, 3), shape(self.image))

    def admissible(self) -> bool:
        outputs = [laid_on(_weights(name), self.image) for name in self.options]
        return len({output[len(output) // 2][len(output[0]) // 2] for output in outputs}) == len(outputs)

    @property
    def asks(self) -> dict[str, Ask]:
        made_it = observable.largest(observable.row(*self.agree))
        return {"name": Ask("Which filter was applied?", Choice(self.options), of=made_it)}

    @property
    def agree(self) -> tuple[Observable, ...]:
        """For every option, 1 if it gives the output and 0 otherwise."""
        return tuple(observable.agrees(f"by {name}", "output") for name in self.options)

    @property
    def agreements(self) -> Agreements:
        return ((observable.total(*self.agree), observable.value("one")),)

    @property
    def listed(self) -> tuple[tuple[str, Grid, int], ...]:
        """Name, kernel and divisor of every option."""
        return tuple((name, *KERNELS[name]) for name in self.options)

    @property
    def output(self) -> Grid:
        """The output of the filter."""
        return laid_on(_weights(self.filter), self.image)

    @property
    def rounded(self) -> Grid:
        """The output to one decimal."""
        tenths = elementwise(lambda cell: float(Fraction(round_half_away(10 * Fraction(cell)), 10)), self.output)
        return cast(Grid, tenths)

    @property
    def network(self) -> Network:
        net = Network(image=self.image, output=one_channel(self.output), one=1)
        for name in self.options:
            net = net.with_arrays(**{name: _weights(name)})
            net = net.add(f"by {name}", layers.Conv2D(1, 3, use_bias=False), "image", weights=(name,))
        return net

    @misconception("You mixed up the two blurs. The box blur weights all pixels equally, the Gaussian blur does not.")
    def other_blur(self) -> dict[str, int] | None:
        return self._mistaken("box blur", "Gaussian blur")

    @misconception("You mixed up sharpening and edge detection. Only sharpening keeps constant areas.")
    def sharpening_for_edges(self) -> dict[str, int] | None:
        return self._mistaken("sharpening", "edge detection")

    @misconception("You mixed up embossing and edge detection. Embossing has a direction, along the diagonal.")
    def embossing_for_edges(self) -> dict[str, int] | None:
        return self._mistaken("embossing", "edge detection")

    def _mistaken(self, one: str, other: str) -> dict[str, int] | None:
        """One filter mistaken for the other, if the filter is one of the two."""
        if self.filter not in (one, other) or not {one, other} <= set(self.options):
            return None
        return {"name": self.options.index(other if self.filter == one else one)}


def _weights(name: str) -> Grid:
    """The exact weights of a filter."""
    kernel, divisor = KERNELS[name]
    return tuple(tuple(whole(Fraction(int(weight), divisor)) for weight in row) for row in kernel)
