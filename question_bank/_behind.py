"""`Network.behind` as a function."""

from __future__ import annotations

from examgen.arrays import Array
from examgen.network import Layer, Network


def behind(net: Network, name: str, layer: Layer, **arrays: Array) -> Network:
    """The network with a layer put behind a named tensor."""
    return net.behind(name, layer, **arrays)
