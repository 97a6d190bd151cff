"""The backward pass of a recurrent unit with a linear output, written out as a network."""

from __future__ import annotations

from collections.abc import Sequence

from examgen.authoring import Network, Row, layers, ops


def with_backward_pass(net: Network, times: Sequence[int], read: Sequence[int]) -> Network:
    """The network with ``dv``, ``dwh`` and ``dwx``, worked out step by step from the last step back.

    It has the states ``h1``, …, the slopes of the loss at the outputs, and arrays ``one`` and ``none``. ``tanh1`` is the derivative of
    tanh in the first step, ``read1`` what comes from its output, ``later1`` what it hands to the step before.
    """
    later = "none"
    for t in reversed(times):
        if t in read:
            net = net.add(f"v{t}", ops.multiply(), f"slope of L{t}", f"h{t}")
            net = net.add(f"read{t}", ops.multiply(), f"slope of L{t}", "v").add(f"dh{t}", ops.add(), later, f"read{t}")
        else:
            net = net.add(f"dh{t}", layers.Identity(), later)
        net = net.add(f"h{t} squared", ops.square(), f"h{t}").add(f"tanh{t}", ops.subtract(), "one", f"h{t} squared")
        net = net.add(f"dz{t}", ops.multiply(), f"dh{t}", f"tanh{t}").add(f"wx{t}", ops.multiply(), f"dz{t}", f"x{t}")
        net = net.add(f"wh{t}", ops.multiply(), f"dz{t}", f"h{t - 1}").add(f"later{t}", ops.multiply(), f"dz{t}", "wh")
        later = f"later{t}"
    for name, summed in (("v", read), ("wh", times), ("wx", times)):
        net = net.add(f"d{name} as a row", layers.Add(), *(f"{name}{t}" for t in summed), "none")
        net = net.add(f"d{name}", ops.sum())
    return net


def with_keras(net: Network, read: Sequence[int], *, y: Row) -> Network:
    """The network with ``loss by Keras``: the same loss from Keras's layers, for its gradients."""
    net = net.add("states", layers.SimpleRNN(1, return_sequences=True), "x", state="h0", weights=("wx", "wh", "b"))
    net = net.add("read", ops.take(tuple(t - 1 for t in read), axis=0))
    net = net.add("outputs", layers.Dense(1), weights=("v", "c")).add("column", ops.reshape((len(y),)))
    net = net.with_arrays(y=y).add("errors", ops.subtract(), "column", "y").add("all squares", ops.square())
    return net.add("sum of squares", ops.sum()).add("loss by Keras", ops.multiply(), "factor", "sum of squares")
