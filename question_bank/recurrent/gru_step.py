"""One step of a GRU with one unit and x_1 = 0.5: what are its gates, its candidate and its state?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from examgen.authoring import Ask, Draw, Network, Row, layers, misconception, model_validator, nonzero, ops, steps
from examgen.question_bank.recurrent._gated import SIGMOID, TANH, GatedSteps
from examgen.question_bank.recurrent._gates import (
    ask,
    at_every_step,
    drawn_arrays,
    gated,
    read_out,
    read_out_asks,
    weighed,
)


class GruStep(GatedSteps):
    """One step of a GRU, gate by gate. The update gate multiplies the old state, as in Keras."""

    topic, level, title = "recurrent", 4, "One step of a GRU"
    depends: ClassVar = {"candidate1": ("r1",), "h1": ("z1", "candidate1")}
    gates = ("z", "r", "candidate")
    picture = "network"
    axes: ClassVar = GatedSteps.axes | {"d": "columns"}
    stem = (
        r"""
The input sequence of the layer `{{ network.node("h of the layer").layer.but(return_state=False) }}` is {{ x | sequence }}
{{- ", processed backwards" if go_backwards }}. The initial state is $h_0 = {{ h0 | vector }}$, and all vectors are row vectors. The columns
of

$$W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}{% if d
%}, \quad d = {{ d | vector }}{% endif %}$$

belong to the update gate $z$, the reset gate $r$ and the candidate $\tilde h$, in this order{{ ", %d for each" | format(units) if units > 1
}}.
{{- " The biases $b$ are added to the input-to-hidden part, the biases $d$ to the hidden-to-hidden part." if d else
" The vector $b$ contains the biases." }} One step computes

$$z_t = \sigma(x_t W_x^z + h_{t-1} W_h^z + b^z{{ " + d^z" if reset_after }}), \quad
r_t = \sigma(x_t W_x^r + h_{t-1} W_h^r + b^r{{ " + d^r" if reset_after }}),$$

