"""A recurrent layer gives an output at every step, y_t = h_t V + c: what are y_1, y_2 and y_3?"""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from examgen import layers, observable, ops
from examgen.answers import Matrix
from examgen.arrays import Grid, Row, cells
from examgen.draw import Draw, nonzero
from examgen.network import Network
from examgen.observable import Observable
from examgen.question import Ask, misconception
from examgen.question_bank.recurrent._unrolled import Unrolled


class ManyToMany(Unrolled):
    """Many to many: every state is read out by the same dense layer, without a calculator."""

    topic, level, title = "recurrent", 3, "An output at every step"
    picture = "network"
    return_sequences = True
    stem = r"""
The layer `{{ layer }}` starts from $h_0 = {{ h0 | vector }}$ and reads
{% for row in x %}$x_{{ loop.index }} = {{ row | vector }}${{ "" if loop.last else ", " }}{% endfor %}. Each state that it gives is read
out by the same `{{ read_out }}`. All vectors are rows:

$$h_t = {{ rule }}({{ reads }} W_x + h_{t-1} W_h + b), \quad
W_x = {{ Wx | matrix }}, \quad W_h = {{ Wh | matrix }}, \quad b = {{ b | vector }}$$

$$y_t = h_t V + c, \quad V = {{ V | matrix }}, \quad c = {{ c | vector }}$$
"""
    h = Ask("What are the states? Write a row for each step, $h_1$ first.", Matrix(), weight=2)
    y = Ask("What are the outputs? Write a row for each step, $y_1$ first.", Matrix(), follows="h")

    V: Grid
    c: Row

    @classmethod
    def draw(cls, d: Draw) -> Self:
        arrays = cls.arrays(
            d, features=(1, 1), units=(2, 2), inputs=nonzero(range(-2, 4)), weights=(-1, 1, 2), biases=range(-1, 2)
        )
        v = d.grid("V", (len(arrays["b"]), d.integer("outputs", 1, 2)), nonzero(range(-2, 4)))
        return cls(
            **arrays,
            V=v,
            c=d.row("c", len(v[0]), nonzero(range(-2, 3))),
            activation=d.choice("activation", ("relu",)),
        )

    @model_validator(mode="after")
    def _read_out_fits(self) -> Self:
        if (len(self.V), len(self.V[0])) != (self.units, len(self.c)):
            raise ValueError(
                f"V must be {self.units} × {len(self.c)} (units × outputs), got {len(self.V)} × {len(self.V[0])}"
            )
        return self

    def admissible(self) -> bool:
        answers = self.derivation().answers
        states, outputs = (list(cells(answers[name])) for name in ("h", "y"))
        return super().admissible() and states.count(0) <= 2 and max(states) <= 30 and min(outputs) < 0

    @property
    def read_out(self) -> str:
        """The layer that reads each state, as Keras code."""
        return str(self.network.node("y").layer["layer"])

    @property
    def agreements(self) -> tuple[tuple[Observable, Observable], ...]:
        return ((observable.value("h"), observable.value("layer")),)

    @property
    def sketch(self) -> Network:
        """The unrolled layer with a read-out on every state."""
        net = self.unrolled.needed_for([f"h{self.steps}"])
        for t in range(1, self.steps + 1):
            net = net.add(f"y{t}", layers.Dense(len(self.c)), f"h{t}")
        return net

    @property
    def network(self) -> Network:
        net = self.unrolled.having(V=self.V, c=self.c)
        net = net.add("h", ops.stack(), *(f"h{t}" for t in range(1, self.steps + 1)))
        return net.add("y", layers.TimeDistributed(layers.Dense(len(self.c))), weights=("V", "c"))

    @misconception(
        "The state before the step was read out. At step $t$ the input is read first, then $h_t$ is read out."
    )
    def read_out_too_early(self) -> Network:
        net = self.unrolled.having(V=self.V, c=self.c)
        states = net.add("h", ops.stack(), *(f"h{t}" for t in range(1, self.steps + 1)))
        earlier = states.add("earlier", ops.stack(), *(f"h{t}" for t in range(self.steps)))
        return earlier.add("y", layers.TimeDistributed(layers.Dense(len(self.c))), weights=("V", "c"))

    @misconception("ReLU was applied to the outputs as well. The read-out has no activation function.")
    def outputs_cut_off(self) -> Network:
        return self.network.but("y", layer=layers.Dense(len(self.c), activation="relu"))
