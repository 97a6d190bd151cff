"""A simple recurrent layer that is unrolled step by step."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from examgen.authoring import AnswerType, Ask, Draw, Field, Grid, Network, Number, Question, Real, Row, Scalar, Vector
from examgen.authoring import layers, nonzero, ops
from examgen.question_bank._activations import TEX, applied
from examgen.question_bank._grids import affine


def numbers(count: int, decimals: int) -> AnswerType:
    """The answer type of a vector; a single entry is answered as a number."""
    return Real(decimals) if count == 1 else Vector(decimals)


def asked(steps: int, kind: AnswerType) -> dict[str, Ask]:
    """The states ``h1``, ``h2``, … one by one, each from the previous one."""
    asks: dict[str, Ask] = {}
    for t in range(1, steps + 1):
        asks[f"h{t}"] = Ask(rf"Compute $h_{{{t}}}$.", kind, follows=tuple(asks)[-1:])
    return asks


def unit(x: Row, h0: Scalar, activation: str) -> Network:
    """A unit step by step, with the states ``h1``, ``h2``, …, without its weights: for a picture."""
    net = Network({f"x{t}": value for t, value in enumerate(x, start=1)}, h0=h0)
    for t in range(1, len(x) + 1):
        net = net.add(f"h{t}", layers.SimpleRNNCell(1, activation=activation), f"x{t}", state=f"h{t - 1}")
    return net


ONE_UNIT = r"""
The input sequence of a recurrent layer with one unit is {{ x | sequence }}. The initial state is $h_0 = {{ h0 | number }}$, and

