"""A 5 × 5 filter detects an X: what are its responses to three patches, and which matches best?"""

from examgen.authoring import Array, Ask, Choice, Draw, Field, Grid, Network, Question, Vector
from examgen.authoring import cells, elementwise, layers, listed, misconception, ops, shape
from examgen.question_bank._grids import refuse_other_shape
from examgen.question_bank.convolution._letters import LETTERS, pixels


class TemplateMatch(Question):
    """A filter as a pattern detector: its response is high where the patch resembles the pattern."""

    topic, level, title = "convolution", 2, "A filter as a pattern detector"
    conventions = ("cross_correlation",)
    picture = "grids"
    stem = r"""
The filter $F$ detects a pattern; 1 is a bright pixel and −1 a dark one. It is applied to {{ patches | length }} patches of its own size,
without bias or activation function. The response to a patch is the output of the convolution.

$$F = {{ template | matrix }}$$

$${% for patch in patches %}P_{{ loop.index }} = {{ patch | matrix }}{{ " \\quad " if not loop.last }}{% endfor %}$$
"""
    template: Grid = Field(description="Filter.")
    patches: tuple[Grid, ...] = Field(min_length=2, description="Patches of the image, each as large as the template.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        letters = d.sample("letters", LETTERS, 3)
        template = pixels(LETTERS[letters[d.integer("wanted", 0, 2)]])
        spots = (d.sample(f"spots_{i}", range(25), d.integer(f"noise_{i}", 1, 4)) for i in range(3))
        patches = tuple(pixels(LETTERS[name], noise) for name, noise in zip(letters, spots, strict=True))
        return dict(template=template, patches=patches)

    def check(self) -> None:
        for patch in self.patches:
            refuse_other_shape("every patch", patch, shape(self.template), "the filter")

    @property
    def asks(self) -> dict[str, Ask]:
        named = tuple(f"$P_{number}$" for number in range(1, len(self.patches) + 1))
        return {
            "scores": Ask(f"Compute the responses to {listed(named)}.", Vector(), weight=2),
            "best": Ask("Which patch matches the pattern best?", Choice(named), follows="scores"),
        }

    def admissible(self) -> bool:
        scores = list(cells(self.derivation().answers["scores"]))
        return len(set(scores)) == len(scores)

    @property
    def network(self) -> Network:
        names = [f"P{number}" for number in range(1, len(self.patches) + 1)]
        net = Network(dict(zip(names, self.patches, strict=True)), template=self.template)
        layer = layers.Conv2D(1, shape(self.template), use_bias=False)
        for name in names:
            net = net.add(f"score of {name}", layer, name, weights=("template",))
        net = net.add("row", layers.Concatenate(), *(f"score of {name}" for name in names))
        return net.add("scores", ops.reshape((len(names),))).add("best", ops.argmax())

    @misconception("You divided by the number of pixels. A convolution sums the products and does not average them.")
    def mean_for_sum(self) -> Question | None:
        count = len(list(cells(self.template)))
        return self.but(template=elementwise(lambda w: w / count, self.template))

    @misconception(
        "You used 0 for dark pixels. They are −1: the product of two dark pixels is 1, that of a dark and a bright pixel −1."
    )
    def dark_is_nothing(self) -> Question | None:
        return self.but(template=_clipped(self.template), patches=tuple(map(_clipped, self.patches)))

    @misconception("You counted matching pixels only. Every pixel that differs contributes −1.")
    def differences_not_subtracted(self) -> dict[str, Array]:
        pairs = [list(zip(cells(patch), cells(self.template), strict=True)) for patch in self.patches]
        return {"scores": tuple(sum(x == w for x, w in pair) for pair in pairs)}


def _clipped(value: Array) -> Array:
    return elementwise(lambda x: max(x, 0), value)
