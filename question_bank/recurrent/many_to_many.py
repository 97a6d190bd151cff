"""A recurrent layer gives an output at every step, y_t = h_t V + c: what are y_1, y_2 and y_3?"""

from __future__ import annotations

from typing import Any, ClassVar

from examgen.authoring import Agreements, Ask, Draw, Grid, Matrix, Network, Row, layers, misconception, nonzero, ops
from examgen.question_bank.recurrent._unrolled import Unrolled


class ManyToMany(Unrolled):
    """Many to many: every state is read out by the same dense layer, without a calculator."""

    topic, level, title = "recurrent", 3, "An output at every step"
    picture = "network"
    axes: ClassVar = Unrolled.axes | {"c": "outputs", "V": "units outputs"}
    return_sequences = True
    stem = r"""
The layer `{{ network.code("layer") }}` starts from $h_0 = {{ h0 | vector }}$ and reads {{ x | sequence }}. Each state that it
gives is read out by the same `{{ network.node("y").layer["layer"] }}`. All vectors are rows:

$$h_t = {{ rule }}({{ reads }} W_x + h_{t-1} W_h + b), \quad
W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}$$

$$y_t = h_t V + c, \quad V = {{ V | matrix }}, \quad c = {{ c | vector }}$$
"""
    h = Ask("What are the states? Write a row for each step, $h_1$ first.", Matrix(), weight=2)
    y = Ask("What are the outputs? Write a row for each step, $y_1$ first.", Matrix(), follows="h")

    V: Grid
    c: Row

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        arrays = cls.arrays(
            d, features=(1, 1), units=(2, 2), inputs=nonzero(range(-2, 4)), weights=(-1, 1, 2), biases=range(-1, 2)
        )
        v = d.grid("V", (len(arrays["b"]), d.integer("outputs", 1, 2)), nonzero(range(-2, 4)))
        c = d.row("c", len(v[0]), nonzero(range(-2, 3)))
        return dict(**arrays, V=v, c=c, activation=d.choice("activation", ("relu",)))

    def admissible(self) -> bool:
        states, outputs = self.worked["h"], self.worked["y"]
        return super().admissible() and states.count(0) <= 2 and max(states) <= 30 and min(outputs) < 0

    @property
    def agreements(self) -> Agreements:
        return (("h", "layer"),)

    @property
    def sketch(self) -> Network:
        """The unrolled layer with a read-out on every state."""
        net = self.unrolled.needed_for([f"h{self.steps}"])
        for t in range(1, self.steps + 1):
            net = net.add(f"y{t}", layers.Dense(len(self.c)), f"h{t}")
        return net

    @property
    def network(self) -> Network:
        return self.read_out(self.all_states)

    @property
    def all_states(self) -> Network:
        """The layer, its states the rows of ``h``."""
        return self.unrolled.with_arrays(V=self.V, c=self.c).add("h", ops.stack(), *self.states)

    def read_out(self, net: Network) -> Network:
        """The network with the rows that it gave last read out one by one."""
        return net.add("y", layers.TimeDistributed(layers.Dense(len(self.c))), weights=("V", "c"))

    @misconception(
        "The state before the step was read out. At step $t$ the input is read first, then $h_t$ is read out."
    )
    def read_out_too_early(self) -> Network:
        return self.read_out(self.all_states.add("earlier", ops.stack(), "h0", *self.states[:-1]))

    @misconception("ReLU was applied to the outputs as well. The read-out has no activation function.")
    def outputs_cut_off(self) -> Network:
        return self.network.but("y", layer=layers.Dense(len(self.c), activation="relu"))
