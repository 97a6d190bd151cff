"""An encoder and a decoder with LSTM(64) each: what does the encoder pass on, and how many parameters are there?"""

from typing import Literal

from examgen.authoring import Agreements, Ask, Count, Draw, Field, Input, Integer, Network, Question, Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import parameters_of


class EncoderDecoder(Question):
    """The shapes and the parameters of an encoder–decoder model for translation."""

    topic, level, title = "recurrent", 3, "An encoder–decoder model"
    symbols = {
        "dimension": r"\text{embedding size}",
        "source_words": r"\text{source vocabulary}",
        "target_words": r"\text{target vocabulary}",
    }
    conventions = ("bias",)
    stem = r"""
A model translates sentences of {{ source_steps }} words into sentences of {{ target_steps }} words. The source vocabulary has
${{ source_words | number }}$ words, the target vocabulary ${{ target_words | number }}$.

- Encoder: `{{ network.code("e") }}`, then `{{ kind }}({{ units }})`. Its final state is the initial state of the decoder.
- Decoder: `{{ network.code("d") }}`, then `{{ kind }}({{ units }}, return_sequences=True)`, then
  `{{ network.code("out") }}` at every time step.
{%- if kind == "GRU" %}

In Keras, each gate and the candidate of a `GRU` have two biases per unit.
{%- endif %}
"""
    passed = Ask(
        "How many values does the encoder pass on to the decoder for one sentence?",
        Integer(),
        of=observable.total(observable.shape("h", 0), observable.shape("c", 0)),
    )
    output = Ask(
        "What is the output shape of the decoder, without the batch axis?",
        Shape(sequence=True),
        of=observable.shape("out"),
    )
    encoder = parameters_of("the encoder", "e", "encoded")
    decoder = parameters_of("the decoder", "d", "decoded", "out", weight=2)
    kind: Literal["LSTM", "GRU", "SimpleRNN"] = Field("LSTM", description="Kind of the recurrent layers.")
    source_steps: Count = Field(description="Number of words in a source sentence.")
    target_steps: Count = Field(description="Number of words in a target sentence.")
    source_words: int = Field(ge=1, le=1_000_000, description="Number of words in the source vocabulary.")
    target_words: int = Field(ge=1, le=1_000_000, description="Number of words in the target vocabulary.")
    dimension: Count = Field(description="Length of an embedding.")
    units: Count = Field(description="Number of units in each recurrent layer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        vocabularies = (2000, 3000, 4000, 5000, 8000, 10_000, 20_000)
        return d.choices(
            source_steps=(10, 12, 20, 25, 30),
            target_steps=(15, 18, 24, 32, 40),
            source_words=vocabularies,
            target_words=vocabularies,
            dimension=(16, 32, 50, 64, 100),
            units=(32, 48, 64, 80, 128),
        )

    def admissible(self) -> bool:
        apart = self.dimension != self.units and self.source_words != self.target_words
        return apart and 28 <= self.derivation().effort <= 32

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.source_steps), y=Input(self.target_steps))
        net = net.add("e", layers.Embedding(self.source_words, self.dimension), "x")
        kind, states = layers.KINDS[self.kind], ("h", "c") if self.kind == "LSTM" else ("h",)
        net = net.add(("encoded", *states), kind(self.units, return_state=True), "e")
        if len(states) == 1:
            net = net.with_arrays(nothing=Input(0)).add("c", layers.Identity(), "nothing")
        net = net.add("d", layers.Embedding(self.target_words, self.dimension), "y")
        net = net.add("decoded", kind(self.units, return_sequences=True), "d", state=states)
        return net.add("out", layers.Dense(self.target_words, activation="softmax"))

    @property
    def agreements(self) -> Agreements:
        asks = type(self).declared_asks()
        parts = (asks["encoder"].observes("encoder"), asks["decoder"].observes("decoder"))
        return ((observable.parameters(), observable.total(*(part for part in parts if part))),)

    @misconception("You counted only the hidden state. An LSTM also passes on its cell state.")
    def hidden_state_only(self) -> dict[str, int] | None:
        return {"passed": self.units} if self.kind == "LSTM" else None

    @misconception("You counted the states of all time steps. Only the state after the last word is passed on.")
    def all_states_passed(self) -> dict[str, int]:
        return {"passed": self.source_steps * self.units * (2 if self.kind == "LSTM" else 1)}

    @misconception("You used the length of the source sentence. The decoder has one output per target word.")
    def source_length(self) -> Network:
        return self.network.with_arrays(y=Input(self.source_steps))

    @misconception("You left out the output layer of the decoder. It has one unit per word of the target vocabulary.")
    def output_layer_left_out(self) -> dict[str, int]:
        (decoder,) = self.worked["decoder"]
        return {"decoder": int(decoder) - (self.units + 1) * self.target_words}

    @misconception("You used the source vocabulary for the decoder. It processes words of the target language.")
    def one_vocabulary(self) -> dict[str, int]:
        (decoder,) = self.worked["decoder"]
        return {"decoder": int(decoder) + (self.source_words - self.target_words) * (self.dimension + self.units + 1)}
