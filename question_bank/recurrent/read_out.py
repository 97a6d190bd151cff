"""A recurrent layer with three time steps and a softmax layer on its last state: what are the probabilities?"""

from typing import Any

from examgen.authoring import Agreements, Ask, Draw, Field, Grid, Network, Row, Vector, layers, misconception, nonzero
from examgen.question_bank._grids import affine
from examgen.question_bank.recurrent._unrolled import Unrolled, numbers, relu_states, remembers


class ReadOut(Unrolled):
    """Many to one: a softmax layer is applied to the last state (calculator)."""

    topic, level, title = "recurrent", 4, "Classifying a sequence"
    depends = {"h3": ("x[0]",), "p": ("scores",)}
    axes = Unrolled.axes | {"c": "classes", "V": "units classes"}
    picture = "network"
    stem = r"""
A network assigns a sequence to one of {{ c | length }} classes. The layers of the network
are `{{ network.code("layer") }}` with the initial state
$h_0 = {{ h0 | vector }}$ and `Dense({{ c | length }}, activation="softmax")`. The input sequence is {{ x | sequence }}
{{- ", processed backwards" if go_backwards }}. All vectors are row vectors:

$$h_t = {{ rule }}({{ reads }} W_x + h_{t-1} W_h + b), \quad
W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}$$

$$p = \operatorname{softmax}(h_{{ steps }} V + c), \quad V = {{ V | matrix }}, \quad c = {{ c | vector }}$$
"""
    V: Grid = Field(description="Weights of the dense layer, units × classes.")
    c: Row = Field(description="Biases of the dense layer.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        def layer(d: Draw) -> dict[str, Any]:
            return cls.arrays(
                d,
                features=(1, 1),
                units=(2, 2),
                inputs=nonzero(range(-2, 4)),
                weights=(-1, 0.5, 1),
                biases=range(-1, 3),
            )

        def head(d: Draw) -> dict[str, Any]:
            v = d.grid("V", (len(arrays["b"]), d.integer("classes", 3, 3)), (-1, 0, 0.5, 1))
            return {"V": v, "c": d.row("c", len(v[0]), range(-1, 2))}

        def told_apart(drawn: dict[str, Any]) -> bool:
            scores = affine(relu_states(arrays)[-1], drawn["V"], drawn["c"])
            return len(set(scores)) == len(scores) and max(scores) - min(scores) <= 4

        arrays = d.first(layer, remembers)
        dense = d.first(head, told_apart)
        return dict(**arrays, **dense, activation=d.choice("activation", ("relu",)))

    def admissible(self) -> bool:
        state, scores, shorter = self.worked[self.states[-1]], self.worked["scores"], self.but(x=self.x[:-1])
        remembers = shorter is None or any(shorter.worked[shorter.states[-1]])
        readable = len(set(scores)) == len(scores) and max(scores) - min(scores) <= 5
        return super().admissible() and remembers and readable and all(state) and len(set(state)) == self.units

    @property
    def asks(self) -> dict[str, Ask]:
        last = self.states[-1]
        return {
            last: Ask(rf"Compute the last state $h_{{{self.steps}}}$.", numbers(self.units, decimals=3), weight=2),
            "scores": Ask("Compute the logits.", Vector(decimals=3), follows=last),
            "p": Ask("Compute the probabilities $p$ of the classes.", Vector(decimals=3), follows="scores"),
        }

    @property
    def agreements(self) -> Agreements:
        return ((self.states[-1], "layer"),)

    @property
    def network(self) -> Network:
        return self.classified(self.unrolled, self.states[-1])

    def classified(self, net: Network, read: str) -> Network:
        """The network with the softmax layer on a state."""
        net = net.with_arrays(V=self.V, c=self.c).add("scores", layers.Dense(len(self.c)), read, weights=("V", "c"))
        return net.add("p", layers.Softmax())

    @misconception("You used the first state. The dense layer is applied to the last one, which depends on all inputs.")
    def first_state_read(self) -> Network:
        return self.classified(self.unrolled, self.states[0])

    @misconception("You added the states of all time steps. The dense layer is applied only to the last state.")
    def all_states_added(self) -> Network:
        return self.classified(self.unrolled.add("all", layers.Add(), *self.states), "all")
