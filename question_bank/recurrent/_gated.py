"""A gated recurrent layer step by step, with Keras's arrays and one node per gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self

from examgen.authoring import (
    Agreements,
    Array,
    Ask,
    Draw,
    Grid,
    Input,
    Layer,
    Network,
    Question,
    Row,
    layers,
    model_validator,
    nonzero,
    ops,
    steps,
)
from examgen.question_bank.recurrent._unrolled import numbers

SIGMOID, TANH = layers.Activation("sigmoid"), layers.Activation("tanh")


class GatedSteps(Question):
    """A gated layer with its input sequence ``(steps, features)``; one step and one unit unless pinned (calculator).

    The weights are laid out as in Keras: the columns of the first gate, then those of the next. A dense layer on the states can
    be pinned: $y_t = h_t V + c$ with ``V`` and its biases, and a softmax after it.
    """

    gates: ClassVar[tuple[str, ...]]
    """The gates and the candidate, in the order of their columns."""
    axes: ClassVar = {
        "x": "steps features", "h0": "units",
        "Wx": "features columns", "Wh": "units columns", "b": "columns",
        "V": "units outputs", "a": "outputs",
    }  # fmt: skip

    x: Grid
    """Input sequence, one row per time step."""
    Wx: Grid
    """Input-to-hidden weights of all gates side by side, as in Keras."""
    Wh: Grid
    """Hidden-to-hidden weights of all gates side by side, as in Keras."""
    b: Row
    """Biases of all gates, one after the other."""
    h0: Row
    """Initial hidden state."""
    V: Grid | None = None
    """Weights of a dense layer on the states, if there is one."""
    a: Row | None = None
    """Biases of that dense layer."""
    softmax: bool = False
    """Whether a softmax is applied to its output."""
    go_backwards: bool = False
    """Whether the sequence is processed from its last step to its first."""

    READ_OUT: ClassVar[str] = r"""
{%- if V %} A dense layer computes $y_t = h_t V{{ " + a" if a }}$ with $V = {{ V | matrix }}${% if a
%} and $a = {{ a | vector }}${% endif %}{% if softmax %}, and $p_t = \operatorname{softmax}(y_t)${% endif %}.{% endif %}
"""
    """The sentence on the dense layer, if there is one."""

    @classmethod
    def arrays(cls, d: Draw) -> dict[str, Any]:
        """The sequence, the weights and the first state, each sized by what was drawn before it."""
        weights, count = nonzero(steps(-1, 1, 0.25)), len(cls.gates)
        x = d.grid("x", (d.integer("steps", 1, 1), d.integer("features", 1, 1)), nonzero(steps(-2, 2, 0.5)))
        kernel = d.grid("Wx", (len(x[0]), count * d.integer("units", 1, 1)), weights)
        units = len(kernel[0]) // count
        return {
            "x": x,
            "Wx": kernel,
            "Wh": d.grid("Wh", (units, count * units), weights),
            "b": d.row("b", count * units, nonzero(steps(-1, 1, 0.5))),
            "h0": d.row("h0", units, nonzero(steps(-0.8, 0.8, 0.2))),
            "V": d.choice("V", (None,)),
            "a": d.choice("a", (None,)),
            "softmax": d.choice("softmax", (False,)),
            "go_backwards": d.choice("go_backwards", (False,)),
        }

    @model_validator(mode="after")
    def _columns_fit(self) -> Self:
        if len(self.b) != (columns := len(self.gates) * self.units):
            raise ValueError(f"b must have {columns} entries, {len(self.gates)} per unit; got {len(self.b)}")
        if self.softmax and not self.V:
            raise ValueError("softmax needs the dense layer V")
        return self

    def admissible(self) -> bool:
        columns = set(zip(*self.Wx, *self.Wh, self.b, strict=True))
        return len(columns) == len(self.b)  # equal gates could be mistaken for each other

    @property
    def units(self) -> int:
        """The number of units."""
        return len(self.h0)

    @property
    def times(self) -> range:
        """The time steps, from 1."""
        return range(1, len(self.x) + 1)

    @property
    def agreements(self) -> Agreements:
        return ((f"h{self.times[-1]}", "h of the layer"),)

    def ask(self, called: str, tex: str, *follows: str) -> Ask:
        """The ask for one gate or one state."""
        asked = tuple(name for name in follows if name not in ("h0", "c0"))
        return Ask(f"Compute {called} ${tex}$.", numbers(self.units, decimals=3), follows=asked)

    def read_outs(self, t: int) -> dict[str, Ask]:
        """The asks for the output of a step."""
        if not self.V:
            return {}
        kind = numbers(len(self.V[0]), decimals=3)
        asks = {f"y{t}": Ask(f"Compute the output $y_{t}$.", kind, follows=f"h{t}")}
        if self.softmax:
            asks[f"p{t}"] = Ask(f"Compute the probabilities $p_{t}$.", kind, follows=f"y{t}")
        return asks

    def reading_out(self, net: Network, t: int) -> Network:
        """The network with the state of a step read out, where it is."""
        if not self.V:
            return net
        biased = self.a is not None
        weights = ("V", "a") if biased else ("V",)
        layer = layers.Dense(len(self.V[0])) if biased else layers.Dense(len(self.V[0]), use_bias=False)
        net = net.add(f"y{t}", layer, f"h{t}", weights=weights)
        return net.add(f"p{t}", layers.Softmax()) if self.softmax else net

    def columns(self, *gates: str) -> tuple[int, ...]:
        """Where the columns of some gates stand."""
        firsts = [self.gates.index(gate) * self.units for gate in gates]
        return tuple(first + unit for first in firsts for unit in range(self.units))

    @property
    def given(self) -> Network:
        """The arrays that both kinds have, ``x1`` what the first step reads."""
        read = reversed(self.x) if self.go_backwards else self.x
        rows: dict[str, Array | Input] = {f"x{t}": row for t, row in zip(self.times, read, strict=True)}
        rows |= {name: value for name, value in (("V", self.V), ("a", self.a)) if value}
        return Network(rows, x=self.x, h0=self.h0, Wx=self.Wx, Wh=self.Wh, b=self.b)

    def read(self, net: Network, t: int) -> Network:
        """The network with the input and the state of a step weighed, for all gates at once."""
        columns, biases = len(self.b), ("d",) if "d" in net.arrays else ()
        net = net.add(f"x{t} weighed", layers.Dense(columns), f"x{t}", weights=("Wx", "b"))
        recurrent = layers.Dense(columns, use_bias=bool(biases))
        return net.add(f"h{t - 1} weighed", recurrent, f"h{t - 1}", weights=("Wh", *biases))

    def gate(self, net: Network, name: str, t: int, squash: Layer) -> Network:
        """The network with one gate of a step: its columns of input and state, added up and squashed."""
        part = ops.take(self.columns(name))
        return (
            net.add(f"x{t} for {name}", part, f"x{t} weighed")
            .add(f"h{t - 1} for {name}", part, f"h{t - 1} weighed")
            .add(f"{name}{t} before", ops.add(), f"x{t} for {name}", f"h{t - 1} for {name}")
            .add(f"{name}{t}", squash)
        )

    def at_every_step(self, edit: Callable[[Network, int], Network]) -> Network:
        """The network with an edit made at each of its steps."""
        net = self.network
        for t in self.times:
            net = edit(net, t)
        return net

    def reordered(self, *gates: str) -> Self | None:
        """The variant as someone reads it who takes the columns for those of other gates."""
        columns = self.columns(*gates)

        def moved(value: Any) -> Array:
            return tuple(map(moved, value)) if isinstance(value[0], tuple) else tuple(value[c] for c in columns)

        arrays = ("Wx", "Wh", "b", "d")
        return self.but(**{name: moved(self.parameters[name]) for name in arrays if self.parameters.get(name)})
