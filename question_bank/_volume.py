"""Questions about layers that read a volume of known size."""

from __future__ import annotations

from collections.abc import Iterable

from examgen.authoring import Draw, Input, Network, Question
from examgen.question_bank._sizes import Count


class ReadsVolume(Question):
    """A volume of height × width × channels, as Keras has it: channels last."""

    height: Count
    width: Count
    channels: Count

    @staticmethod
    def drawn_volume(d: Draw, height: int, channels: Iterable[int]) -> dict[str, int]:
        """A volume as wide as high, by the names of its parameters; another width can be pinned."""
        return {
            "height": height,
            "width": d.integer("width", height, height),
            "channels": d.choice("channels", channels),
        }

    @property
    def volume(self) -> Network:
        """The volume ``x``, for layers to read."""
        return Network(x=Input(self.height, self.width, self.channels))
