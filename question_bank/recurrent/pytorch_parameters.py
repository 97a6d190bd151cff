"""LSTM(64) on 32 features: how many parameters does it have in Keras, and how many with PyTorch's two bias vectors?"""

from collections.abc import Sequence
from math import prod
from typing import Literal

from examgen.authoring import Answers, Ask, Computed, Count, Draw, Field, Input, Integer, Network, Question
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.recurrent._weights import SETS


def _in_pytorch(q: "PytorchParameters", answers: Answers) -> int:
    """The parameters in Keras and those that PyTorch has besides: the tensors ``bias_hh`` of every layer and direction."""
    second = {"GRU": 0}.get(q.kind, 1)
    tensors = [(SETS[q.kind] * q.units,) for _ in range(q.num_layers * (1 + q.bidirectional))]
    return int(answers["keras"]) + second * sum(prod(shape) for shape in tensors)


class PytorchParameters(Question):
    """The parameters of recurrent layers in Keras and in PyTorch, which has two bias vectors."""

    topic, level, title = "recurrent", 3, "Biases in Keras and in PyTorch"
    symbols = {"num_layers": r"\text{layers}"}
    stem = r"""
{% set name = "RNN" if kind == "SimpleRNN" else kind -%}
A network consists of
{{ "one `%s` layer" | format(kind) if num_layers == 1 else "%d stacked `%s` layers" | format(num_layers, kind) }} with
{{ units }} units{{ " each" if num_layers > 1 }}{{ " per direction" if bidirectional }}. Its input sequences have {{ features }} features
per time step.
{%- if bidirectional %} The layers are bidirectional, and the outputs of both directions are concatenated.{% endif %}
{%- if kind == "GRU" %} In Keras, each gate and the candidate of a `GRU` have two biases per unit.{% endif %}{{ " " }}
In PyTorch, the same network is

```
nn.{{ name }}(input_size={{ features }}, hidden_size={{ units }}{{ ", num_layers=%d" | format(num_layers) if num_layers > 1
}}{{ ", bidirectional=True" if bidirectional }})
```

In PyTorch, {{ "each layer has" if kind == "SimpleRNN" else "each gate and the candidate have" }} two bias vectors, one added to the
input-to-hidden part and one to the hidden-to-hidden part.
"""
    keras = Ask("How many parameters does the network have in Keras?", Integer(), of=observable.parameters())
    pytorch = Ask("How many parameters does it have in PyTorch?", Integer(), of=Computed(_in_pytorch), follows="keras")
    kind: Literal["SimpleRNN", "LSTM", "GRU"] = Field(description="Kind of the layers.")
    features: Count = Field(description="Number of features per time step.")
    units: int = Field(ge=1, le=10_000, description="Number of units in each layer and direction.")
    num_layers: int = Field(1, ge=1, le=10, description="Number of stacked layers.")
    bidirectional: bool = Field(False, description="Whether the layers are bidirectional.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            kind=("LSTM",),
            features=(10, 12, 13, 16, 20, 24, 26, 28, 30, 32, 36, 39, 40, 48, 50, 60, 64, 80),
            units=(24, 32, 40, 48, 50, 60, 64, 72, 80, 96, 100, 120, 128, 150, 160, 200, 256),
            num_layers=(2,),
            bidirectional=(False,),
        )

    def admissible(self) -> bool:
        return self.features != self.units and 34 <= self.derivation().effort <= 38

    @property
    def network(self) -> Network:
        net, layer = Network(x=Input(2, self.features)), layers.KINDS[self.kind](self.units, return_sequences=True)
        for place in range(1, self.num_layers + 1):
            net = net.add(f"h{place}", layers.Bidirectional(layer) if self.bidirectional else layer)
        return net

    @misconception(
        "You counted only one bias vector per {{ 'layer' if kind == 'SimpleRNN' else 'gate' }}. In PyTorch, each "
        "{{ 'layer has' if kind == 'SimpleRNN' else 'gate and the candidate have' }} two."
    )
    def same_in_both(self) -> dict[str, int] | None:
        return None if self.kind == "GRU" else {"pytorch": self._in_keras()}

    @misconception("You used the input features for every layer. Layer 2 receives the output of layer 1.")
    def same_input_everywhere(self) -> dict[str, int] | None:
        if self.num_layers == 1:
            return None
        count = self._in_keras([self.features] * self.num_layers)
        return {"keras": count, "pytorch": _in_pytorch(self, {"keras": count})}

    @misconception(
        "You counted only one set of weights per layer. {{ 'An LSTM has four, for three gates' if kind == 'LSTM' "
        "else 'A GRU has three, for two gates' }} and the candidate."
    )
    def gates_left_out(self) -> Question | None:
        return self.but(kind="SimpleRNN")

    @misconception("You counted the second bias vectors of only one layer. Every layer has them.")
    def second_bias_once(self) -> dict[str, int] | None:
        once = SETS[self.kind] * self.units
        return None if self.kind == "GRU" or self.num_layers == 1 else {"pytorch": self._in_keras() + once}

    def _in_keras(self, inputs: Sequence[int] | None = None) -> int:
        """The parameters in Keras, of layers with so many inputs each."""
        directions = 1 + self.bidirectional
        inputs = inputs or [self.features, *[self.units * directions] * (self.num_layers - 1)]
        one_set = sum(self.units * (n + self.units + 1 + (self.kind == "GRU")) for n in inputs)
        return SETS[self.kind] * one_set * directions
