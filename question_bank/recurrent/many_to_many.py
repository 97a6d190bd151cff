"""A recurrent layer with an output at every time step, y_t = h_t V + c: what are y_1, y_2 and y_3?"""

from typing import Any

from examgen.authoring import Agreements, Ask, Draw, Field, Grid, Matrix, Network, Row
from examgen.authoring import layers, misconception, nonzero, ops
from examgen.question_bank._grids import affine
from examgen.question_bank.recurrent._unrolled import Unrolled, active, relu_states


class ManyToMany(Unrolled):
    """Many to many: the same dense layer is applied to every state, without a calculator."""

    topic, level, title = "recurrent", 3, "An output at every time step"
    depends = {"y": ("h", "x[0]")}
    picture = "network"
    axes = Unrolled.axes | {"c": "outputs", "V": "units outputs"}
    return_sequences = True
    stem = r"""
The input sequence of the layer `{{ network.code("layer") }}` is {{ x | sequence }}
{{- ", processed backwards" if go_backwards }}, and its initial state is $h_0 = {{ h0 | vector }}$. The same
`{{ network.node("y").layer["layer"] }}` is applied to every state. All vectors are row vectors:

$$h_t = {{ rule }}({{ reads }} W_x + h_{t-1} W_h + b), \quad
W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}$$

$$y_t = h_t V + c, \quad V = {{ V | matrix }}, \quad c = {{ c | vector }}$$
"""
    h = Ask("Compute the states, one row per time step, $h_1$ first.", Matrix(), weight=2)
    y = Ask("Compute the outputs, one row per time step, $y_1$ first.", Matrix(), follows="h")
    V: Grid = Field(description="Weights of the dense layer, units × outputs.")
    c: Row = Field(description="Biases of the dense layer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        def layer(d: Draw) -> dict[str, Any]:
            return cls.arrays(
                d, features=(1, 1), units=(2, 2), inputs=nonzero(range(-2, 4)), weights=(-1, 1, 2), biases=range(-1, 2)
            )

        def head(d: Draw) -> dict[str, Any]:
            v = d.grid("V", (len(arrays["b"]), d.integer("outputs", 1, 1)), nonzero(range(-2, 4)))
            return {"V": v, "c": d.row("c", len(v[0]), nonzero(range(-2, 3)))}

        def falls_below_0(drawn: dict[str, Any]) -> bool:
            return any(min(affine(state, drawn["V"], drawn["c"])) < 0 for state in relu_states(arrays))

        arrays = d.first(layer, active)
        dense = d.first(head, falls_below_0)
        return dict(**arrays, **dense, activation=d.choice("activation", ("relu",)))

    def admissible(self) -> bool:
        states, outputs = self.worked["h"], self.worked["y"]
        return super().admissible() and states.count(0) <= 2 and max(states) <= 30 and min(outputs) < 0

    @property
    def agreements(self) -> Agreements:
        return (("h", "layer"),)

    @property
    def sketch(self) -> Network:
        """The unrolled layer with a dense layer on every state."""
        net = self.unrolled.needed_for([f"h{self.steps}"])
        for t in range(1, self.steps + 1):
            net = net.add(f"y{t}", layers.Dense(len(self.c)), f"h{t}")
        return net

    @property
    def network(self) -> Network:
        return self.read_out(self.all_states)

    @property
    def all_states(self) -> Network:
        """The layer with its states as the rows of ``h``."""
        return self.unrolled.with_arrays(V=self.V, c=self.c).add("h", ops.stack(), *self.states)

    def read_out(self, net: Network) -> Network:
        """The network with the dense layer applied to each row of its last output."""
        return net.add("y", layers.TimeDistributed(layers.Dense(len(self.c))), weights=("V", "c"))

    @misconception("You used the previous state. The output of step $t$ is computed from $h_t$, not from $h_{t-1}$.")
    def read_out_too_early(self) -> Network:
        return self.read_out(self.all_states.add("earlier", ops.stack(), "h0", *self.states[:-1]))

    @misconception("You applied ReLU to the outputs as well. The dense layer has no activation function.")
    def outputs_cut_off(self) -> Network:
        return self.network.but("y", layer=layers.Dense(len(self.c), activation="relu"))
