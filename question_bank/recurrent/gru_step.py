"""One step of a GRU with one unit and x_1 = 0.5: what are its gates, its candidate and its state?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Question, Row
from examgen.authoring import layers, misconception, nonzero, steps
from examgen.question_bank.recurrent._gated import READ_OUT, SIGMOID, GatedSteps, asks_of_steps
from examgen.question_bank.recurrent._gates import drawn_arrays, gated, read_out, weighed
from examgen.question_bank.recurrent._gru import at_once, with_candidate

ASKED = {
    "z": ("the update gate $z_t$", "h'"),
    "r": ("the reset gate $r_t$", "h'"),
    "candidate": (r"the candidate $\tilde h_t$", "r h'"),
    "h": ("the state $h_t$", "z candidate h'"),
}
"""What is asked for in a step: in words, and what it follows from; ``h'`` is the state of the previous step."""


class GruStep(GatedSteps):
    """One step of a GRU, gate by gate. The update gate multiplies the old state, as in Keras."""

    topic, level, title = "recurrent", 4, "One step of a GRU"
    depends = {"candidate1": ("r1",), "h1": ("z1", "candidate1")}
    gates = ("z", "r", "candidate")
    picture = "network"
    axes = GatedSteps.axes | {"d": "columns"}
    stem = (
        r"""
The input sequence of the layer `{{ network.node("h of the layer").layer.but(return_state=False) }}` is {{ x | sequence }}
{{- ", processed backwards" if go_backwards }}. The initial state is $h_0 = {{ h0 | vector }}$, and all vectors are row vectors. The
weights and biases are

$$W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}{% if d
%}, \quad d = {{ d | vector }}{% endif %}$$

In each of them, the first {{ "column belongs" if units == 1 else "%d columns belong" | format(units) }} to the update gate $z$, the next
{{ units ~ " " if units > 1 }}to the reset gate $r$ and the last {{ units ~ " " if units > 1 }}to the candidate $\tilde h$; superscripts
$z$, $r$ and $h$ mark these parts.
{{- " The biases $b$ are added to the input-to-hidden part, the biases $d$ to the hidden-to-hidden part." if d }} The reset gate is applied
{{ "after the matrix product" if reset_after else "to the previous state" }}, and the update gate multiplies
{{ "the candidate" if update_gate_writes else "the previous state, as in Keras" }}. One step computes

$$z_t = \sigma(x_t W_x^z + h_{t-1} W_h^z + b^z{{ " + d^z" if reset_after }}), \quad
r_t = \sigma(x_t W_x^r + h_{t-1} W_h^r + b^r{{ " + d^r" if reset_after }}),$$

$$\tilde h_t = {% if reset_after %}\tanh(x_t W_x^h + b^h + r_t \odot (h_{t-1} W_h^h + d^h)){% else
%}\tanh(x_t W_x^h + (r_t \odot h_{t-1}) W_h^h + b^h){% endif %}, \quad h_t = {% if update_gate_writes
%}(1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t{% else %}z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t{% endif %}$$
"""
        + READ_OUT
    )
    d: Row | None = Field(
        None, description="Second biases, added to the hidden-to-hidden product; only with `reset_after`."
    )
    reset_after: bool = Field(True, description="Whether the reset gate is applied after the product, as in Keras.")
    update_gate_writes: bool = Field(False, description="Whether z multiplies the candidate instead of the old state.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        arrays = drawn_arrays(d, len(cls.gates))
        after = d.choice("reset_after", (True, False))
        biases = nonzero(steps(-0.5, 0.5, 0.25))
        return dict(
            **arrays,
            reset_after=after,
            d=d.row("d", len(arrays["b"]), biases) if after else None,
            update_gate_writes=d.choice("update_gate_writes", (False,)),
        )

    def check(self) -> None:
        if bool(self.d) != self.reset_after:
            raise ValueError(f"d belongs to reset_after=true only; got {self.d} with reset_after={self.reset_after}")

    def admissible(self) -> bool:
        z, r, new = (self.worked[f"{name}{self.times[-1]}"] for name in ("z", "r", "candidate"))
        told = all(abs(a - b) > 0.05 for a, b in zip(z, r, strict=True)) and all(abs(gate - 0.5) > 0.05 for gate in z)
        return super().admissible() and told and all(abs(a - b) > 0.1 for a, b in zip(self.h0, new, strict=True))

    @property
    def asks(self) -> dict[str, Ask]:
        return asks_of_steps(self, ASKED)

    @property
    def agreements(self) -> Agreements:
        return ((f"h{self.times[-1]}", "h of the layer"),)

    @property
    def stays(self) -> str:
        """The factor of the old state, as TeX."""
        return "1 - z_t" if self.update_gate_writes else "z_t"

    @property
    def sketch(self) -> Network:
        """The cell, with its inside drawn."""
        return Network(x=0, h=0).add("h1", layers.GRUCell(self.units, reset_after=self.reset_after), "x", state="h")

    @property
    def network(self) -> Network:
        net = self.given.with_arrays(**({"d": self.d} if self.d else {}))
        blended = (
            "(1 - z_t) * h_s + z_t * candidate_t" if self.update_gate_writes else "z_t * h_s + (1 - z_t) * candidate_t"
        )
        for t in self.times:
            net = weighed(net, t, len(self.b))
            for name in ("z", "r"):
                net = gated(net, name, t, self.columns(name), SIGMOID)
            net = with_candidate(self, net, t).let(**{f"h{t}": self.every_step(h=blended)[f"h{t}"]})
            net = read_out(net, t, self.outputs, self.softmax)
        return at_once(self, net)

    @misconception(
        "You swapped the factors of the old state and the candidate. The old state has the factor ${{ stays }}$."
    )
    def update_gate_inverted(self) -> Question | None:
        return self.but(update_gate_writes=not self.update_gate_writes)

    @misconception("You swapped the update gate and the reset gate. The columns of the update gate come first.")
    def gates_in_another_order(self) -> Question | None:
        return self.reordered("r", "z", "candidate")

    @misconception(
        "You left out the reset gate. It multiplies {{ 'the hidden-to-hidden part' if reset_after else 'the old state' }} in the candidate."
    )
    def never_reset(self) -> Network:
        return self.network.let(**self.every_step(reset="h_s_candidate" if self.reset_after else "h_s"))

    @misconception("You left out the old state. The new state also contains ${{ stays }}$ times the old state.")
    def old_state_dropped(self) -> Network:
        new = "z_t" if self.update_gate_writes else "(1 - z_t)"
        return self.network.let(**self.every_step(h=f"{new} * candidate_t"))
