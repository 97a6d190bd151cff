"""Questions about layers whose input is a volume of known shape."""

from __future__ import annotations

from collections.abc import Iterable

from examgen.authoring import Count, Draw, Input, Network, Question


class ReadsVolume(Question):
    """A volume of shape height × width × channels, channels last as in Keras."""

    height: Count
    """Height of the input volume."""
    width: Count
    """Width of the input volume."""
    channels: Count
    """Number of channels of the input volume."""

    @staticmethod
    def drawn_volume(d: Draw, height: int, channels: Iterable[int]) -> dict[str, int]:
        """A volume with equal height and width; another width can be pinned."""
        return {
            "height": height,
            "width": d.integer("width", height, height),
            "channels": d.choice("channels", channels),
        }

    @property
    def volume(self) -> Network:
        """The volume ``x``."""
        return Network(x=Input(self.height, self.width, self.channels))
