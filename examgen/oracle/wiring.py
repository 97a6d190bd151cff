"""A network with its shapes: what every layer gives and owns, inferred from the shapes of the arrays alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from examgen.model.network import Network, Node
from examgen.model.observable import (
    AfterStep,
    Gradient,
    Multiplications,
    Observed,
    OutputShape,
    Parameters,
    PixelUse,
    ReceptiveField,
    Value,
)
from examgen.oracle.building import Lengths
from examgen.oracle.instance import Shapes
from examgen.oracle.libraries import turn
from examgen.oracle.refusal import OracleError, Refused, said
from examgen.oracle.sizing import Sizes, sizes


@dataclass(frozen=True)
class Wired:
    """A network and the shape of every tensor in it.

    Attributes:
        shapes: the shapes of arrays and outputs by name, one example, without a batch axis.
        sizes: the sizes of the layer of every node, in order.
    """

    network: Network
    shapes: dict[str, Lengths]
    sizes: tuple[Sizes, ...]

    def read_by(self, node: Node) -> tuple[Shapes, Shapes]:
        """The shapes of a node's inputs and of the states that it starts from, as its layer wants them."""
        return _read(self.shapes, node)

    @property
    def nodes(self) -> Iterator[tuple[Node, Sizes]]:
        """Every node with the sizes of its layer, in order."""
        return zip(self.network.nodes, self.sizes, strict=True)

    def length(self, name: str, axis: int) -> int:
        """The length of a tensor along one axis.

        Raises:
            OracleError: it has no such axis.
        """
        lengths = self.shapes[name]
        if not -len(lengths) <= axis < len(lengths):
            raise OracleError(f"{name!r} has the shape {lengths} and no axis {axis}")
        return lengths[axis]


def wired(network: Network) -> Wired:
    """Infer every shape of a network.

    Raises:
        Refused: Keras cannot build one of its layers, or named weights do not fit it.
    """
    shapes: dict[str, Lengths] = dict(network.shapes)
    found: list[Sizes] = []
    for node in network.nodes:
        try:
            layer_sizes = sizes(node.layer, *_read(shapes, node))
            _check_weights(node, layer_sizes, shapes)
        except Exception as error:  # Keras raises of every type
            raise Refused(f"Keras cannot build {node.layer} as {node.outputs[0]!r}: {said(error)}") from error
        shapes.update(zip(node.outputs, layer_sizes.outputs, strict=False))
        found.append(layer_sizes)
    return Wired(network, shapes, tuple(found))


def wired_for(network: Network, observables: Iterable[Observed]) -> Wired:
    """The part of a network that is needed for what is observed, with its shapes.

    Raises:
        OracleError: something is observed that the network does not have.
        Refused: Keras cannot build it.
    """
    names = {name for observable in observables for name in _names(network, observable)}
    if unknown := names.difference(network.names):
        raise OracleError(
            f"the network has no {', '.join(map(repr, sorted(unknown)))}; it has {', '.join(network.names)}"
        )
    return wired(network.needed_for(names))


def lifted(lengths: Lengths, rank: int | None) -> Lengths:
    """A shape with axes of length 1 added at the end until it has ``rank`` axes."""
    return lengths if rank is None else lengths + (1,) * (rank - len(lengths))


def _read(shapes: dict[str, Lengths], node: Node) -> tuple[Shapes, Shapes]:
    inputs = tuple(lifted(shapes[name], node.layer.type.rank) for name in node.inputs)
    return inputs, tuple(lifted(shapes[name], 1) for name in node.state)


def _check_weights(node: Node, layer_sizes: Sizes, shapes: dict[str, Lengths]) -> None:
    weights = layer_sizes.weights
    if node.weights and len(weights) != len(node.weights):
        raise ValueError(f"it has {len(weights)} weights, {len(node.weights)} were named: {node.weights}")
    for name, weight in zip(node.weights, weights, strict=False):
        if lifted(shapes[name], len(weight.shape)) != weight.shape:
            raise ValueError(f"its weight {name!r} has shape {shapes[name]}, expected {weight.shape}")


def _names(network: Network, observable: Observed) -> Iterable[str]:
    """The names that an observable depends on."""
    match observable:
        case Value(name) | OutputShape(name):
            return (name,)
        case Parameters(()) | Multiplications(()):
            return network.names
        case Parameters(wanted) | Multiplications(wanted):
            return [output for name in wanted for output in maker(network, name).outputs]
        case Gradient(of, by) | PixelUse(of, by) | ReceptiveField(of, by):
            return (of, by)
        case AfterStep(weight, loss):
            return (weight, loss)


def maker(network: Network, name: str) -> Node:
    """The node that gives a name, or gave it before the network was cut there.

    Raises:
        OracleError: there never was one.
    """
    try:
        return network.maker(name)
    except KeyError as error:
        raise OracleError(error.args[0]) from None


@dataclass(frozen=True)
class Cost:
    """What a network takes, told from its shapes before anything is run.

    Attributes:
        cells: the cells of its largest tensor, for one example.
        parameters: the parameters of all its layers.
        multiplications: no fewer than the multiply-accumulates of one example.
    """

    cells: int
    parameters: int
    multiplications: int


def cost(network: Network) -> Cost:
    """What a network would take if it were run, at the price of inferring its shapes.

    Raises:
        Refused: Keras cannot build it.
    """
    with turn:
        seen = wired(network)
    cells = [math.prod(lengths) for lengths in seen.shapes.values()]
    parameters, products = 0, 0
    for node, layer_sizes in seen.nodes:
        owned = sum(math.prod(weight.shape) for weight in layer_sizes.weights)
        inputs, _ = seen.read_by(node)
        positions = (math.prod(lengths[:-1]) for lengths in (*inputs, *layer_sizes.outputs))
        parameters += owned
        products += owned * max(positions, default=0)
    return Cost(max(cells, default=0), parameters, products)