$$\tilde h_t = {% if reset_after %}\tanh(x_t W_x^h + b^h + r_t \odot (h_{t-1} W_h^h + d^h)){% else
%}\tanh(x_t W_x^h + (r_t \odot h_{t-1}) W_h^h + b^h){% endif %}, \quad h_t = {% if update_gate_writes
%}(1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t{% else %}z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t{% endif %}$$
"""
        + GatedSteps.READ_OUT
    )

    d: Row | None = None
    """Second biases, added to the hidden-to-hidden part; with `reset_after` only."""
    reset_after: bool = True
    """Whether the reset gate is applied after the matrix product, as in Keras."""
    update_gate_writes: bool = False
    """Whether z multiplies the candidate, as in many textbooks, instead of the old state, as in Keras."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        arrays = drawn_arrays(d, len(cls.gates))
        after = d.choice("reset_after", (True, False))
        biases = nonzero(steps(-0.5, 0.5, 0.25))
        return dict(
            **arrays,
            reset_after=after,
            d=d.row("d", len(arrays["b"]), biases) if after else None,
            update_gate_writes=d.choice("update_gate_writes", (False,)),
        )

    @model_validator(mode="after")
    def _bias_fits(self) -> Self:
        if bool(self.d) != self.reset_after:
            raise ValueError(f"d belongs to reset_after=true only; got {self.d} with reset_after={self.reset_after}")
        return self

    def admissible(self) -> bool:
        z, r, new = (self.worked[f"{name}{self.times[-1]}"] for name in ("z", "r", "candidate"))
        told = all(abs(a - b) > 0.05 for a, b in zip(z, r, strict=True)) and all(abs(gate - 0.5) > 0.05 for gate in z)
        return super().admissible() and told and all(abs(a - b) > 0.1 for a, b in zip(self.h0, new, strict=True))

    @property
    def stays(self) -> str:
        """The factor of the old state, as TeX."""
        return "1 - z_t" if self.update_gate_writes else "z_t"

    @property
    def asks(self) -> Mapping[str, Ask]:
        asks: dict[str, Ask] = {}
        for t in self.times:
            before = f"h{t - 1}"
            asks |= {
                f"z{t}": ask(self.units, "the update gate", f"z_{t}", before),
                f"r{t}": ask(self.units, "the reset gate", f"r_{t}", before),
                f"candidate{t}": ask(self.units, "the candidate", rf"\tilde h_{t}", f"r{t}", before),
                f"h{t}": ask(self.units, "the state", f"h_{t}", f"z{t}", f"candidate{t}", before),
            }
            asks |= read_out_asks(t, self.outputs, self.softmax)
        return asks

    @property
    def sketch(self) -> Network:
        """The cell, with its inside drawn."""
        return Network(x=0, h=0).add("h1", layers.GRUCell(self.units, reset_after=self.reset_after), "x", state="h")

    @property
    def network(self) -> Network:
        biases = {"d": self.d} if self.d else {}
        net = self.given.with_arrays(one=(1,) * self.units, **biases)
        kept, new = ("1 - z{}", "z{}") if self.update_gate_writes else ("z{}", "1 - z{}")
        for t in self.times:
            net = weighed(net, t, len(self.b))
            for name in ("z", "r"):
                net = gated(net, name, t, self.columns(name), SIGMOID)
            net = (
                self.candidate(net, t)
                .add(f"1 - z{t}", ops.subtract(), "one", f"z{t}")
                .add(f"kept{t}", ops.multiply(), kept.format(t), f"h{t - 1}")
                .add(f"new{t}", ops.multiply(), new.format(t), f"candidate{t}")
                .add(f"h{t}", ops.add(), f"kept{t}", f"new{t}")
            )
            net = read_out(net, t, self.outputs, self.softmax)
        return self._at_once(net)

    def _at_once(self, net: Network) -> Network:
        """The network and Keras's layer; where z multiplies the candidate, it is Keras's 1 - z, the sigmoid of the negative."""
        names = ("Wx", "Wh", "b", *(("d",) if self.d else ()))
        if self.update_gate_writes:
            signs = tuple(-1 if column in self.columns("z") else 1 for column in range(len(self.b)))
            net = net.with_arrays(signs=signs)
            for name in names:
                net = net.add(f"{name} of Keras", ops.multiply(), name, "signs")
            names = tuple(f"{name} of Keras" for name in names)
        kernel, recurrent, *biases = names
        if self.reset_after:
            net = net.add("biases", ops.stack(), *biases)
        whole = layers.GRU(self.units, reset_after=self.reset_after, return_state=True, go_backwards=self.go_backwards)
        weights = (kernel, recurrent, "biases" if self.reset_after else biases[0])
        return net.add(("output of the layer", "h of the layer"), whole, "x", state="h0", weights=weights)

    def candidate(self, net: Network, t: int) -> Network:
        """The network with a candidate; the reset gate is applied to the product or to the state."""
        part, seen = ops.take(self.columns("candidate")), f"reset{t}"
        net = net.add(f"x{t} for candidate", part, f"x{t} weighed")
        if self.reset_after:
            net = net.add(f"h{t - 1} for candidate", part, f"h{t - 1} weighed")
            net = net.add(seen, ops.multiply(), f"r{t}", f"h{t - 1} for candidate")
        else:
            net = net.add(seen, ops.multiply(), f"r{t}", f"h{t - 1}")
            net = net.add(f"U{t}", ops.take(self.columns("candidate"), axis=1), "Wh")
            net = net.add(f"{seen} weighed", layers.Dense(self.units, use_bias=False), seen, weights=(f"U{t}",))
        net = net.add(f"candidate{t} before", ops.add(), f"x{t} for candidate", net.last)
        return net.add(f"candidate{t}", TANH)

    @misconception(
        "You swapped the factors of the old state and the candidate. The old state has the factor ${{ stays }}$."
    )
    def update_gate_inverted(self) -> Self | None:
        return self.but(update_gate_writes=not self.update_gate_writes)

    @misconception("You swapped the update gate and the reset gate. The columns of the update gate come first.")
    def gates_in_another_order(self) -> Self | None:
        return self.reordered("r", "z", "candidate")

    @misconception(
        "You left out the reset gate. It multiplies {{ 'the hidden-to-hidden part' if reset_after else 'the "
        "old state' }} in the candidate."
    )
    def never_reset(self) -> Network:
        return at_every_step(
            self.network,
            self.times,
            lambda net, t: net.rewire(f"reset{t}", "one", net.node(f"reset{t}").inputs[1]),  # in place of r
        )

    @misconception("You left out the old state. The new state also contains ${{ stays }}$ times the old state.")
    def old_state_dropped(self) -> Network:
        return at_every_step(
            self.network, self.times, lambda net, t: net.swap(f"h{t}", layers.Identity).rewire(f"h{t}", f"new{t}")
        )
