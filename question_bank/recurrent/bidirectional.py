"""Bidirectional(LSTM(16)) on sequences of 20 × 5: what is the output shape, and how many parameters does it have?"""

from typing import Literal, get_args

from examgen.authoring import Ask, Count, Draw, Field, Input, Integer, Layer, Network, Question, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.recurrent._stack import Recurrent

Merge = Literal["concat", "sum", "mul", "ave"]


class Bidirectional(Question):
    """The output shape and the parameters of a bidirectional layer."""

    topic, level, title = "recurrent", 2, "A bidirectional layer"
    stem = r"""
The input of the layer `{{ network.code("h") }}` is a sequence of {{ steps }} time steps with {{ features }} features each. The merge mode
`{{ merge_mode }}` {% if merge_mode == "concat" %}(the default) concatenates the outputs of the two directions{% elif merge_mode == "sum"
%}adds the outputs of the two directions{% elif merge_mode == "mul" %}multiplies the outputs of the two directions elementwise{% else
%}averages the outputs of the two directions{% endif %}.
{%- if kind == "GRU" %} In Keras, each gate and the candidate of a `GRU` have two biases per unit.{% endif %}
"""
    shape = Ask(
        "What is the output shape for one sequence, without the batch axis?",
        Shape(sequence=True),
        of=observable.shape("h"),
    )
    count = Ask("How many parameters does the layer have?", Integer(), of=observable.parameters("h"))
    kind: Recurrent = Field(description="Layer of each direction: SimpleRNN, LSTM or GRU.")
    steps: Count = Field(description="Number of time steps.")
    features: Count = Field(description="Number of features per time step.")
    units: int = Field(ge=1, le=10_000, description="Number of units in each direction.")
    merge_mode: Merge = Field("concat", description="How the directions are combined: concat, sum, mul or ave.")
    return_sequences: bool = Field(False, description="Whether the layer outputs all states or the last one only.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            kind=get_args(Recurrent),
            steps=(10, 20, 28, 50, 100),
            features=(4, 8, 12, 16, 32),
            units=(8, 10, 16, 32, 64),
            merge_mode=("concat", "concat", "sum", "mul", "ave"),
            return_sequences=(True, False),
        )

    def admissible(self) -> bool:
        return len({self.steps, self.features, self.units}) == 3

    @property
    def inner(self) -> Layer:
        """The layer of one direction."""
        return layers.KINDS[self.kind](self.units, return_sequences=self.return_sequences)

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.steps, self.features))
        return net.add("h", layers.Bidirectional(self.inner, merge_mode=self.merge_mode))

    @misconception("You counted only one direction. There are two, each with its own weights.")
    def one_direction(self) -> Network:
        return Network(x=Input(self.steps, self.features)).add("h", self.inner)

    @misconception(
        "You used the wrong merge mode. {{ 'The merge mode `concat` doubles' if merge_mode == 'concat' else "
        "'Only `concat` doubles' }} "
        "the number of features."
    )
    def other_merge_mode(self) -> Question | None:
        return self.but(merge_mode="sum" if self.merge_mode == "concat" else "concat")

    @misconception(
        "{% if return_sequences %}You left out the time axis. With `return_sequences=True`, the layer outputs "
        "one vector per time step.{% else %}You gave one vector per time step. Without "
        "`return_sequences=True`, the layer outputs one vector per sequence.{% endif %}"
    )
    def other_return_sequences(self) -> Question | None:
        return self.but(return_sequences=not self.return_sequences)

    @misconception(
        "You counted a `SimpleRNN` in each direction. {{ 'An LSTM has four' if kind == 'LSTM' else 'A GRU has three' }} sets of weights."
    )
    def no_gates(self) -> Question | None:
        return self.but(kind="SimpleRNN")

    @misconception("You left out the biases. Layers have biases unless `use_bias=False` is given.")
    def bias_left_out(self) -> Network:
        return self.network.but("h", layer=self.inner.but(use_bias=False))
