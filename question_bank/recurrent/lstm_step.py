"""One step of an LSTM with one unit and x_1 = 0.5: what are its gates, its cell state and its hidden state?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Question, Row
from examgen.authoring import layers, misconception, nonzero, steps
from examgen.question_bank.recurrent._gated import READ_OUT, SIGMOID, TANH, GatedSteps, asks_of_steps
from examgen.question_bank.recurrent._gates import drawn_arrays, gated, read_out, weighed

ASKED = {
    "i": ("the input gate $i_t$", "h'"),
    "f": ("the forget gate $f_t$", "h'"),
    "candidate": (r"the candidate $\tilde c_t$", "h'"),
    "c": ("the cell state $c_t$", "i f candidate c'"),
    "o": ("the output gate $o_t$", "h'"),
    "h": ("the hidden state $h_t$", "c o"),
}
"""What is asked for in a step: in words, and what it follows from; ``h'`` is the state of the previous step."""


class LstmStep(GatedSteps):
    """One step of an LSTM, gate by gate."""

    topic, level, title = "recurrent", 4, "One step of an LSTM"
    depends = {"c1": ("f1", "i1", "candidate1"), "h1": ("o1", "c1")}
    conventions = ("lstm_gate_order",)
    gates = ("i", "f", "candidate", "o")
    picture = "network"
    axes = GatedSteps.axes | {"c0": "units"}
    stem = (
        r"""
The input sequence of the layer `LSTM({{ units }}{{ ", go_backwards=True" if go_backwards }})` is {{ x | sequence }}
{{- ", processed backwards" if go_backwards }}. The initial states are $h_0 = {{ h0 | vector }}$ and $c_0 = {{ c0 | vector }}$, and all
vectors are row vectors:

$$\begin{bmatrix} z^i_t & z^f_t & z^c_t & z^o_t \end{bmatrix} = x_t W_x + h_{t-1} W_h + b, \quad
W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}$$

Each of the four parts has {{ units }} column{{ "s" if units > 1 }}. One step computes

$$i_t = \sigma(z^i_t), \quad f_t = \sigma(z^f_t), \quad \tilde c_t = \tanh(z^c_t), \quad o_t = \sigma(z^o_t), \quad
c_t = f_t \odot c_{t-1} + i_t \odot \tilde c_t, \quad h_t = o_t \odot \tanh(c_t)$$
"""
        + READ_OUT
    )
    c0: Row = Field(description="Initial cell state.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        arrays = drawn_arrays(d, len(cls.gates))
        return dict(**arrays, c0=d.row("c0", len(arrays["h0"]), nonzero(steps(-2, 2, 0.5))))

    def admissible(self) -> bool:
        i, f, c = (self.worked[f"{name}{self.times[-1]}"] for name in ("i", "f", "c"))
        apart = all(abs(a - b) > 0.05 for a, b in zip(i, f, strict=True))
        return super().admissible() and apart and all(abs(value) >= 0.6 for value in c)  # tanh does something

    @property
    def asks(self) -> dict[str, Ask]:
        return asks_of_steps(self, ASKED)

    @property
    def agreements(self) -> Agreements:
        return tuple((f"{name}{self.times[-1]}", f"{name} of the layer") for name in ("h", "c"))

    @property
    def sketch(self) -> Network:
        """The cell, with its inside drawn."""
        return Network(x=0, h=0, c=0).add(("h1", "c1"), layers.LSTMCell(self.units), "x", state=("h", "c"))

    @property
    def network(self) -> Network:
        net = self.given.with_arrays(c0=self.c0)
        for t in self.times:
            net = weighed(net, t, len(self.b))
            for name in self.gates:
                net = gated(net, name, t, self.columns(name), TANH if name == "candidate" else SIGMOID)
            net = net.let(**{f"c{t}": f"f{t} * c{t - 1} + i{t} * candidate{t}"}).add(f"squashed{t}", TANH)
            net = net.let(**{f"h{t}": f"o{t} * squashed{t}"})
            net = read_out(net, t, self.outputs, self.softmax)
        outputs = ("output of the layer", "h of the layer", "c of the layer")
        whole = layers.LSTM(self.units, return_state=True, go_backwards=self.go_backwards)
        return net.add(outputs, whole, "x", state=("h0", "c0"), weights=("Wx", "Wh", "b"))

    @misconception("You swapped the input gate and the forget gate. In Keras, the input gate has the first columns.")
    def gates_in_another_order(self) -> Question | None:
        return self.reordered("f", "i", "candidate", "o")

    @misconception(
        "You swapped the two gates in the cell state. The forget gate multiplies the old cell state, the input gate the candidate."
    )
    def gates_exchanged(self) -> Network:
        return self.network.let(**self.every_step(c="i_t * c_s + f_t * candidate_t"))

    @misconception(r"You left out the tanh of the cell state. The hidden state is $h_t = o_t \odot \tanh(c_t)$.")
    def tanh_forgotten(self) -> Network:
        return self.network.let(**self.every_step(h="o_t * c_t"))

    @misconception("You applied the sigmoid to the candidate. The candidate uses tanh.")
    def candidate_like_a_gate(self) -> Network:
        return self.network.but(*(f"candidate{t}" for t in self.times), activation="sigmoid")

    @misconception("You left out the previous hidden state. All gates and the candidate depend on $h_{t-1}$.")
    def hidden_state_left_out(self) -> Question | None:
        return self.but(h0=(0,) * self.units)
