"""An LSTM of one unit reads x_1 = 0.5: what are its gates, its cell state and its hidden state?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from examgen.authoring import Agreements, Ask, Draw, Network, Row, layers, misconception, nonzero, ops, steps
from examgen.question_bank.recurrent._gated import SIGMOID, TANH, GatedSteps


class LstmStep(GatedSteps):
    """A step of an LSTM, gate by gate; the real layer must give the same."""

    topic, level, title = "recurrent", 4, "A step of an LSTM"
    gates = ("i", "f", "candidate", "o")
    picture = "network"
    axes: ClassVar = GatedSteps.axes | {"c0": "units"}
    stem = (
        r"""
The layer `LSTM({{ units }}{{ ", go_backwards=True" if go_backwards }})` starts from $h_0 = {{ h0 | vector }}$ and $c_0 = {{ c0 | vector }}$
and reads {{ x | sequence }}{{ ", backwards: the last of them at step 1" if go_backwards }}. All vectors are rows:

$$z_t = x_t W + h_{t-1} U + b, \quad
W = {{ kernel | matrix }}, \quad U = {{ recurrent_kernel | matrix }}, \quad b = {{ bias | vector }}$$

The columns are those of the input gate $i$, the forget gate $f$, the candidate $\tilde c$ and the output gate $o$, in this
order{{ " and %d for each" | format(units) if units > 1 }}, as Keras keeps them.
With $z^i_t, z^f_t, z^c_t, z^o_t$ for these parts of $z_t$,

$$i_t = \sigma(z^i_t), \quad f_t = \sigma(z^f_t), \quad \tilde c_t = \tanh(z^c_t), \quad o_t = \sigma(z^o_t), \quad
c_t = f_t \odot c_{t-1} + i_t \odot \tilde c_t, \quad h_t = o_t \odot \tanh(c_t)$$
"""
        + GatedSteps.READ_OUT
    )

    c0: Row

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        arrays = cls.arrays(d)
        return dict(**arrays, c0=d.row("c0", len(arrays["h0"]), nonzero(steps(-2, 2, 0.5))))

    def admissible(self) -> bool:
        i, f, c = (self.worked[f"{name}{self.times[-1]}"] for name in ("i", "f", "c"))
        apart = all(abs(a - b) > 0.05 for a, b in zip(i, f, strict=True))
        return super().admissible() and apart and all(abs(value) >= 0.6 for value in c)  # tanh does something

    @property
    def asks(self) -> Mapping[str, Ask]:
        asks: dict[str, Ask] = {}
        for t in self.times:
            h, c = f"h{t - 1}", f"c{t - 1}"
            asks |= {
                f"i{t}": self.ask("the input gate", f"i_{t}", h),
                f"f{t}": self.ask("the forget gate", f"f_{t}", h),
                f"candidate{t}": self.ask("the candidate", rf"\tilde c_{t}", h),
                f"c{t}": self.ask("the cell state", f"c_{t}", f"i{t}", f"f{t}", f"candidate{t}", c),
                f"o{t}": self.ask("the output gate", f"o_{t}", h),
                f"h{t}": self.ask("the hidden state", f"h_{t}", f"c{t}", f"o{t}"),
            }
            asks |= self.read_outs(t)
        return asks

    @property
    def agreements(self) -> Agreements:
        return (*super().agreements, (f"c{self.times[-1]}", "c of the layer"))

    @property
    def sketch(self) -> Network:
        """The cell, whose inside is drawn."""
        return Network(x=0, h=0, c=0).add(("h1", "c1"), layers.LSTMCell(self.units), "x", state=("h", "c"))

    @property
    def network(self) -> Network:
        net = self.given.with_arrays(c0=self.c0)
        for t in self.times:
            net = self.read(net, t)
            for name in self.gates:
                net = self.gate(net, name, t, TANH if name == "candidate" else SIGMOID)
            net = (
                net.add(f"kept{t}", ops.multiply(), f"f{t}", f"c{t - 1}")
                .add(f"written{t}", ops.multiply(), f"i{t}", f"candidate{t}")
                .add(f"c{t}", ops.add(), f"kept{t}", f"written{t}")
                .add(f"c{t} squashed", TANH)
                .add(f"h{t}", ops.multiply(), f"o{t}", f"c{t} squashed")
            )
            net = self.reading_out(net, t)
        outputs = ("output of the layer", "h of the layer", "c of the layer")
        whole = layers.LSTM(self.units, return_state=True, go_backwards=self.go_backwards)
        return net.add(outputs, whole, "x", state=("h0", "c0"), weights=("kernel", "recurrent_kernel", "bias"))

    @misconception("The first two columns were exchanged. Keras keeps the input gate first, then the forget gate.")
    def gates_in_another_order(self) -> Self | None:
        return self.reordered("f", "i", "candidate", "o")

    @misconception("The gates changed places: the forget gate weighs the old cell state, the input gate the candidate.")
    def gates_exchanged(self) -> Network:
        return self.at_every_step(
            lambda net, t: net.rewire(f"kept{t}", f"i{t}", f"c{t - 1}").rewire(f"written{t}", f"f{t}", f"candidate{t}")
        )

    @misconception(r"The tanh of the cell state is missing: $h_t = o_t \odot \tanh(c_t)$.")
    def tanh_forgotten(self) -> Network:
        return self.at_every_step(lambda net, t: net.without(f"c{t} squashed"))

    @misconception("The candidate was squashed like a gate. It is what may be written, from −1 to 1: tanh.")
    def candidate_like_a_gate(self) -> Network:
        return self.at_every_step(lambda net, t: net.but(f"candidate{t}", activation="sigmoid"))

    @misconception("The previous hidden state was left out. Every gate reads it besides the input.")
    def hidden_state_left_out(self) -> Self | None:
        return self.but(h0=(0,) * self.units)
