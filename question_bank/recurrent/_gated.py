"""A gated recurrent layer step by step, with Keras's arrays and one node per gate."""

import re
from collections.abc import Mapping
from typing import ClassVar, Self

from examgen.authoring import Ask, Field, Grid, Network, Question, Row, layers
from examgen.question_bank.recurrent._gates import with_columns, with_steps
from examgen.question_bank.recurrent._unrolled import numbers

SIGMOID, TANH = layers.Activation("sigmoid"), layers.Activation("tanh")
READ_OUT = r"""
{%- if V %} A dense layer computes $y_t = h_t V{{ " + a" if a }}$ with $V = {{ V | matrix }}${% if a
%} and $a = {{ a | vector }}${% endif %}{% if softmax %}, and $p_t = \operatorname{softmax}(y_t)${% endif %}.{% endif %}
"""
"""The sentence on the dense layer, if there is one."""


class GatedSteps(Question):
    """A gated layer with its input sequence ``(steps, features)``; one step and one unit unless pinned (calculator).

    The weights are laid out as in Keras: the columns of the first gate, then those of the next. A dense layer on the states can
    be pinned: $y_t = h_t V + c$ with ``V`` and its biases, and a softmax after it.
    """

    gates: ClassVar[tuple[str, ...]]
    """The gates and the candidate, in the order of their columns."""
    axes = {
        "x": "steps features", "h0": "units",
        "Wx": "features columns", "Wh": "units columns", "b": "columns",
        "V": "units outputs", "a": "outputs",
    }  # fmt: skip

    x: Grid = Field(description="Input sequence, one row per time step.")
    Wx: Grid = Field(description="Input-to-hidden weights of all gates side by side, as in Keras.")
    Wh: Grid = Field(description="Hidden-to-hidden weights of all gates side by side, as in Keras.")
    b: Row = Field(description="Biases of all gates, one after the other.")
    h0: Row = Field(description="Initial hidden state.")
    V: Grid | None = Field(None, description="Weights of a dense layer on the states, if there is one.")
    a: Row | None = Field(None, description="Biases of that dense layer.")
    softmax: bool = Field(False, description="Whether softmax is applied to the output of that dense layer.")
    go_backwards: bool = Field(False, description="Whether the sequence is processed from its last step to its first.")

    def check(self) -> None:
        if len(self.b) != (columns := len(self.gates) * self.units):
            raise ValueError(f"b must have {columns} entries, {len(self.gates)} per unit; got {len(self.b)}")
        if self.softmax and not self.V:
            raise ValueError("softmax needs the dense layer V")

    def admissible(self) -> bool:
        columns = set(zip(*self.Wx, *self.Wh, self.b, strict=True))
        return len(columns) == len(self.b)  # equal gates could be mistaken for each other

    @property
    def units(self) -> int:
        """The number of units."""
        return len(self.h0)

    @property
    def outputs(self) -> int:
        """The number of outputs of the dense layer; 0 where there is none."""
        return len(self.V[0]) if self.V else 0

    @property
    def times(self) -> range:
        """The time steps, from 1."""
        return range(1, len(self.x) + 1)

    def every_step(self, **formulas: str) -> dict[str, str]:
        """Formulas of every step, where ``h_t`` stands for the state of the step and ``h_s`` for the previous one."""
        return {
            f"{name}{t}": re.sub(r"_s(?![a-z])", str(t - 1), re.sub(r"_t(?![a-z])", str(t), formula))
            for t in self.times
            for name, formula in formulas.items()
        }

    def columns(self, *gates: str) -> tuple[int, ...]:
        """Where the columns of some gates stand."""
        firsts = [self.gates.index(gate) * self.units for gate in gates]
        return tuple(first + unit for first in firsts for unit in range(self.units))

    @property
    def given(self) -> Network:
        """The arrays that both kinds have, ``x1`` what the first step reads."""
        read = tuple(reversed(self.x)) if self.go_backwards else self.x
        return with_steps(read, V=self.V, a=self.a, x=self.x, h0=self.h0, Wx=self.Wx, Wh=self.Wh, b=self.b)

    def reordered(self, *gates: str) -> Self | None:
        """The variant as someone reads it who takes the columns for those of other gates."""
        columns = self.columns(*gates)
        arrays = ("Wx", "Wh", "b", "d")
        return self.but(
            **{name: with_columns(self.parameters[name], columns) for name in arrays if self.parameters.get(name)}
        )


def asks_of_steps(q: GatedSteps, asked: Mapping[str, tuple[str, str]]) -> dict[str, Ask]:
    """What is asked for in every step, by name: in words, and what it follows from; ``h'`` is the state of the previous step."""
    asks, read_out = {}, numbers(q.outputs or 1, decimals=3)
    for t in q.times:
        for name, (called, sources) in asked.items():
            names = (f"{each[:-1]}{t - 1}" if each.endswith("'") else f"{each}{t}" for each in sources.split())
            text = f"Compute {called.replace('_t', f'_{t}')}."
            follows = tuple(each for each in names if each in asks)
            asks[f"{name}{t}"] = Ask(text, numbers(q.units, decimals=3), follows=follows)
        if q.V:
            asks[f"y{t}"] = Ask(f"Compute the output $y_{t}$.", read_out, follows=f"h{t}")
        if q.softmax:
            asks[f"p{t}"] = Ask(f"Compute the probabilities $p_{t}$.", read_out, follows=f"y{t}")
    return asks
