"""Kernels of 3, 2 and 3 with strides 1, 2 and 1: how large is the receptive field after the last layer?"""

from examgen.authoring import Ask, Draw, Field, Grid, Input, Integer, Network, Question
from examgen.authoring import layers, misconception, observable

MOST_ROOM = 1500
"""Largest image on which a receptive field is tried, in pixels per side."""


class ReceptiveField(Question):
    """The receptive field after a stack of layers.

    A row of the stack is (kernel size, stride) or (kernel size, stride, dilation rate), for convolutions and pooling alike.
    """

    topic, level, title = "convolution", 3, "Receptive field"
    stem = r"""
A stack of {{ stack | length }} layers (convolutional or pooling) is applied to an image:

| Layer | Kernel | Stride | Dilation rate |
|:------|:------:|:------:|:-------------:|
{% for row in rows %}| {{ loop.index }} | {{ row[0] }} × {{ row[0] }} | {{ row[1] }} | {{ row[2] }} |
{% endfor %}
The receptive field depends neither on the type of a layer (convolutional or pooling) nor on padding.
"""
    side = Ask(
        "What is the side length, in pixels of the image, of the receptive field of one output value of the last layer?",
        Integer(),
        of=observable.receptive_field("last", "x"),
    )
    stack: Grid = Field(description="Layers in order: [kernel size, stride] or [kernel size, stride, dilation rate].")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        shapes = ((2, 2, 1), (3, 1, 1), (3, 1, 1), (3, 2, 1), (5, 1, 1), (5, 2, 1), (7, 2, 1), (3, 1, 2))
        return dict(stack=tuple(d.choice(f"layer{i}", shapes) for i in range(1, d.integer("depth", 4, 4) + 1)))

    def check(self) -> None:
        if len(self.stack[0]) not in (2, 3):
            raise ValueError("a row of stack must be [kernel size, stride] or [kernel size, stride, dilation rate]")
        for row in self.rows:
            if any(not isinstance(number, int) or number < 1 for number in row):
                raise ValueError(f"kernel sizes, strides and dilation rates must be integers from 1; got {row}")
        if self.room > MOST_ROOM:
            raise ValueError(f"the receptive field needs an image of side {self.room}; at most {MOST_ROOM} is possible")

    def admissible(self) -> bool:
        strided = [i for i, (_, s, _) in enumerate(self.rows) if s > 1]
        return bool(strided) and strided[0] < len(self.rows) - 1 and self.room < 100

    @property
    def rows(self) -> tuple[tuple[int, int, int], ...]:
        """Kernel size, stride and dilation rate of every layer."""
        return tuple((int(f), int(s), int(d)) for f, s, d in ((*row, 1)[:3] for row in self.stack))

    @property
    def room(self) -> int:
        """The side of an image that leaves a few values after the last layer."""
        side = 3
        for f, s, d in reversed(self.rows):
            side = (side - 1) * s + d * (f - 1) + 1
        return side

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.room, self.room, 1))
        for f, s, d in self.rows:
            if s > 1 < d:  # Keras does not combine strides with dilation
                net = net.add(f"layer {len(net.nodes) + 1}", layers.Conv2D(1, f, dilation_rate=d))
                f, d = 1, 1
            net = net.add(f"layer {len(net.nodes) + 1}", layers.Conv2D(1, f, strides=s, dilation_rate=d))
        return net.add("last", layers.Identity())

    @misconception(
        "You added the kernel sizes. A layer adds its kernel size minus 1, multiplied by its dilation rate and by all previous strides."
    )
    def windows_added(self) -> dict[str, int]:
        return {"side": sum(f for f, _, _ in self.rows)}

    @misconception("You ignored the strides. After a stride of 2, neighbouring values are twice as far apart.")
    def stride_ignored(self) -> Question | None:
        return self.but(stack=tuple((f, 1, d) for f, _, d in self.rows))

    @misconception("You applied the stride of a layer to its own kernel. A stride affects only the layers after it.")
    def own_stride_counted(self) -> Question | None:
        windows = ((1, 1), *((f, d) for f, _, d in self.rows))
        strides = (*(s for _, s, _ in self.rows), 1)
        return self.but(stack=tuple((f, s, d) for s, (f, d) in zip(strides, windows, strict=True)))

    @misconception("You ignored the dilation. A dilated kernel covers more values per side than it has weights.")
    def dilation_ignored(self) -> Question | None:
        return self.but(stack=tuple((f, s, 1) for f, s, _ in self.rows))
