"""The backward pass of a recurrent unit with a linear output, written out as formulas."""

from collections.abc import Sequence

from examgen.authoring import Network, Row, layers, ops


def backward_pass(times: Sequence[int], read: Sequence[int]) -> dict[str, str]:
    """``dv``, ``dwh`` and ``dwx`` from the last step back, by the states and the slopes of L at the outputs, ``slope1`` and so on.

    ``tanh1`` is the derivative of tanh in the first step, and ``later1`` what the step hands to the one before it.
    """
    formulas: dict[str, str] = {}
    later = "0"
    for t in reversed(times):
        formulas |= {
            f"dh{t}": f"{later} + slope{t} * v" if t in read else later,
            f"tanh{t}": f"1 - square(h{t})",
            f"dz{t}": f"dh{t} * tanh{t}",
            f"later{t}": f"dz{t} * wh",
        }
        later = f"later{t}"
    terms = {
        "dv": (f"slope{t} * h{t}" for t in read),
        "dwh": (f"dz{t} * h{t - 1}" for t in times),
        "dwx": (f"dz{t} * x{t}" for t in times),
    }
    return formulas | {name: f"sum({' + '.join(each)})" for name, each in terms.items()}


def with_keras(net: Network, read: Sequence[int], *, y: Row) -> Network:
    """The network with ``loss_by_Keras``: the same loss from Keras's layers, for its gradients."""
    net = net.add("states", layers.SimpleRNN(1, return_sequences=True), "x", state="h0", weights=("wx", "wh", "b"))
    net = net.add("read", ops.take(tuple(t - 1 for t in read), axis=0)).add(
        "outputs", layers.Dense(1), weights=("v", "c")
    )
    net = net.add("column", ops.reshape((len(y),))).with_arrays(y=y)
    return net.let(loss_by_Keras="factor * sum(square(column - y))")
