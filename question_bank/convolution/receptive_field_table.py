"""Four layers on a 64 × 64 image: output side, effective stride and receptive field after each of them."""

from collections.abc import Iterator
from itertools import accumulate
from operator import mul
from typing import Annotated, Any

from examgen.authoring import Ask, BeforeValidator, Computed, Draw, Field, Grid, Input, Network, Question, Vector
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.convolution._receptive import fields_of, grown, jumps_of, with_padding


class ReceptiveFieldTable(Question):
    """Output side, effective stride (jump) and receptive field after every layer of a stack."""

    topic, level, title = "convolution", 4, "Effective strides and receptive fields"
    conventions = ("floor",)
    stem = r"""
The following layers are applied to an image of {{ n }} × {{ n }} pixels:

| Layer | Kernel | Stride | Padding |
|:------|:------:|:------:|:-------:|
{% for row in stack %}| {{ loop.index }} | {{ row[0] }} × {{ row[0] }} | {{ row[1] }} | {{ row[2] }} |
{% endfor %}
The effective stride of a layer (its jump) is the distance, in pixels of the image, between the receptive fields of neighbouring values of
its output.
"""
    n: int = Field(ge=1, le=10_000, description="Side length of the image.")
    stack: Annotated[Grid, BeforeValidator(with_padding)] = Field(
        description="Layers in order, convolutional or pooling, each [kernel size, stride] or [kernel size, stride, padding]."
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        shapes = ((2, 2, 0), (3, 1, 1), (3, 1, 0), (3, 2, 1), (5, 1, 2), (5, 1, 0), (5, 2, 2), (7, 2, 3))
        stack = tuple(d.choice(f"layer{i}", shapes) for i in range(1, d.integer("depth", 4, 4) + 1))
        return dict(n=d.choice("n", (56, 64, 96, 112, 128)), stack=stack)

    def check(self) -> None:
        side = self.n
        for f, s, p in self.stack:
            if any(not isinstance(number, int) for number in (f, s, p)) or min(f, s) < 1 or p < 0:
                raise ValueError(f"kernel size and stride must be integers from 1, padding from 0; got {f}, {s}, {p}")
            if side + 2 * p < f:
                raise ValueError(f"a kernel of side {f} does not fit into an input of side {side} with padding {p}")
            side = int((side + 2 * p - f) // s) + 1

    def admissible(self) -> bool:
        strided = [i for i, (_, s, _) in enumerate(self.stack) if s > 1]
        mixed = len(strided) == 2 and strided[0] < 2 and len(set(self.stack)) == len(self.stack)
        return mixed and 32 <= self.derivation().effort <= 37

    @property
    def asks(self) -> dict[str, Ask]:
        sides = observable.row(*(observable.shape(f"layer {i}", axis=0) for i in range(1, len(self.stack) + 1)))
        each = "List the layers in order."
        fields = Computed(lambda q, answers: fields_of(q.stack, answers["jumps"]))
        field = f"What is the side length of the receptive field of one output value of each layer? {each}"
        return {
            "sides": Ask(f"What is the side length of each layer's output? {each}", Vector(), of=sides),
            "jumps": Ask(
                f"What is the effective stride of each layer? {each}",
                Vector(),
                of=Computed(lambda q: jumps_of(q.stack)),
            ),
            "fields": Ask(field, Vector(), of=fields, follows="jumps"),
        }

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.n, self.n, 1))
        for i, (f, s, p) in enumerate(self.stack, start=1):
            net = net.add(f"padded {i}", layers.ZeroPadding2D(padding=int(p))) if p else net
            net = net.add(f"layer {i}", layers.Conv2D(1, int(f), strides=int(s)))
        return net

    @misconception("You gave the strides of the layers. The effective stride is the product of all strides so far.")
    def strides_not_multiplied(self) -> dict[str, object]:
        return {"jumps": tuple(s for _, s, _ in self.stack)}

    @misconception("You added the kernel sizes minus 1. A layer adds $(f - 1)$ times its input's effective stride.")
    def strides_ignored_in_fields(self) -> dict[str, object]:
        return {"fields": grown(self.stack, (1,) * len(self.stack))}

    @misconception("You applied the stride of a layer to its own kernel. It affects only the layers after it.")
    def own_stride_counted(self) -> dict[str, object]:
        return {"fields": grown(self.stack, accumulate((s for _, s, _ in self.stack), mul))}

    @misconception("You counted the padding once. Padding $p$ is added on both sides, so the padded side is $n + 2p$.")
    def padding_once(self) -> dict[str, object] | None:
        sides: Iterator[Any] = accumulate(
            self.stack, lambda n, row: (n + row[2] - row[0]) // row[1] + 1, initial=self.n
        )
        return {"sides": tuple(sides)[1:]} if any(p for _, _, p in self.stack) else None

    @misconception(
        "You used *same* padding in every layer. Where the padding is 0, no window extends beyond the input."
    )
    def same_for_valid(self) -> Network | None:
        bare = [f"layer {i}" for i, (_, _, p) in enumerate(self.stack, start=1) if not p]
        return self.network.but(*bare, padding="same") if bare else None

    @misconception("You used a stride of 1 in every layer. Use the given strides: {{ strides_given }}.")
    def stride_ignored(self) -> Network | None:
        strided = [f"layer {i}" for i, (_, s, _) in enumerate(self.stack, start=1) if s > 1]
        return self.network.but(*strided, strides=1) if strided else None

    @property
    def strides_given(self) -> str:
        """The layers whose stride is not 1, in words."""
        numbers: dict[int, list[str]] = {}
        for i, (_, s, _) in enumerate(self.stack, start=1):
            numbers.setdefault(int(s), []).append(str(i))
        return ", ".join(
            f"layers {', '.join(rest)} and {last} have stride {s}" if rest else f"layer {last} has stride {s}"
            for s, (*rest, last) in numbers.items()
            if s > 1
        )
