"""A convolution as a matrix product (im2col): what are the shapes of the matrices?"""

import math

from examgen.authoring import Ask, Computed, Count, Draw, Field, Input, Integer, Network, Question, Shape
from examgen.authoring import layers, misconception, observable, ops
from examgen.question_bank._sizes import refuse_larger


def _connections(q: "Im2col", entries: int) -> int:
    """The connections between values of input and output, counted filter by filter: one for each entry of A."""
    return sum(entries for _ in range(q.filters))


class Im2col(Question):
    """The matrices of im2col, and the sparse matrix of the same convolution."""

    topic, level, title = "convolution", 4, "Convolution as a matrix product"
    conventions = ("channels_last", "floor")
    inapplicable = ("padding_left_out", "same_for_valid")
    stem = r"""
The layer `{{ network.code("z") }}` is applied to a volume of shape {{ side }} × {{ side }} × {{ channels }}
{%- if padding %} with zero padding {{ padding }} on every side{% endif %}. To compute it as a matrix
product, every window of the input is written as one row of a matrix $A$ (*im2col*), and every filter as one column of a matrix $W$. The
product $A W$ holds the output, one row per position and one column per filter.
"""
    rows = Ask("What is the shape of $A$ (rows × columns)?", Shape(rank=2), of=observable.shape("A"))
    weights = Ask(
        "What is the shape of $W$ (rows × columns)?",
        Shape(rank=2),
        of=Computed(lambda q, answers: (answers["rows"][-1], q.filters)),
        follows="rows",
    )
    product = Ask(
        "What is the shape of $A W$ (rows × columns)?",
        Shape(rank=2),
        of=observable.shape("out"),
        follows=("rows", "weights"),
        continues=lambda q, answers: (answers["rows"][0], answers["weights"][-1]),
    )
    factor = Ask(
        "How many entries does $A$ have?",
        Integer(),
        of=Computed(lambda q, answers: math.prod(answers["rows"])),
        follows="rows",
    )
    whole = Ask(
        "The layer can also be written as one sparse matrix that maps the flattened {{ 'padded ' if padding }}input to the flattened "
        "output. How many of its entries are filter weights, counting repetitions? (All other entries are 0.)",
        Integer(),
        of=Computed(lambda q, answers: _connections(q, answers["factor"])),
        follows="factor",
    )
    side: Count = Field(description="Height and width of the input.")
    channels: Count = Field(description="Number of channels of the input.")
    filters: Count = Field(description="Number of filters.")
    kernel_size: Count = Field(description="Side length of the kernels.")
    strides: int = Field(1, ge=1, description="Stride.")
    padding: int = Field(0, ge=0, description="Zero padding on every side.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        kernel = d.choice("kernel_size", (3, 3, 5))
        return dict(
            **d.choices(side=(14, 16, 28, 32, 56), channels=(3, 8, 16, 32), filters=(8, 16, 32, 64)),
            kernel_size=kernel,
            **d.choices(strides=(1, 1, 2), padding=(0, 0, kernel // 2)),
        )

    def check(self) -> None:
        refuse_larger((self.kernel_size,) * 2, (self.side + 2 * self.padding,) * 2)

    def admissible(self) -> bool:
        return 17 <= self.derivation().effort <= 20

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.side, self.side, self.channels))
        net = net.add("padded", layers.ZeroPadding2D(padding=self.padding)) if self.padding else net
        read, columns = net.last, self.kernel_size**2 * self.channels
        patches = ops.extract_patches(self.kernel_size, strides=self.strides)
        net = net.add("patches", patches).add("A", ops.reshape((-1, columns)))
        net = net.add("z", layers.Conv2D(self.filters, self.kernel_size, strides=self.strides, use_bias=False), read)
        return net.add("out", ops.reshape((-1, self.filters)))

    @misconception("You left out the channels. A window covers all input channels.")
    def channels_left_out(self) -> Question | None:
        return self.but(channels=1) if self.channels > 1 else None

    @misconception("You gave one row per pixel of the input. $A$ has one row per position of the output.")
    def row_per_pixel(self) -> dict[str, object] | None:
        rows, columns = self.side**2, self.kernel_size**2 * self.channels
        found = {"rows": (rows, columns), "product": (rows, self.filters), "factor": rows * columns}
        return found if rows != self.worked["rows"][0] else None

    @misconception("You swapped rows and columns. Every window is a row of $A$, every filter a column of $W$.")
    def transposed(self) -> dict[str, object]:
        found = {name: self.worked[name][::-1] for name in ("rows", "weights", "product")}
        return {name: value for name, value in found.items() if len(set(value)) > 1}
