"""Stacked recurrent layers with a dense layer on top."""

from typing import Literal

from examgen.authoring import Agreements, Ask, Count, Field, Input, Integer, Network, Question
from examgen.authoring import layers, misconception, observable
from examgen.question_bank._counted import parameters_of
from examgen.question_bank._ordinals import ordinal

Recurrent = Literal["SimpleRNN", "LSTM", "GRU"]


class RecurrentStack(Question):
    """Stacked recurrent layers, and a dense layer on the last state."""

    axes = {"kinds": "layers", "units": "layers"}

    steps: Count = Field(description="Number of time steps in a sequence.")
    kinds: tuple[Recurrent, ...] = Field(
        min_length=1, max_length=10, description="Recurrent layers in order: SimpleRNN, LSTM or GRU."
    )
    units: tuple[Count, ...] = Field(description="Number of units in each recurrent layer.")
    bidirectional: bool = Field(False, description="Whether every recurrent layer is bidirectional.")
    classes: int = Field(ge=0, le=100_000, description="Number of units in the dense layer; 0 for no dense layer.")

    @property
    def recurrent(self) -> tuple[str, ...]:
        """The names of the recurrent layers."""
        return tuple(f"layer{i}" for i in range(1, len(self.kinds) + 1))

    @property
    def last_recurrent(self) -> str:
        """The recurrent layer below the dense layer, in words."""
        count = len(self.kinds)
        return f"the {ordinal(count)} recurrent layer" if count > 1 else "the recurrent layer"

    @property
    def gated_sets(self) -> str:
        """How many sets of weights the gated layers have, in words."""
        counts = {"LSTM": "an LSTM has four", "GRU": "a GRU has three"}
        text = " and ".join(count for kind, count in counts.items() if kind in self.kinds)
        return f"{text[:1].upper()}{text[1:]} sets of weights, one per gate and one for the candidate."


def counts(q: RecurrentStack) -> dict[str, Ask]:
    """How many parameters each layer has, and how many the whole model."""
    called = {name: f"the {ordinal(i)} recurrent layer" for i, name in enumerate(q.recurrent, start=1)}
    if len(called) == 1:
        called = dict.fromkeys(called, "the recurrent layer")
    called = {"embedding": "the embedding", **called, "dense": "the dense layer"}
    asks = {name: parameters_of(words, name) for name, words in called.items() if name in q.network.names}
    everything = observable.total(*(observable.parameters(name) for name in asks))
    text = "How many parameters does the whole model have?"
    return asks | {"total": Ask(text, Integer(), of=everything, follows=tuple(asks))}


def all_counted(q: RecurrentStack) -> Agreements:
    """The total is what Keras counts for the whole model."""
    return ((observable.parameters(), q.asks["total"].of),)  # type: ignore[return-value]


def stacked(q: RecurrentStack, net: Network) -> Network:
    """The network with the recurrent layers and the dense layer on top."""
    for name, kind, units in zip(q.recurrent, q.kinds, q.units, strict=True):
        layer = layers.KINDS[kind](units, return_sequences=name != q.recurrent[-1])
        net = net.add(name, layers.Bidirectional(layer) if q.bidirectional else layer)
    read_out = layers.Dense(q.classes, activation="softmax" if q.classes > 1 else "sigmoid")
    return net.add("dense", read_out) if q.classes else net


@misconception("You counted the parameters of a `SimpleRNN`. {{ gated_sets }}")
def no_gates(q: RecurrentStack) -> RecurrentStack | None:
    """The variant with simple layers."""
    return q.but(kinds=("SimpleRNN",) * len(q.kinds))


@misconception(
    "You gave the dense layer weights for every time step. Its input is only the last {{ 'output' if "
    "bidirectional else 'state' }} of {{ last_recurrent }}."
)
def all_steps_read(q: RecurrentStack) -> Network | None:
    """The network whose dense layer has the states of all time steps as its input."""
    row = q.steps * q.units[-1] * (2 if q.bidirectional else 1)
    return q.network.with_arrays(row=Input(row)).rewire("dense", "row") if q.classes else None
