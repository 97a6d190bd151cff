"""An edit of a network that several slips are: something done to a tensor that was not to be done."""

from __future__ import annotations

from dataclasses import replace

from examgen.arrays import Array
from examgen.network import Layer, Network, Node


def behind(net: Network, name: str, layer: Layer, **arrays: Array) -> Network:
    """The network with a layer (or an operation) put behind a named tensor; it reads the tensor and then ``arrays``.

    What read the tensor reads what the layer makes of it: ``behind(net, "L", ops.multiply(), half=0.5)``.
    """
    old, before = net.node(name), f"{name} before"
    nodes: list[Node] = []
    for node in net.nodes:
        if node is not old:
            nodes.append(node)
            continue
        outputs = tuple(before if output == name else output for output in old.outputs)
        nodes += [replace(old, outputs=outputs), Node((name,), layer, (before, *arrays))]
    return Network({**net.arrays, **arrays}, tuple(nodes))
