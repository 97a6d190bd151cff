"""SeparableConv2D(8, 3, strides=2), Cropping2D(((1, 0), (2, 2))) on 30 × 40 × 8: what are the output shape and the number of parameters?"""

import re
from collections.abc import Iterable
from math import prod
from typing import Annotated, ClassVar

from examgen.authoring import AfterValidator, Ask, Count, Draw, Field, Input, Integer, Layer, Network, Question, Shape
from examgen.authoring import layers, misconception, observable
from examgen.model import keras_code as layer_code
from examgen.question_bank._batch import batched
from examgen.question_bank._counted import FIXED, MAC, Unit, counting
from examgen.question_bank.architecture._code import drawn, frozen, one_direction, plain, with_other_states

_MOST_LAYERS = 100


def _one_call_per_layer(code: str) -> str:
    code = re.sub(r"(?<![\w.])\d{1,6}(?: *\* *\d{1,6})+(?![\w.])", lambda m: str(prod(map(int, m[0].split("*")))), code)
    code = re.sub(r"(?<=Rescaling\()(\d+\.?\d*) */ *(\d+\.?\d*)", lambda m: repr(float(m[1]) / float(m[2])), code)
    return ", ".join(layer_code.calls(code, _MOST_LAYERS))


class KerasCode(Question):
    """The output shape and the parameters of layers given as Keras code; any layers can be pinned as ``code``."""

    topic, level, title = "architecture", 3, "Reading Keras code"
    stem = r"""
The following layers are applied to {% if batch %}a batch of {{ batch | join(" × ") }} inputs of shape{% else %}an input of
shape{% endif %} {{
input_shape | join(" × ") }}:

```
{{ lines }}
```

All other arguments have their Keras default values.{% if batch %} The batch axes come first in every shape.{% endif %}
{%- if macs or flops %} {{ mac }}{% endif %}
"""
    mac: ClassVar[str] = MAC
    input_shape: tuple[Count, ...] = Field(min_length=1, max_length=4, description="Input shape, channels last.")
    code: Annotated[str, Field(max_length=100 * _MOST_LAYERS), AfterValidator(_one_call_per_layer)] = Field(
        description="The layers as Keras code."
    )
    batch: tuple[Count, ...] = Field((), description="Batch axes, first in every shape; empty for a single input.")
    macs: Unit = Field("", description="Unit for the multiply–accumulate operations; an empty string omits this part.")
    flops: Unit = Field("", description="Unit for the floating-point operations; an empty string omits this part.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        shape, code = drawn(d)
        return dict(input_shape=shape, code=code)

    def check(self) -> None:
        first, *_ = self.layers
        if self.batch and (self.macs or self.flops):
            raise ValueError("multiply-accumulates are counted for one input, not for a batch")
        rank = first.type.rank if re.search(r"[123]D", first.type.name) else None
        if rank and len(self.input_shape) != rank:
            raise ValueError(f"{first} reads {rank} axes, channels last; got {self.input_shape}")

    @property
    def layers(self) -> tuple[Layer, ...]:
        return layer_code.read_layers(self.code, _MOST_LAYERS)

    @property
    def lines(self) -> str:
        """The layers as Keras code, one per line."""
        return "\n".join(layer_code.calls(self.code, _MOST_LAYERS))

    @property
    def asks(self) -> dict[str, Ask]:
        asks = {
            "shape": Ask("What is the output shape of the last layer?", Shape(), of=observable.shape("out")),
            "count": Ask("How many parameters do the layers have in total?", Integer(), of=observable.parameters()),
        }
        if any(layer.type == layers.BatchNormalization or frozen(layer) for layer in self.layers):
            trained = observable.difference(observable.parameters(), FIXED)
            asks["trainable"] = Ask("How many of them are trainable?", Integer(), of=trained, follows="count")
        products = observable.multiplications()
        if self.macs:
            text = "How many {}multiply–accumulate operations (MACs) do they perform for one input?"
            asks["macs"] = counting(text, products, self.macs)
        if self.flops:
            text = "How many {}floating-point operations do they perform, counting two per MAC?"
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
        "You treated a layer as a standard convolution."
        "{% if 'Transpose' in lines %} A transposed convolution spreads every input value over a window of the output.{% endif %}"
        "{% if 'Depthwise' in lines %} A depthwise convolution has one kernel per channel.{% endif %}"
        "{% if 'Separable' in lines %} A separable convolution is a depthwise convolution followed by a 1 × 1 convolution.{% endif %}"
        "{% if 'groups' in lines %} With `groups`, each filter is applied to the channels of its own group only.{% endif %}"
    )
    def plain_convolution(self) -> Network:
        return self.of(plain(layer, self.input_shape[-1]) for layer in self.layers)

    @misconception(
        "You confused the last state with all states. With `return_sequences=True` a layer outputs the state of every time step; "
        "without it, it outputs only the last state."
    )
    def other_states(self) -> Network:
        return self.of(map(with_other_states, self.layers))

    @misconception("You counted only one direction. A bidirectional layer has two, each with its own weights.")
    def one_direction(self) -> Network:
        return self.of(one_direction(layer) for layer in self.layers)
