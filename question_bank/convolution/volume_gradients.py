"""Two filters on an image with two channels, and the gradient of their feature maps: what are the gradients of filters and image?"""

from typing import Annotated, cast

from examgen.authoring import Agreements, Array, Ask, Draw, Field, Grid, Matrix, Network, Question, Vector, Volume
from examgen.authoring import cells, elementwise, layers, misconception, nonzero, observable, ops, shape
from examgen.question_bank._grids import as_kernel, full, laid_on, lopsided, map_size, one_channel, one_of
from examgen.question_bank._grids import refuse_other_shape, turned

Filters = Annotated[tuple[Volume, ...], Field(min_length=1)]


class VolumeGradients(Question):
    """The backward pass of a convolution with several channels and filters, by hand."""

    topic, level, title = "convolution", 4, "Gradients with several channels and filters"
    conventions = ("cross_correlation", "valid_padding", "unit_stride", "channels_last")
    picture = "grids"
    inapplicable = (
        "bias_left_out",
        "flipped_kernel",
        "transposed_kernel",
    )  # the gradient of a bias does not depend on it
    stem = r"""
A convolutional layer applies the filters {% for filter in filters %}$F_{{ loop.index }}${{ " and " if loop.revindex == 2 else ", " if not
loop.last }}{% endfor %} to an input $X$ with {{ image[0][0] | length }} channels. Its output $Z$ has one feature map per filter.
Backpropagation has computed the gradient of the loss $L$ with respect to $Z$. The channels are shown side by side.

$$X = {{ image | channels }}$$

$${% for filter in filters %}F_{{ loop.index }} = {{ filter | channels }}{{ " \\qquad " if not loop.last }}{% endfor %}$$

$$\frac{\partial L}{\partial Z} = {{ upstream | channels }}$$
"""
    image: Volume = Field(description="Input volume: height × width × channels.")
    filters: Filters = Field(description="Filters, each height × width × channels.")
    upstream: Volume = Field(description="Gradient of the loss with respect to the output: height × width × filters.")
    filter: int = Field(1, ge=1, description="Filter whose gradient is asked for, counted from 1.")
    channel: int = Field(1, ge=1, description="Channel whose gradients are asked for, counted from 1.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        image = d.volume("image", (3, 3, 2), range(4))
        filters = cast(tuple[Volume, ...], d.tensor("filters", (2, 2, 2, shape(image)[2]), nonzero(range(-2, 3))))
        rows, columns = map_size(image, filters[0])
        upstream = d.volume("upstream", (max(rows, 1), max(columns, 1), len(filters)), (-2, -1, 0, 1, 2, 3))
        which, channel = d.integer("filter", 1, len(filters)), d.integer("channel", 1, shape(image)[2])
        return dict(image=image, filters=filters, upstream=upstream, filter=which, channel=channel)

    def check(self) -> None:
        *window, depth = shape(self.filters[0])
        wanted = (*map_size(self.image, self.filters[0]), len(self.filters))
        if min(wanted) < 1 or any(shape(each) != (*window, shape(self.image)[2]) for each in self.filters):
            raise ValueError("the filters must be of one size, fit into the image and have its channels")
        refuse_other_shape("upstream", self.upstream, wanted, "the output")
        if self.filter > len(self.filters) or self.channel > depth:
            raise ValueError(f"there are {len(self.filters)} filters and {depth} channels")

    def admissible(self) -> bool:
        maps = [one_of(self.upstream, k) for k in range(len(self.filters))]
        told = all(lopsided(each) and list(cells(each)).count(0) <= 1 for each in maps) and lopsided(self._kernel())
        return told and 47 <= self.derivation().effort <= 53

    def _kernel(self, which: int | None = None) -> Grid:
        return one_of(self.filters[(self.filter if which is None else which) - 1], self.channel - 1)

    @property
    def asks(self) -> dict[str, Ask]:
        dk = observable.gradient("L", f"kernel {self.channel} {self.filter}")
        db, dx = observable.gradient("L at once", "biases"), observable.gradient("L", f"x{self.channel}")
        text = "Compute the gradient of $L$ with respect to"
        return {
            "dk": Ask(text + " channel {{ channel }} of the filter $F_{{ filter }}$.", Matrix(), of=dk),
            "db": Ask(f"Every filter has a bias. {text} the biases.", Vector(), of=db),
            "dx": Ask(text + " channel {{ channel }} of $X$.", Matrix(), of=dx, weight=2),
        }

    @property
    def network(self) -> Network:
        """Every channel under every kernel by itself, then added up; beside it the layer of Keras that does it at once."""
        size, numbers = shape(self.filters[0])[:2], range(1, len(self.filters) + 1)
        depths = range(1, shape(self.image)[2] + 1)
        net = Network({f"x{c}": one_of(self.image, c - 1) for c in depths}, zero=0)
        for k in numbers:
            kernels: dict[str, Array] = {f"kernel {c} {k}": one_of(self.filters[k - 1], c - 1) for c in depths}
            net = net.with_arrays(**kernels, **{f"upstream {k}": one_channel(one_of(self.upstream, k - 1))})
            for c in depths:
                net = net.add(f"part {c} {k}", layers.Conv2D(1, size), f"x{c}", weights=(f"kernel {c} {k}", "zero"))
            net = net.add(f"z{k}", layers.Add(), *(f"part {c} {k}" for c in depths)) if depths[1:] else net
            net = net.add(f"L{k}", ops.multiply(), net.last, f"upstream {k}")
        net = net.add("L", layers.Add() if numbers[1:] else layers.Identity(), *(f"L{k}" for k in numbers))
        kernel = as_kernel(self.filters)
        net = net.with_arrays(whole=self.image, kernel=kernel, biases=(0,) * len(numbers), upstream=self.upstream)
        net = net.add("z", layers.Conv2D(len(numbers), size), "whole", weights=("kernel", "biases"))
        net = net.add("L at once", ops.multiply(), "z", "upstream").add("sum at once", ops.sum())
        return net.add("sum", ops.sum(), "L")

    @property
    def agreements(self) -> Agreements:
        return (("sum", "sum at once"),)

    @misconception("You used one filter only. Every filter is applied to this channel: add all contributions.")
    def one_filter(self) -> dict[str, object] | None:
        slopes = one_of(self.upstream, self.filter - 1)
        return {"dx": full(slopes, self._kernel())} if len(self.filters) > 1 else None

    @misconception("You did not rotate the kernels. In the gradient with respect to $X$ they are rotated by 180°.")
    def not_rotated(self) -> dict[str, object]:
        parts = (full(one_of(self.upstream, k), turned(self._kernel(k + 1))) for k in range(len(self.filters)))
        return {"dx": elementwise(lambda *values: sum(values), *parts)}

    @misconception("You added up the channels of $X$. Each channel of a filter has a gradient of its own.")
    def channels_added(self) -> dict[str, object] | None:
        image = tuple(tuple(sum(cell) for cell in row) for row in self.image)
        return {"dk": laid_on(one_of(self.upstream, self.filter - 1), image)} if shape(self.image)[2] > 1 else None

    @misconception(
        r"You rotated $\partial L / \partial Z$ by 180°. The gradient with respect to a filter is the cross-correlation of $X$ with "
        r"$\partial L / \partial Z$, which is not rotated."
    )
    def gradient_rotated(self) -> dict[str, object]:
        slopes = turned(one_of(self.upstream, self.filter - 1))
        return {"dk": laid_on(slopes, one_of(self.image, self.channel - 1))}

    @misconception("You averaged the gradient over the positions. The contributions of all positions are added.")
    def positions_averaged(self) -> dict[str, object]:
        maps = (list(cells(one_of(self.upstream, k))) for k in range(len(self.filters)))
        return {"db": tuple(sum(values) / len(values) for values in maps)}
