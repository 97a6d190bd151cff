"""Questions about layers whose input is a volume of known shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from examgen.authoring import Count, Draw, Input, Network, Question, model_validator
from examgen.question_bank._sizes import refuse_larger


class ReadsVolume(Question):
    """A volume of shape height × width × channels, channels last as in Keras."""

    height: Count
    """Height of the input volume."""
    width: Count
    """Width of the input volume."""
    channels: Count
    """Number of channels of the input volume."""

    @staticmethod
    def drawn_volume(d: Draw, height: int | Iterable[int], channels: Iterable[int]) -> dict[str, int]:
        """A volume with equal height and width; another width can be pinned."""
        side = height if isinstance(height, int) else d.choice("height", height)
        return {"height": side, "width": d.integer("width", side, side), "channels": d.choice("channels", channels)}

    @property
    def volume(self) -> Network:
        """The volume ``x``."""
        return Network(x=Input(self.height, self.width, self.channels))


class ConvolvesVolume(ReadsVolume):
    """A convolution of a volume; without padding its kernel must fit."""

    filters: Count
    """Number of filters."""
    kernel_size: Count
    """Side length of the kernels."""

    @model_validator(mode="after")
    def _kernel_fits(self) -> Self:
        if getattr(self, "padding", "valid") == "valid":
            refuse_larger((self.kernel_size, self.kernel_size), (self.height, self.width))
        return self
