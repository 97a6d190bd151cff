"""Receptive fields: the gradient through the linearised network with every weight and every cell 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.model.network import Network
from examgen.model.observable import Gradient, ReceptiveField
from examgen.oracle.libraries import libraries
from examgen.oracle.linearised import central, is_padded, linearised
from examgen.oracle.refusal import OracleError
from examgen.oracle.running import Run
from examgen.oracle.wiring import Wired, wired_for

if TYPE_CHECKING:
    import numpy as np


def uses(network: Network, of: str, by: str) -> np.ndarray:
    """How often each cell of one tensor is used for another one: an array of the shape of ``by``."""
    lib, wanted = libraries(), Gradient(of, by)
    seen = wired_for(linearised(network), (wanted,))
    arrays = {name: lib.np.ones((1, *lengths)) for name, lengths in seen.network.shapes}
    (slopes,) = Run(seen, (wanted,)).many(arrays, traced=False)
    return slopes[0]  # type: ignore[no-any-return]


def extent(wired: Wired, wanted: ReceptiveField) -> int:
    """How many cells of a tensor along one axis the central cell of another one reaches over.

    Raises:
        OracleError: it reaches none, or there is no telling how far it would without a border.
    """
    of, by, axis = wanted.of, wanted.by, wanted.axis
    network, cell = central(wired.network, of, wired.shapes[of])
    length = wired.length(by, axis)
    used = libraries().np.moveaxis(uses(network, cell, by), axis, 0).reshape(length, -1).any(axis=1)
    (places,) = used.nonzero()
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
