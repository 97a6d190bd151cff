"""SeparableConv2D(16, 3, strides=2), Cropping2D(((1, 0), (2, 2))) on 30 × 40 × 8: which shape comes out, how many parameters are there?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Self

from examgen.authoring import (
    AfterValidator,
    Ask,
    Count,
    Draw,
    Field,
    Input,
    Integer,
    Layer,
    Network,
    Question,
    Shape,
    layers,
    misconception,
    model_validator,
    observable,
)
from examgen.model import keras_code as layer_code
from examgen.question_bank._batch import batched
from examgen.question_bank._counted import MAC, Unit, counting, units
from examgen.question_bank.architecture._code import drawn, frozen, one_direction, plain, with_other_states


def _one_call_per_layer(code: str) -> str:
    return ", ".join(layer_code.calls(code))


class KerasCode(Question):
    """The shape behind a few layers that are given as Keras code, and their parameters; any layers can be pinned as ``code``."""

    topic, level, title = "architecture", 2, "Reading Keras code"
    stem = r"""
{% if batch %}A batch of {{ batch | join(" × ") }} inputs, each{% else %}An input{% endif %} of shape {{ input_shape | join(" × ") }}
{{- " (channels last)" if input_shape | length > 1 }} passes through these layers:

```
{{ lines }}
```

Options that are not given have Keras's defaults.{% if batch %} The sizes of the batch stand in front of every shape.{% endif %}
{%- if macs or flops %} {{ mac }}{% endif %}
"""
    mac: ClassVar[str] = MAC

    input_shape: tuple[Count, ...] = Field(min_length=1, max_length=4)
    """Shape of one input, channels last, without the batch axis."""
    code: Annotated[str, Field(max_length=layer_code.LONGEST), AfterValidator(_one_call_per_layer)]
    """The layers as Keras code."""
    batch: tuple[Count, ...] = ()
    """Batch sizes that stand in front of every shape; empty for a single input."""
    macs: Unit = ""
    """Whether the multiply-accumulates are asked for as well, and in which unit."""
    flops: Unit = ""
    """The same of floating-point operations, two for a multiply-accumulate."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        shape, code = drawn(d)
        return dict(
            input_shape=d.choice("input_shape", (shape,)),
            code=d.choice("code", (code,)),
            batch=d.choice("batch", ((),)),
            macs=d.choice("macs", units("")),
            flops=d.choice("flops", units("")),
        )

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        first, *_ = self.layers
        if self.batch and (self.macs or self.flops):
            raise ValueError("multiply-accumulates are counted for one input, not for a batch")
        reads = re.search(r"([123])D", first.type.name)
        if reads and len(self.input_shape) != int(reads[1]) + 1:
            raise ValueError(f"{first} reads {int(reads[1]) + 1} axes, channels last; got {self.input_shape}")
        return self

    @property
    def layers(self) -> tuple[Layer, ...]:
        return layer_code.read_layers(self.code)

    @property
    def lines(self) -> str:
        """The layers as Keras code, one per line."""
        return "\n".join(layer_code.calls(self.code))

    @property
    def asks(self) -> Mapping[str, Ask]:
        asks = {
            "shape": Ask("Which shape comes out of the last layer?", Shape(), of=observable.shape("out")),
            "count": Ask("How many parameters have the layers together?", Integer(), of=observable.parameters()),
        }
        if any(layer.type == layers.BatchNormalization or frozen(layer) for layer in self.layers):
            fixed = observable.difference(observable.parameters(), observable.parameters(trainable=True))
            trained = observable.difference(observable.parameters(), fixed)
            asks["trainable"] = Ask("How many of them are trainable?", Integer(), of=trained, follows="count")
        products = observable.multiplications()
        if self.macs:
            asks["macs"] = counting("How many {}MACs do they take for one input?", products, self.macs)
        if self.flops:
            text = "How many {}floating-point operations do they take, two for a MAC?"
            asks["flops"] = counting(text, observable.scaled(products, 2), self.flops)
        return asks

    @property
    def network(self) -> Network:
        return self.of(self.layers)

    def of(self, made: Iterable[Layer]) -> Network:
        """The network of these layers."""
        net = Network(x=Input(*self.input_shape))
        for number, layer in enumerate(made, start=1):
            net = net.add(f"layer {number}", layer)
        return batched(net.add("out", layers.Identity()), self.batch)

    @misconception(
        "A layer was taken for a plain convolution. A transposed one makes maps larger, a depthwise one has a kernel for each "
        "channel alone, a separable one splits its kernels in two, and with groups a filter reads a part of the channels."
    )
    def plain_convolution(self) -> Network:
        return self.of(plain(layer, self.input_shape[-1]) for layer in self.layers)

    @misconception(
        "The states were mistaken: with `return_sequences=True` a layer gives one for every step, otherwise its last one alone."
    )
    def other_states(self) -> Network:
        return self.of(map(with_other_states, self.layers))

    @misconception("One direction was counted. A bidirectional layer is two layers with weights of their own.")
    def one_direction(self) -> Network:
        return self.of(one_direction(layer) for layer in self.layers)
