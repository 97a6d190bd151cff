"""An LSTM with 100 units and 20 input features: how large are a gate, its weight matrix and the cell state?"""

from examgen.authoring import Answers, Ask, Computed, Count, Draw, Field, Input, Integer, Network, Question, Shape
from examgen.authoring import layers, misconception, observable


def _matrix(q: "GateSizes", answers: Answers) -> tuple[int, ...]:
    import numpy

    width, height = answers["concatenated"], answers["gate"]
    weights, vector = numpy.zeros((height, width)), numpy.zeros(width)
    return weights.shape if (weights @ vector).shape == (height,) else ()


class GateSizes(Question):
    """The sizes of what belongs to one gate of an LSTM, in the notation of textbooks."""

    topic, level, title = "recurrent", 1, "Sizes in an LSTM"
    stem = r"""
The input $x_t$ of an LSTM has {{ features }} entries, and the hidden state $h_t$ has {{ units }}. With column vectors,
the forget gate is

$$f_t = \sigma(W_f [h_{t-1}; x_t] + b_f)$$

where $[h_{t-1}; x_t]$ is the concatenation of the two vectors.
"""
    concatenated = Ask(
        "How many entries does $[h_{t-1}; x_t]$ have?", Integer(), of=observable.shape("concatenated", 0)
    )
    gate = Ask("How many entries does $f_t$ have?", Integer(), of=observable.shape("f", 0))
    matrix = Ask(
        "What is the shape of $W_f$ (rows × columns)?",
        Shape(rank=2),
        of=Computed(_matrix),
        weight=2,
        follows=("concatenated", "gate"),
    )
    all_gates = Ask(
        "How many parameters do the three gates and the candidate have in total, including biases?",
        Integer(),
        of=observable.parameters("lstm"),
        weight=2,
        follows="matrix",
        continues=lambda q, answers: 4 * (answers["matrix"][0] * answers["matrix"][1] + answers["matrix"][0]),
    )
    features: Count = Field(description="Number of entries in the input of a time step.")
    units: Count = Field(description="Number of entries in the hidden state.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            features=(8, 10, 12, 13, 14, 15, 16, 18, 20, 24, 25, 26, 28, 30, 32, 35, 36, 39, 40, 48, 50, 64),
            units=(24, 32, 36, 40, 48, 50, 56, 60, 64, 72, 75, 80, 90, 96, 100, 110, 120, 128, 150, 160, 192, 200, 256),
        )

    def admissible(self) -> bool:
        return self.features < self.units and 11 <= self.derivation().effort <= 13

    @property
    def network(self) -> Network:
        net = Network(h=Input(self.units), x=Input(self.features), sequence=Input(2, self.features))
        net = net.add("concatenated", layers.Concatenate(), "h", "x").add("f", layers.Dense(self.units))
        return net.add("lstm", layers.LSTM(self.units), "sequence")

    @misconception("You left out the biases. Every unit has one in each gate and in the candidate.")
    def bias_left_out(self) -> dict[str, int]:
        return {"all_gates": 4 * self.units * (self.units + self.features)}

    @misconception("You gave the gate one entry. It has one entry per unit, as the hidden state does.")
    def one_entry(self) -> dict[str, int]:
        return {"gate": 1}

    @misconception("You left out the previous hidden state. Each gate depends on $x_t$ and $h_{t-1}$.")
    def hidden_state_left_out(self) -> dict[str, object]:
        own = self.units * (self.features + 1)
        return {"concatenated": self.features, "matrix": (self.units, self.features), "all_gates": 4 * own}

    @misconception("You swapped rows and columns. With column vectors, $W_f$ has one row per entry of $f_t$.")
    def transposed(self) -> dict[str, object]:
        return {"matrix": (self.units + self.features, self.units)}

    @misconception("You counted only the three gates. The candidate has parameters as well.")
    def candidate_left_out(self) -> dict[str, int]:
        return {"all_gates": 3 * self.units * (self.units + self.features + 1)}

    @misconception("You counted the parameters of only one gate. Each gate and the candidate have their own.")
    def one_set(self) -> dict[str, int]:
        return {"all_gates": self.units * (self.units + self.features + 1)}