$$h_t = {{ rule }}, \qquad w_x = {{ wx | number }}, \quad w_h = {{ wh | number }}, \quad b = {{ b | number }}$$
"""
"""The statement about a recurrent layer with one unit."""


class Unit(Question):
    """A recurrent layer with one unit, and its input sequence."""

    x: Row = Field(min_length=2, max_length=50, description="Input sequence.")
    wx: Number = Field(description="Input-to-hidden weight.")
    wh: Number = Field(description="Hidden-to-hidden weight.")
    b: Number = Field(0, description="Bias.")
    h0: Number = Field(0, description="Initial state.")
    activation: str = Field(pattern="^(relu|linear)$", description="Activation function: relu or linear.")

    @property
    def rule(self) -> str:
        """The new state as TeX."""
        return applied(self.activation, "w_x x_t + w_h h_{t-1} + b")


def relu_states(arrays: Mapping[str, Any]) -> list[list[Scalar]]:
    """The states of a layer with ReLU; to draw by, never the key."""
    states = [arrays["h0"]]
    for x in arrays["x"]:
        seen = affine(x, arrays["Wx"], arrays["b"])
        states.append([max(z, 0) for z in affine(states[-1], arrays["Wh"], seen)])
    return states[1:]


def active(arrays: Mapping[str, Any]) -> bool:
    """Whether the states are small, and few of their entries 0; none of the last state, which so depends on the first input."""
    states = relu_states(arrays)
    entries = [h for state in states for h in state]
    told_apart = arrays["x"][0] != arrays["x"][-1] and any(arrays["b"])
    return told_apart and entries.count(0) <= 2 and max(entries) <= 30 and all(states[-1])


def remembers(arrays: Mapping[str, Any]) -> bool:
    """Whether the last state has small, different entries other than 0, and something of the earlier states in it."""
    *_, before, last = ((0,), *relu_states(arrays))
    return (
        arrays["x"][0] != arrays["x"][-1]
        and any(before)
        and all(last)
        and len(set(last)) == len(last)
        and max(last) <= 6
    )


class Unrolled(Question):
    """A simple recurrent layer with its weights and its input sequence ``(steps, features)``."""

    axes = {"x": "steps features", "b": "units", "Wx": "features units", "Wh": "units units", "h0": "units"}
    return_sequences: ClassVar[bool] = False

    x: Grid = Field(description="Input sequence, one row per time step.")
    Wx: Grid = Field(description="Input-to-hidden weights, features × units.")
    Wh: Grid = Field(description="Hidden-to-hidden weights, units × units.")
    b: Row = Field(description="Biases, one per unit.")
    h0: Row = Field(description="Initial state.")
    activation: str = Field(
        "tanh", pattern="^(tanh|relu|linear)$", description="Activation function: tanh, relu or linear."
    )
    go_backwards: bool = Field(False, description="Whether the sequence is processed from its last step to its first.")

    @classmethod
    def arrays(
        cls, d: Draw, *, features: tuple[int, int], units: tuple[int, int], inputs: Sequence[Scalar],
        weights: Sequence[Scalar], biases: Sequence[Scalar], steps: int = 3,
    ) -> dict[str, Any]:  # fmt: skip
        """The input sequence, the weights and the initial state, of matching sizes."""
        x = d.grid("x", (d.integer("steps", steps, steps), d.integer("features", *features)), inputs)
        wx = d.grid("Wx", (len(x[0]), d.integer("units", *units)), nonzero(weights))
        count = len(wx[0])
        wh = d.grid("Wh", (count, count), nonzero(weights))
        return {"x": x, "Wx": wx, "Wh": wh, "b": d.row("b", count, biases), "h0": d.row("h0", count, (0,))}

    def admissible(self) -> bool:
        units = set(zip(*self.Wx, self.b, strict=True))  # two equal units would always have equal states
        return all(any(row) for row in self.x) and self.x[0] != self.x[-1] and len(units) == self.units

    @property
    def units(self) -> int:
        """The number of units."""
        return len(self.b)

    @property
    def steps(self) -> int:
        """The number of time steps."""
        return len(self.x)

    @property
    def states(self) -> tuple[str, ...]:
        """The names of the states."""
        return tuple(f"h{t}" for t in range(1, self.steps + 1))

    @property
    def rule(self) -> str:
        """The activation function as TeX."""
        return TEX.get(self.activation, "")

    @property
    def reads(self) -> str:
        """The input of step t as TeX."""
        return f"x_{{{self.steps + 1} - t}}" if self.go_backwards else "x_t"

    @property
    def unrolled(self) -> Network:
        """One cell per time step, with the states h1, h2, …, and the whole layer for comparison."""
        rows = {f"x{t}": row for t, row in enumerate(self.x, start=1)}
        net = Network(rows, x=self.x, h0=self.h0, Wx=self.Wx, Wh=self.Wh, b=self.b)
        weights = ("Wx", "Wh", "b")
        cell = layers.SimpleRNNCell(self.units, activation=self.activation)
        for t, name in enumerate(reversed(rows) if self.go_backwards else rows, start=1):
            net = net.add(f"h{t}", cell, name, state=f"h{t - 1}", weights=weights)
        whole = layers.SimpleRNN(
            self.units,
            activation=self.activation,
            return_sequences=self.return_sequences,
            go_backwards=self.go_backwards,
        )
        return net.add("layer", whole, "x", state="h0", weights=weights)


def direction(net: Network, name: str, weights: Row, activation: str, order: Iterable[int]) -> Network:
    """The network with one direction of a bidirectional layer step by step, in this order; its last state has its name."""
    net, before = net.with_arrays(**dict(zip(weights_of(name), weights, strict=True))), "h0"
    cell = layers.SimpleRNNCell(1, activation=activation)
    for t in order:
        net = net.add(f"{name} after x{t}", cell, f"x{t}", state=before, weights=weights_of(name))
        before = f"{name} after x{t}"
    return net.add(name, layers.Identity()).add(f"{name} row", ops.reshape((1,)))


def weights_of(name: str) -> tuple[str, ...]:
    """The names of the weights of a direction."""
    return f"{name} wx", f"{name} wh", f"{name} b"
