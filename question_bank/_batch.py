"""A batch in front of the shape of one example."""

from collections.abc import Sequence
from dataclasses import replace

from examgen.authoring import Input, Network, layers


def batched(net: Network, sizes: Sequence[int]) -> Network:
    """What reads one input ``x`` of known shape, reading a batch of them: every layer works on each example alone."""
    for size in reversed(sizes):
        x = net.arrays["x"]
        assert isinstance(x, Input)
        nodes = tuple(replace(node, layer=layers.TimeDistributed(node.layer)) for node in net.nodes)
        net = Network({"x": Input(size, *x.shape)}, nodes)
    return net
