"""Conv2D(16, 3), MaxPooling2D(2), Flatten, Dense(10) on 32 × 32 × 3: what does model.summary() print?"""

from examgen.authoring import Ask, Count, Draw, Field, Network, layers as keras_layers, misconception
from examgen.question_bank.architecture._built import code
from examgen.question_bank.architecture._cells import telling
from examgen.question_bank.architecture._rows import Row, Rows, Short, named
from examgen.question_bank.architecture._table import ArchitectureTable
from examgen.question_bank.architecture._table import cells_and_counts, network_of, only_channels_flattened
from examgen.question_bank.architecture._table import pooling_counted, same_for_valid


class SummaryTable(ArchitectureTable):
    """Cells of the summary of a small network, given as Keras code; any stack can be pinned as ``layers``."""

    topic, level, title = "architecture", 3, "Completing a model summary"
    conventions = ("floor",)
    misconceptions = (same_for_valid, pooling_counted, only_channels_flattened)
    stem = r"""
The input of a `Sequential` model has the shape {{ input_shape | join(" × ") }}. In its summary some entries are missing.

| Name | Layer | Output shape | Param # |
|:-----|:------|:------------:|:-------:|
{% for cells in table %}| {{ cells | join(" | ") }} |
{% endfor %}
Shapes are given without the batch axis. All other arguments have their Keras default values; activation functions are not shown.
{%- if macs or flops %} {{ mac }}{% endif %}
"""
    input_shape: tuple[Count, ...] = Field(min_length=1, max_length=3, description="Input shape, channels last.")
    layers: Rows = Field(
        min_length=1,
        max_length=60,
        description='Layers in order, each as ["conv", filters, kernel size, stride, padding], ["max", pool size], '
        '["dense", units] and the like.',
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side, channels = d.integer("side", 24, 64), d.choice("channels", (1, 3, 3))
        filters, kernel = d.choice("filters", (8, 10, 12, 16, 20)), d.choice("kernel", (3, 3, 5))
        padding, normalised = d.choice("padding", ("valid", "same")), d.choice("normalised", (True, False))
        norm: list[Short] = [("normalise",)] if normalised else []
        body: list[Short] = []
        for block in range(d.integer("blocks", 2, 2)):
            body += [("conv", filters * 2**block, kernel, 1, padding), *norm, ("max", 2)]
        body += [(d.choice("bridge", ("flatten", "flatten", "global")),)]
        body += [("dense", d.choice("hidden", (32, 40, 50, 64, 100)))]
        body += [("dropout",)] if d.choice("dropped", (True, False)) else []
        body += [("dense", d.integer("classes", 3, 20))]
        rows = named(d.choice("layers", (tuple(body),)))
        asked = d.sample("asked", telling(rows), min(4, len(telling(rows))))
        return dict(input_shape=(side, side, channels), layers=rows, asked=asked)

    @property
    def reads(self) -> tuple[int, ...]:
        return self.input_shape

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.layers

    @property
    def asks(self) -> dict[str, Ask]:
        return cells_and_counts(self)

    @property
    def network(self) -> Network:
        return network_of(self, self.rows)

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        return super().table[1:]

    def described(self, row: Row) -> str:
        return code(self.reads, self.rows)[row.name]

    @misconception(
        "You counted two parameters per normalised channel. Batch normalisation has four: the trainable scale and "
        "shift, and the moving mean and variance, which are not trainable."
    )
    def two_of_four(self) -> Network | None:
        # normalisation over a layer owns a scale and a shift for each channel, and nothing else
        net = self.network
        for row in self.rows:
            net = net.swap(row.name, keras_layers.LayerNormalization) if row.kind == "normalise" else net
        return net if net != self.network else None
