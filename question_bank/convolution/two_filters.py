"""Two 2 × 2 filters are applied to a 3 × 4 image: what is the output volume?"""

from typing import cast

from examgen.authoring import Ask, Draw, Field, Network, Question, Row, Shape, Tensor, Volume
from examgen.authoring import cells, elementwise, misconception, observable, ops, shape
from examgen.question_bank._grids import as_kernel
from examgen.question_bank.convolution._sliding import Slide, Sliding, drawn_layer


class TwoFilters(Sliding):
    """The feature maps of several filters form the channels of the output."""

    topic, level, title = "convolution", 3, "The output volume of two filters"
    conventions = ("cross_correlation", "channels_last", "floor")
    picture = "grids"
    stem = r"""
A convolutional layer with {{ filters | length }} filters{% if filters | length == 2 %},
$F_1$ and $F_2$,{% elif filters | length > 2 %}, $F_1, \dots, F_{{ filters | length }}$,{% endif %}
is applied to an input $X$ of shape {{ image | length }} × {{ image[0] | length }} × {{ image[0][0] | length }} {{ moves }}. {{ border }}
{%- if b | select | list %} The biases are ${{ b | vector }}$.{% else %} The filters have no biases.{% endif %}
{%- if image[0][0] | length > 1 %} The channels are shown side by side.{% endif %}

$$X = {{ image | channels }}$$

$${% for filter in filters %}F_{{ loop.index }} = {{ filter | channels }}{{ " \\qquad " if not loop.last }}{% endfor %}$$
"""
    size = Ask("What is the output shape?", Shape(rank=3), of=observable.shape("z"))
    z = Ask("Compute the output. Give it as an array indexed [row][column][filter].", Tensor(), weight=3)
    image: Volume = Field(description="Input volume: height × width × channels.")
    filters: tuple[Volume, ...] = Field(min_length=1, description="Filters, each height × width × channels.")
    b: Row = Field(description="Biases, one per filter.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        channels = d.integer("channels", 1, 1)
        image = d.volume(
            "image", (*d.choice("sides", ((3, 4), (4, 3)) if channels == 1 else ((3, 3),)), channels), range(5)
        )
        filters = cast(tuple[Volume, ...], d.tensor("filters", (2, 2, 2, shape(image)[2]), (-1, 0, 1, 2)))
        return dict(image=image, filters=filters, b=d.row("b", len(filters), (0,)), **drawn_layer(d))

    def check(self) -> None:
        channels = shape(self.image)[2]
        if any(shape(filter_) != (*self.slide.window, channels) for filter_ in self.filters):
            shapes = [*map(shape, self.filters)]
            raise ValueError(f"all filters must have the same size and {channels} channels; got {shapes}")
        if len(self.b) != len(self.filters):
            raise ValueError(f"b must have one entry per filter ({len(self.filters)}); got {len(self.b)}")

    @property
    def slide(self) -> Slide:
        return self.moving(shape(self.image)[:2], shape(self.filters[0])[:2])

    def admissible(self) -> bool:
        weights = [tuple(cells(filter_)) for filter_ in self.filters]
        return len(set(weights)) > 1 and all(min(w) < 0 < max(w) and w.count(0) <= len(w) // 4 for w in weights)

    @property
    def network(self) -> Network:
        net = Network(x=self.image, kernel=as_kernel(self.filters), b=self.b)
        return self.slide.convolved(net, "z", len(self.filters), ("kernel", "b"))

    @misconception("You added the feature maps of the filters. Each feature map is one channel of the output.")
    def maps_added(self) -> Question | None:
        together = elementwise(lambda *weights: sum(weights), *self.filters)
        return self.but(filters=(together,), b=(sum(self.b),))

    @misconception("You put the filter index first. It comes last: every position holds one value per filter.")
    def channels_first(self) -> Network:
        return self.network.insert_after("z", ops.transpose(axes=(2, 0, 1)))

    @misconception("You swapped the filters. The first channel of the output is computed with $F_1$.")
    def filters_exchanged(self) -> Question | None:
        return self.but(filters=self.filters[::-1], b=self.b[::-1])
