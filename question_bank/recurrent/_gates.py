"""The parts of a gated layer that is built gate by gate, with Keras's arrays."""

from collections.abc import Iterable, Sequence
from typing import Any

from examgen.authoring import Array, Draw, Input, Layer, Network, layers, nonzero, ops, steps


def drawn_arrays(d: Draw, count: int) -> dict[str, Any]:
    """The sequence, the weights of so many gates and the first state, each sized by what was drawn before it: one step, one unit."""
    weights = nonzero(steps(-1, 1, 0.25))
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


def read_out(net: Network, t: int, outputs: int, softmax: bool) -> Network:
    """The network with the state of a step read out, where there are outputs."""
    if not outputs:
        return net
    biased = "a" in net.arrays
    weights = ("V", "a") if biased else ("V",)
    layer = layers.Dense(outputs) if biased else layers.Dense(outputs, use_bias=False)
    net = net.add(f"y{t}", layer, f"h{t}", weights=weights)
    return net.add(f"p{t}", layers.Softmax()) if softmax else net


def with_steps(sequence: Iterable[Sequence[Any]], /, **arrays: Array | None) -> Network:
    """The arrays that are given, and ``x1``, ``x2``, … what the steps read, in order."""
    rows: dict[str, Array | Input] = {f"x{t}": tuple(row) for t, row in enumerate(sequence, start=1)}
    return Network(rows | {name: value for name, value in arrays.items() if value})


def weighed(net: Network, t: int, columns: int) -> Network:
    """The network with the input and the state of a step weighed, for all gates at once."""
    biases = ("d",) if "d" in net.arrays else ()
    net = net.add(f"x{t} weighed", layers.Dense(columns), f"x{t}", weights=("Wx", "b"))
    recurrent = layers.Dense(columns, use_bias=bool(biases))
    return net.add(f"h{t - 1} weighed", recurrent, f"h{t - 1}", weights=("Wh", *biases))


def gated(net: Network, name: str, t: int, columns: tuple[int, ...], squash: Layer) -> Network:
    """The network with one gate of a step: its columns of input and state, added up and squashed."""
    part = ops.take(columns)
    return (
        net.add(f"x{t}_{name}", part, f"x{t} weighed")
        .add(f"h{t - 1}_{name}", part, f"h{t - 1} weighed")
        .let(**{f"{name}{t}_before": f"x{t}_{name} + h{t - 1}_{name}"})
        .add(f"{name}{t}", squash)
    )


def with_columns(value: Any, columns: Sequence[int]) -> Array:
    """A row, or a matrix, with its columns in another order."""
    if isinstance(value[0], tuple):
        return tuple(with_columns(row, columns) for row in value)
    return tuple(value[column] for column in columns)
