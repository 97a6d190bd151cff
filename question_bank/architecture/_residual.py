"""Residual networks, layer by layer."""

from collections.abc import Sequence

from examgen.authoring import Network, layers


class Residual:
    """A network that is being put together.

    Attributes:
        net: what there is so far; it gives maps with ``depth`` channels.
        use_bias: whether its convolutions have biases.
        shortcuts: whether a convolution stands on the shortcut where shapes differ; without it the main path alone counts.
    """

    def __init__(self, net: Network, use_bias: bool, *, shortcuts: bool = True) -> None:
        self.net, self.depth, self.use_bias, self.shortcuts = net, 0, use_bias, shortcuts

    def convolution(
        self, name: str, filters: int, kernel: int, strides: int, *reads: str,
        groups: int = 1, use_bias: bool | None = None, normalised: bool = True,
    ) -> None:  # fmt: skip
        """A convolution, with batch normalisation after it if it is normalised."""
        biased = self.use_bias if use_bias is None else use_bias
        layer = layers.Conv2D(filters, kernel, strides=strides, padding="same", groups=groups, use_bias=biased)
        self.net = self.net.add(name, layer, *reads)
        if normalised:
            self.net = self.net.add(f"{name} norm", layers.BatchNormalization())

    def block(self, name: str, convolutions: Sequence[tuple[int, int, int, int]]) -> None:
        """Convolutions (filters, kernel, stride, groups) on the main path, and one on the shortcut where the shapes differ."""
        before, (filters, *_) = self.net.last, convolutions[-1]
        for number, (count, kernel, strides, groups) in enumerate(convolutions, start=1):
            self.convolution(f"{name} conv{number}", count, kernel, strides, groups=groups)
            if number < len(convolutions):
                self.net = self.net.add(f"{name} relu{number}", layers.ReLU())
        main, strides = self.net.last, _strides(convolutions)
        if strides > 1 or filters != self.depth:
            if self.shortcuts:
                self.convolution(f"{name} shortcut", filters, 1, strides, before)
            else:
                self.net = self.net.add(f"{name} shortcut", layers.Identity(), main)
                self.net = self.net.add(f"{name} shortcut norm", layers.Identity())
            before = self.net.last
        self.net = self.net.add(f"{name} sum", layers.Add(), main, before).add(f"{name} relu", layers.ReLU())
        self.depth = filters

    def block_of_the_second_version(self, name: str, convolutions: Sequence[tuple[int, int, int, int]]) -> None:
        """A block that begins with batch normalisation, which the convolution on the shortcut reads as well."""
        before, (filters, *_) = self.net.last, convolutions[-1]
        self.net = self.net.add(f"{name} norm", layers.BatchNormalization()).add(f"{name} relu", layers.ReLU())
        ready = self.net.last
        *inner, (_, last, *_) = convolutions
        for number, (count, kernel, strides, groups) in enumerate(inner, start=1):
            self.convolution(f"{name} conv{number}", count, kernel, strides, groups=groups, use_bias=False)
            self.net = self.net.add(f"{name} relu{number}", layers.ReLU())
        self.convolution(f"{name} conv{len(convolutions)}", filters, last, 1, normalised=False)
        main, strides = self.net.last, _strides(convolutions)
        if strides > 1 or filters != self.depth:
            if self.shortcuts:
                self.convolution(f"{name} shortcut", filters, 1, strides, ready, normalised=False)
            else:
                self.net = self.net.add(f"{name} shortcut", layers.Identity(), main)
            before = self.net.last
        self.net = self.net.add(f"{name} sum", layers.Add(), main, before)
        self.depth = filters


def _strides(convolutions: Sequence[tuple[int, int, int, int]]) -> int:
    return max(strides for _, _, strides, _ in convolutions)
