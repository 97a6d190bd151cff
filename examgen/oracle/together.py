"""The values of many networks at once: each layer runs once on all that it reads anywhere.

Networks that differ in one layer, as a network and what a misconception makes of it, share the rest: what the same layers make of
the same arrays is worked out once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from examgen.model.network import Layer, Network, Node
from examgen.oracle.building import Lengths
from examgen.oracle.instance import Shapes
from examgen.oracle.libraries import libraries, turn
from examgen.oracle.refusal import OracleError, Refused, said
from examgen.oracle.sizing import Sizes
from examgen.oracle.steps import Reads, Step, step
from examgen.oracle.wiring import Wired, lifted

if TYPE_CHECKING:
    import numpy as np

_MOST = 16_000_000
"""Bytes that are stacked at a time."""


class SharedTensor:
    """A tensor of one network or of several.

    Attributes:
        depth: how many layers one after the other it takes to work it out.
        numbers: what it holds, once that is known.
        error: why it cannot be known.
    """

    __slots__ = ("depth", "error", "numbers")

    def __init__(self, depth: int = 0, numbers: np.ndarray | None = None) -> None:
        self.depth = depth
        self.numbers = numbers
        self.error: OracleError | None = None

    @property
    def known(self) -> np.ndarray:
        """What it holds.

        Raises:
            OracleError: that cannot be known.
        """
        if self.error is not None:
            raise self.error
        assert self.numbers is not None, "it is looked at once all has run"
        return self.numbers


class _Place:
    """A layer where it stands in networks: the tensors that it reads, and those that it gives with their shapes."""

    __slots__ = ("given", "layer", "read", "reads", "shapes")

    def __init__(
        self, layer: Layer, read: tuple[Shapes, Shapes, Shapes], reads: tuple[SharedTensor, ...], shapes: Shapes
    ) -> None:
        self.layer, self.read, self.reads, self.shapes = layer, read, reads, shapes
        depth = 1 + max((tensor.depth for tensor in reads), default=0)
        self.given = tuple(SharedTensor(depth) for _ in shapes)


class Together:
    """Networks that are run together: each is added first, then all are run, then their tensors can be looked at."""

    def __init__(self) -> None:
        self._arrays: dict[int, tuple[object, SharedTensor]] = {}
        self._places: dict[object, _Place] = {}

    def add(self, wired: Wired, networks: Iterable[Network]) -> list[dict[str, SharedTensor]]:
        """Have everything of networks worked out that have the structure of ``wired``: the tensors of each by name."""
        shapes = wired.shapes
        nodes = [
            (node, _read_shapes(wired, node, sizes), tuple(shapes[n] for n in node.outputs))
            for node, sizes in wired.nodes
        ]
        found: list[dict[str, SharedTensor]] = []
        for network in networks:
            tensors = {name: self._array(network.arrays[name], shapes[name]) for name in wired.network.arrays}
            for node, read, outputs in nodes:
                reads = tuple([tensors[name] for name in node.reads])
                key = node.layer, read, reads, outputs
                if (place := self._places.get(key)) is None:
                    place = self._places[key] = _Place(node.layer, read, reads, outputs)
                tensors.update(zip(node.outputs, place.given, strict=True))
            found.append(tensors)
        return found

    def run(self) -> None:
        """Run every layer, those that read nothing but arrays first, and those that are equal together."""
        waves: dict[int, list[_Place]] = defaultdict(list)
        for place in self._places.values():
            waves[place.given[0].depth].append(place)
        for _, places in sorted(waves.items()):
            turn.check()
            groups: dict[Reads, list[_Place]] = defaultdict(list)
            for place in places:
                if (failed := next((tensor for tensor in place.reads if tensor.error), None)) is not None:
                    _fail(place, failed.error)
                else:
                    types = tuple([tensor.known.dtype.name for tensor in place.reads])
                    groups[Reads(place.layer, *place.read, types)].append(place)
            for reads, alike in groups.items():
                for some in _portions(alike):
                    _run(reads, some)
        self._places.clear()

    def _array(self, array: object, lengths: Lengths) -> SharedTensor:
        if (known := self._arrays.get(id(array))) is None:
            known = self._arrays[id(array)] = array, SharedTensor()  # the array is held, so that its id stays its own
            try:
                known[1].numbers = libraries().np.asarray(array, dtype="float64").reshape(lengths)
            except Exception as error:
                known[1].error = Refused(f"Keras cannot run this network: {said(error)}")
        return known[1]


def _read_shapes(wired: Wired, node: Node, sizes: Sizes) -> tuple[Shapes, Shapes, Shapes]:
    """The shapes in which a node reads its inputs, states and weights; layers and losses want a batch axis."""
    batch = () if node.layer.type.namespace == "ops" else (1,)
    return (
        tuple((*batch, *lifted(wired.shapes[name], node.layer.type.rank)) for name in node.inputs),
        tuple((1, *lifted(wired.shapes[name], 1)) for name in node.state),
        tuple(weight.shape for weight in sizes.weights) if node.weights else (),
    )


def _portions(places: Sequence[_Place]) -> Iterator[Sequence[_Place]]:
    """Places that read the same shapes, no more at a time than may be stacked."""
    size = sum(tensor.known.nbytes for tensor in places[0].reads) + 1
    count = max(1, _MOST // size)
    return (places[start : start + count] for start in range(0, len(places), count))


def _run(reads: Reads, places: Sequence[_Place]) -> None:
    """Run a layer in all its places; where that fails, in halves: the numbers of one stop no other."""
    try:
        ready: Step = step(reads)
        results = ready.many(
            [[tensor.known for tensor in column] for column in zip(*(p.reads for p in places), strict=True)]
        )
    except Exception as error:  # TensorFlow raises of every type when it runs
        if (half := len(places) // 2) > 0:
            _run(reads, places[:half])
            _run(reads, places[half:])
        else:
            _fail(places[0], Refused(f"Keras cannot run this network: {said(error)}"))
        return
    for column, result in enumerate(results[: len(places[0].given)]):
        for place, numbers in zip(places, result, strict=True):
            place.given[column].numbers = numbers.reshape(place.shapes[column])


def _fail(place: _Place, error: OracleError | None) -> None:
    for tensor in place.given:
        tensor.error = error
