"""What a stack of recurrent layers with a read-out has in common, whatever it reads."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from examgen import layers, observable
from examgen.answers import Integer
from examgen.network import Input, Layer, Network
from examgen.question import Ask, Question, misconception

Recurrent = Literal["SimpleRNN", "LSTM", "GRU"]


class RecurrentStack(Question):
    """The parameters of recurrent layers one after the other, and of a dense layer that reads the last one's last state."""

    steps: int = Field(ge=1, le=100_000)
    kinds: tuple[Recurrent, ...] = Field(min_length=1, max_length=10)
    units: tuple[int, ...]
    bidirectional: bool = False
    classes: int = Field(ge=0, le=100_000)

    @model_validator(mode="after")
    def _units_for_each(self) -> Self:
        if len(self.units) != len(self.kinds) or min(self.units) < 1:
            raise ValueError(
                f"units must be one positive number for each of the {len(self.kinds)} layers, got {self.units}"
            )
        return self

    @property
    @abstractmethod
    def reads(self) -> Network:
        """What the first recurrent layer reads."""

    @property
    def recurrent(self) -> tuple[str, ...]:
        """The names of the recurrent layers."""
        return tuple(f"layer{i}" for i in range(1, len(self.kinds) + 1))

    def layer(self, place: int, *, return_sequences: bool) -> Layer:
        """The recurrent layer at a place, from 0."""
        inner = layers.KINDS[self.kinds[place]](self.units[place], return_sequences=return_sequences)
        return layers.Bidirectional(inner) if self.bidirectional else inner

    @property
    def network(self) -> Network:
        return self.on(self.reads)

    def on(self, net: Network) -> Network:
        """The network with the recurrent layers and the read-out on top."""
        last = len(self.kinds) - 1
        for place, name in enumerate(self.recurrent):
            net = net.add(name, self.layer(place, return_sequences=place < last))
        return net.add("dense", self.read_out) if self.classes else net

    @property
    def read_out(self) -> Layer:
        """The last layer."""
        return layers.Dense(self.classes, activation="softmax" if self.classes > 1 else "sigmoid")

    @property
    def code(self) -> str:
        """The layers as Keras code, one a line."""
        return "\n".join(str(node.layer).replace("keras.layers.", "") for node in self.network.nodes)

    @property
    def two_biases(self) -> bool:
        """Whether a layer has two biases, as a GRU has by default."""
        return "GRU" in self.kinds

    @property
    def asks(self) -> Mapping[str, Ask]:
        called = dict.fromkeys(self.recurrent, "the recurrent layer")
        if len(called) > 1:
            called = {name: f"the {nth} recurrent layer" for name, nth in zip(self.recurrent, ORDINALS, strict=False)}
        named = {"embedding": "the embedding", **called, "dense": "the dense layer"}
        own = {
            name: Ask(f"How many parameters has {words}?", Integer(), of=observable.parameters(name))
            for name, words in named.items()
            if name in self.network.names
        }
        return own | {"total": Ask("How many parameters has the whole model?", Integer(), of=observable.parameters())}

    @misconception("Each layer was counted as a `SimpleRNN`. An LSTM has four sets of weights, a GRU three.")
    def no_gates(self) -> Self | None:
        return self.but(kinds=("SimpleRNN",) * len(self.kinds))

    @misconception(
        "The dense layer was given weights for every step. It reads the last state of the last recurrent layer alone."
    )
    def all_steps_read(self) -> Network | None:
        row = self.steps * self.units[-1] * (2 if self.bidirectional else 1)
        return self.network.having(row=Input(row)).rewire("dense", "row") if self.classes else None

    @misconception("One direction was counted. A bidirectional layer has a layer for each, with weights of its own.")
    def one_direction(self) -> Self | None:
        return self.but(bidirectional=False) if self.bidirectional else None


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
