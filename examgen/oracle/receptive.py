"""Receptive fields: the gradient through the linearised network with every weight and every cell 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from examgen.model.network import Network
from examgen.model.observable import Gradient, PixelUse, ReceptiveField
from examgen.oracle.libraries import libraries
from examgen.oracle.linearised import central, is_padded, linearised, thin
from examgen.oracle.refusal import OracleError, Refused
from examgen.oracle.running import Run
from examgen.oracle.wiring import Wired, wired_for

if TYPE_CHECKING:
    import numpy as np


def uses(network: Network, wanted: Iterable[PixelUse]) -> list[np.ndarray]:
    """How often each cell of one tensor is used for another one, for each pair of them: an array of the shape of ``by``."""
    return _uses(linearised(network), wanted)


def _uses(opened: Network, wanted: Iterable[PixelUse]) -> list[np.ndarray]:
    lib, gradients = libraries(), [Gradient(use.of, use.by) for use in wanted]
    seen = wired_for(opened, gradients)
    arrays = {name: lib.np.ones((1, *lengths)) for name, lengths in seen.network.shapes}
    return [slopes[0] for slopes in Run(seen, gradients).many(arrays, in_graph=False)]


def extents(wired: Wired, wanted: Sequence[ReceptiveField]) -> list[int]:
    """How many cells of a tensor along one axis the central cell of another one reaches over, for each pair of them.

    Raises:
        OracleError: it reaches none, or there is no telling how far it would without a border.
    """
    network, cells = wired.network, dict[str, str]()
    for of in dict.fromkeys(field.of for field in wanted):
        network, cells[of] = central(network, of, wired.shapes[of])
    pairs = dict.fromkeys(PixelUse(cells[field.of], field.by) for field in wanted)
    opened = linearised(network)
    try:
        seen = _uses(thin(opened), pairs)
    except Refused:  # filters are added to other tensors, which have as many channels
        seen = _uses(opened, pairs)
    found = dict(zip(pairs, seen, strict=True))
    return [_extent(wired, field, cells[field.of], found[PixelUse(cells[field.of], field.by)]) for field in wanted]


def _extent(wired: Wired, field: ReceptiveField, cell: str, uses: np.ndarray) -> int:
    of, by, axis = field.of, field.by, field.axis
    length = wired.length(by, axis)
    (places,) = libraries().np.moveaxis(uses, axis, 0).reshape(length, -1).any(axis=1).nonzero()
    if not len(places):
        raise OracleError(f"no cell of {by!r} reaches {of!r}")
    first, last = int(places[0]), int(places[-1])
    # A cell of a vector has no centre to be far from a border: it sees all there is.
    if cell != of and is_padded(wired.network) and (first == 0 or last == length - 1):
        raise OracleError(
            f"the receptive field of {of!r} may reach over the border of {by!r}, which is {length} long; "
            f"give the network a larger input"
        )
    return last - first + 1
