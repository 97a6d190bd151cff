"""What can be asked of a network."""

from __future__ import annotations

from dataclasses import dataclass

from examgen.network import Layer


@dataclass(frozen=True, slots=True)
class Value:
    """The numbers of a named tensor, one example, channels last."""

    name: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a named tensor, without its batch axis."""

    name: str
    axis: int | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    """How many parameters the named layers own; all layers where none is named. Shared weights count once."""

    names: tuple[str, ...] = ()
    trainable: bool = False


@dataclass(frozen=True, slots=True)
class Gradient:
    """The derivative of a named scalar (or of the sum of a named tensor) by a named array or tensor."""

    of: str
    by: str


@dataclass(frozen=True, slots=True)
class AfterStep:
    """A named weight after so many steps of an optimizer on a named loss."""

    weight: str
    loss: str
    optimizer: Layer
    steps: int = 1


Observable = Value | Shape | Parameters | Gradient | AfterStep


def value(name: str) -> Value:
    """The numbers of a named tensor."""
    return Value(name)


def shape(name: str, axis: int | None = None) -> Shape:
    """The shape of a named tensor, or its length along one axis."""
    return Shape(name, axis)


def parameters(*names: str, trainable: bool = False) -> Parameters:
    """The parameter count of the named layers, or of all; only what training changes with ``trainable``."""
    return Parameters(names, trainable)


def gradient(of: str, by: str) -> Gradient:
    """The derivative of ``of`` by ``by``."""
    return Gradient(of, by)


def after_step(weight: str, loss: str, optimizer: Layer, steps: int = 1) -> AfterStep:
    """A weight after training steps."""
    return AfterStep(weight, loss, optimizer, steps)
