"""Stacked recurrent layers with a dense layer on top."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from examgen.authoring import (
    Agreements,
    Ask,
    Count,
    Field,
    Input,
    Integer,
    Network,
    Question,
    layers,
    misconception,
    observable,
)
from examgen.question_bank._ordinals import ordinal

Recurrent = Literal["SimpleRNN", "LSTM", "GRU"]


class RecurrentStack(Question):
    """The parameters of stacked recurrent layers, and of a dense layer on the last state."""

    axes: ClassVar = {"kinds": "layers", "units": "layers"}

    steps: Count
    """Number of time steps in a sequence."""
    kinds: tuple[Recurrent, ...] = Field(min_length=1, max_length=10)
    """Recurrent layers in order: SimpleRNN, LSTM or GRU."""
    units: tuple[Count, ...]
    """Number of units in each recurrent layer."""
    bidirectional: bool = False
    """Whether every recurrent layer is bidirectional."""
    classes: int = Field(ge=0, le=100_000)
    """Number of units in the dense layer; 0 for no dense layer."""

    @property
    @abstractmethod
    def reads(self) -> Network:
        """The input of the first recurrent layer."""

    @property
    def recurrent(self) -> tuple[str, ...]:
        """The names of the recurrent layers."""
        return tuple(f"layer{i}" for i in range(1, len(self.kinds) + 1))

    @property
    def asks(self) -> Mapping[str, Ask]:
        called = {name: f"the {ordinal(i)} recurrent layer" for i, name in enumerate(self.recurrent, start=1)}
        if len(called) == 1:
            called = dict.fromkeys(called, "the recurrent layer")
        called = {"embedding": "the embedding", **called, "dense": "the dense layer"}
        asks = {
            name: Ask(f"How many parameters does {words} have?", Integer(), of=observable.parameters(name))
            for name, words in called.items()
            if name in self.network.names
        }
        everything = observable.total(*(observable.parameters(name) for name in asks))
        text = "How many parameters does the whole model have?"
        return asks | {"total": Ask(text, Integer(), of=everything, follows=tuple(asks))}

    @property
    def agreements(self) -> Agreements:
        return ((observable.parameters(), self.asks["total"].of),)  # type: ignore[return-value]

    @property
    def network(self) -> Network:
        return self.on(self.reads)

    def on(self, net: Network) -> Network:
        """The network with the recurrent layers and the dense layer on top."""
        for name, kind, units in zip(self.recurrent, self.kinds, self.units, strict=True):
            layer = layers.KINDS[kind](units, return_sequences=name != self.recurrent[-1])
            net = net.add(name, layers.Bidirectional(layer) if self.bidirectional else layer)
        read_out = layers.Dense(self.classes, activation="softmax" if self.classes > 1 else "sigmoid")
        return net.add("dense", read_out) if self.classes else net

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

    @misconception("You counted the parameters of a `SimpleRNN`. {{ gated_sets }}")
    def no_gates(self) -> Self | None:
        return self.but(kinds=("SimpleRNN",) * len(self.kinds))

    @misconception(
        "You gave the dense layer weights for every time step. Its input is only the last {{ 'output' if "
        "bidirectional else 'state' }} of {{ last_recurrent }}."
    )
    def all_steps_read(self) -> Network | None:
        row = self.steps * self.units[-1] * (2 if self.bidirectional else 1)
        return self.network.with_arrays(row=Input(row)).rewire("dense", "row") if self.classes else None
