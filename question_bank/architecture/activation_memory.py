"""A batch of 32 images in float32: how much memory do the activations of a small network need?"""

from collections.abc import Iterable

from examgen.authoring import Ask, Count, Draw, Field, Integer, Network, Question, Real
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._memory import TakesMemory, four_bytes, mebibytes
from examgen.question_bank.architecture._built import code, network, shapes
from examgen.question_bank.architecture._rows import Row, Rows, named


class ActivationMemory(TakesMemory):
    """The values that are stored for backpropagation, and the memory for a batch."""

    topic, level, title = "architecture", 3, "Memory for activations"
    misconceptions = (four_bytes, mebibytes)
    conventions = ("channels_last", "floor", "valid_padding", "unit_stride", "pool_stride")
    stem = r"""
The input of a network has the shape {{ input_shape | join(" × ") }}. During training the output of every layer in the table is stored for
backpropagation, with {{ bytes }} bytes per value. The input itself is not counted. {{ one_unit }}

| Name | Layer |
|:-----|:------|
{% for cells in table %}| {{ cells | join(" | ") }} |
{% endfor %}
"""
    input_shape: tuple[Count, ...] = Field(min_length=1, max_length=3, description="Input shape, channels last.")
    layers: Rows = Field(min_length=1, max_length=60, description='Layers such as ["conv", filters, kernel size].')
    batch_size: Count = Field(1, description="Number of images in the batch.")
    weights: bool = Field(False, description="Whether the memory of the parameters is asked for as well.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side, filters = 4 * d.integer("quarter", 7, 24), d.choice("filters", (8, 10, 12, 16, 20))
        kernel, padding = d.choice("kernel", (3, 5)), d.choice("padding", ("same", "same", "valid"))
        pairs = ((("conv", filters * times, kernel, 1, padding), ("max", 2)) for times in (1, 2))
        return dict(
            input_shape=(side, side, 3),
            layers=named(d.choice("layers", (tuple(row for pair in pairs for row in pair),))),
            **d.choices(batch_size=(8, 16, 20, 32, 50, 64, 100, 128), bytes=(4, 4, 2)),
        )

    def check(self) -> None:
        tuple(shapes(self.input_shape, self.layers))

    @property
    def asks(self) -> dict[str, Ask]:
        values = observable.shape("all", axis=0)
        memory = observable.scaled(values, self.batch_size * self.bytes / self.unit_bytes)
        text = f"How many values does the output of {self.layers[0].name} have for one image?"
        asks = {
            "first": Ask(text, Integer(), of=observable.shape("kept0", axis=0)),
            "values": Ask("How many values are stored for one image?", Integer(), of=values, follows="first"),
            "memory": Ask(
                "How many {{ unit }} are stored for a batch of {{ batch_size }} image{{ 's' if batch_size > 1 }}?",
                Real(decimals=2, unit=self.unit),
                of=memory,
                follows="values",
            ),
        }
        if self.weights:
            text = "How many {{ unit }} do the parameters of the network take, with {{ bytes }} byte{{ 's' if bytes > 1 }} each?"
            of = observable.scaled(observable.parameters(), self.bytes / self.unit_bytes)
            asks["weights_memory"] = Ask(text, Real(decimals=2, unit=self.unit), of=of)
        return asks

    @property
    def table(self) -> tuple[tuple[str, str], ...]:
        """The layers by name as Keras code."""
        return tuple(code(self.input_shape, self.layers).items())

    @property
    def network(self) -> Network:
        return self._keeping(self.layers)

    def _keeping(self, rows: Iterable[Row]) -> Network:
        """The network, and the outputs of some of its rows laid side by side."""
        net, kept = network(self.input_shape, self.layers), list[str]()
        for row in rows:
            kept.append(f"kept{len(kept)}")
            net = net.add(kept[-1], layers.Flatten(), row.name)
        return net.add("all", layers.Concatenate() if len(kept) > 1 else layers.Identity(), *kept)

    @misconception("You counted the convolutional layers only. The output of pooling layers is stored as well.")
    def pooling_left_out(self) -> Network:
        return self._keeping(row for row in self.layers if row.kind == "conv")

    @misconception("You counted only one image. Every image of the batch has its own activations.")
    def one_image(self) -> Question | None:
        return self.but(batch_size=1)

    @misconception("You counted values, not bytes. Each value takes {{ bytes }} bytes.")
    def values_for_bytes(self) -> Question | None:
        return self.but(bytes=1)
