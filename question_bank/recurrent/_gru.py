"""The parts of a GRU step by step that differ between its variants, and Keras's layer that does it at once."""

from typing import TYPE_CHECKING

from examgen.authoring import Network, layers, ops
from examgen.question_bank.recurrent._gated import TANH

if TYPE_CHECKING:
    from examgen.question_bank.recurrent.gru_step import GruStep


def with_candidate(q: "GruStep", net: Network, t: int) -> Network:
    """The network with a candidate; the reset gate is applied to the product or to the state."""
    part, seen = ops.take(q.columns("candidate")), f"reset{t}"
    net = net.add(f"x{t}_candidate", part, f"x{t} weighed")
    if q.reset_after:
        net = net.add(f"h{t - 1}_candidate", part, f"h{t - 1} weighed").let(**{seen: f"r{t} * h{t - 1}_candidate"})
    else:
        net = net.let(**{seen: f"r{t} * h{t - 1}"}).add(f"U{t}", ops.take(q.columns("candidate"), axis=1), "Wh")
        net = net.add(f"{seen}_weighed", layers.Dense(q.units, use_bias=False), seen, weights=(f"U{t}",))
    return net.let(**{f"candidate{t}_before": f"x{t}_candidate + {net.last}"}).add(f"candidate{t}", TANH)


def at_once(q: "GruStep", net: Network) -> Network:
    """The network and Keras's layer; where z multiplies the candidate, it is Keras's 1 - z, the sigmoid of the negative."""
    kernel, recurrent, *biases = names = ("Wx", "Wh", "b", *(("d",) if q.d else ()))
    if q.update_gate_writes:
        signs = tuple(-1 if column in q.columns("z") else 1 for column in range(len(q.b)))
        net = net.with_arrays(signs=signs).let(**{f"{name}_of_Keras": f"{name} * signs" for name in names})
        kernel, recurrent, *biases = (f"{name}_of_Keras" for name in names)
    if q.reset_after:
        net = net.add("biases", ops.stack(), *biases)
        biases = ["biases"]
    whole = layers.GRU(q.units, reset_after=q.reset_after, return_state=True, go_backwards=q.go_backwards)
    outputs, weights = ("output of the layer", "h of the layer"), (kernel, recurrent, *biases)
    return net.add(outputs, whole, "x", state="h0", weights=weights)
