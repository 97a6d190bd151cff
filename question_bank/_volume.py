"""Questions about layers whose input is a volume of known shape."""

from collections.abc import Iterable

from examgen.authoring import Count, Draw, Field, Input, Network, Question
from examgen.question_bank._sizes import refuse_larger


class ReadsVolume(Question):
    """A volume of shape height × width × channels, channels last as in Keras."""

    height: Count = Field(description="Height of the input volume.")
    width: Count = Field(description="Width of the input volume.")
    channels: Count = Field(description="Number of channels of the input volume.")

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

    filters: Count = Field(description="Number of filters.")
    kernel_size: Count = Field(description="Side length of the kernels.")

    def check(self) -> None:
        if getattr(self, "padding", "valid") == "valid":
            refuse_larger((self.kernel_size, self.kernel_size), (self.height, self.width))
